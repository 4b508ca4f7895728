import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { MyDay } from "@city12319_intake/desk/my_day/my_day";

/** The home page of the desk, for those who make return visits. */
patch(MyDay.prototype, {
    /** Whoever only makes visits is not shown what agents did. */
    get figures() {
        const { visits, agent } = this.state.day;
        const figures = super.figures;
        if (!visits) {
            return figures;
        }
        return [
            { key: "visits_done", label: _t("Visits done"), value: visits.done },
            { key: "visits_reached", label: _t("Reached"), value: visits.reached },
            { key: "visits_satisfied", label: _t("Satisfied"), value: visits.satisfied },
            ...(agent ? figures : figures.filter(({ key }) => key === "reminders")),
        ];
    },

    async nextVisit() {
        this.action.doAction(await this.orm.call("city12319.visit", "action_next", [[]]));
    },

    openVisits(filter) {
        this.action.doAction("city12319_dispatch.visit_action_waiting", {
            additionalContext: { [`search_default_${filter}`]: 1 },
        });
    },
});
