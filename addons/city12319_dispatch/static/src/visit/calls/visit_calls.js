import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const { DateTime } = luxon;
const INPUT_FORMAT = "yyyy-MM-dd'T'HH:mm";

/** View widget: what came of this call, one button for each outcome. */
export class VisitCalls extends Component {
    static template = "city12319_dispatch.VisitCalls";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.again = useRef("again");
        this.state = useState({ outcomes: [], note: "", againAt: "", later: null, running: false });
        onWillStart(async () => {
            this.state.outcomes = await this.orm.searchRead("city12319.visit.outcome", [], ["name", "kind"]);
        });
        useEffect((later) => later && this.again.el?.focus(), () => [this.state.later]);
    }

    get data() {
        return this.props.record.data;
    }

    buttonClass(outcome) {
        return {
            reached: "btn-success", unanswered: "btn-secondary", later: "btn-secondary", hopeless: "btn-outline-danger",
        }[outcome.kind];
    }

    async onOutcome(outcome) {
        if (outcome.kind === "later") {
            this.state.later = outcome;
            this.state.againAt ||= DateTime.now().plus({ hours: 2 }).startOf("hour").toFormat(INPUT_FORMAT);
            return;
        }
        await this.log(outcome, {});
    }

    async onAgain() {
        const at = DateTime.fromFormat(this.state.againAt, INPUT_FORMAT);
        if (!at.isValid) {
            this.notification.add(_t("Say when the citizen is to be called again."), { type: "warning" });
            return;
        }
        await this.log(this.state.later, { again_at: serializeDateTime(at) });
    }

    /** Record the call: first what was typed so far is saved, so that nothing of it is lost. */
    async log(outcome, more) {
        if (this.state.running) {
            return;
        }
        this.state.running = true;
        try {
            const { record } = this.props;
            if (!(await record.save())) {
                return;
            }
            const values = { outcome_id: outcome.id, note: this.state.note.trim(), call_ref: this.data.call_ref, ...more };
            await this.orm.call(record.resModel, "log_attempt", [[record.resId], values]);
            await record.load();
            Object.assign(this.state, { note: "", againAt: "", later: null });
            this.notification.add(_t("Recorded: %s", outcome.name), { type: "success" });
        } finally {
            this.state.running = false;
        }
    }
}

export const visitCalls = {
    component: VisitCalls,
    fieldDependencies: [
        { name: "mine", type: "boolean" },
        { name: "attempt_count", type: "integer" },
        { name: "call_ref", type: "char" },
    ],
    additionalClasses: ["o_visit_calls_widget", "d-block"],
};

registry.category("view_widgets").add("city12319_visit_calls", visitCalls);
