import { Component, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { TicketDialog } from "../../caller_panel/ticket_dialog";

const DELAY = 300;

/** View widget on the registration form: open cases that may be the same matter, nearby or of the same caller. */
export class OpenCases extends Component {
    static template = "city12319_intake.OpenCases";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.keepLast = new KeepLast();
        this.asked = "";
        this.state = useState({ cases: [], hidden: [], more: 0, ignored: [], showIgnored: false });
        this.lookSoon = useDebounced(() => this.look(), DELAY);
        useRecordObserver((record) => {
            const question = JSON.stringify(this.question(record));
            if (question !== this.asked) {
                this.asked = question;
                this.lookSoon();
            }
        });
    }

    question(record) {
        const { data } = record;
        return {
            id: record.resId || false,
            category_id: data.category_id?.id || false,
            address: data.address || "",
            area_id: data.area_id?.id || false,
            latitude: data.latitude || 0,
            longitude: data.longitude || 0,
            caller_id: data.caller_id?.id || false,
            phone: data.phone || "",
        };
    }

    get isLooking() {
        return this.canLink && !this.env.inDialog;
    }

    get canLink() {
        const { record, readonly } = this.props;
        const activeField = record.activeFields.duplicate_of_id;
        return (
            !readonly &&
            Boolean(activeField) &&
            (record.isNew || record.data.is_open) &&
            !evaluateBooleanExpr(activeField.readonly || "False", record.evalContextWithVirtualIds)
        );
    }

    async look() {
        const question = JSON.parse(this.asked);
        if (!this.isLooking || !(question.address || question.latitude || question.area_id || question.phone || question.caller_id)) {
            this.keepLast.add(Promise.resolve());
            Object.assign(this.state, { cases: [], hidden: [], more: 0 });
            return;
        }
        try {
            const found = await this.keepLast.add(this.orm.silent.call("city12319.ticket", "open_cases", [question]));
            Object.assign(this.state, found);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    // ------------------------------------------------------------------ what is shown

    get cases() {
        const { cases, ignored, showIgnored } = this.state;
        return showIgnored ? cases : cases.filter((found) => !ignored.includes(found.id));
    }

    get ignoredCount() {
        return this.state.cases.filter((found) => this.state.ignored.includes(found.id)).length;
    }

    get hiddenText() {
        const parts = this.state.hidden.map(({ stage, count }) => `${stage} ${count}`);
        return parts.length ? _t("Registered by colleagues: %s", parts.join(", ")) : "";
    }

    get isEmpty() {
        return !this.cases.length && !this.state.hidden.length && !this.ignoredCount;
    }

    reason(found) {
        if (found.reason === "caller") {
            return _t("same caller");
        }
        return found.distance === false ? _t("same place") : _t("%s m away", found.distance);
    }

    when(found) {
        return deserializeDateTime(found.reported_at).toFormat("MM-dd HH:mm");
    }

    // ------------------------------------------------------------------ acting

    open(found) {
        this.dialog.add(TicketDialog, { resId: found.id, title: found.name });
    }

    isLinked(found) {
        return this.props.record.data.duplicate_of_id?.id === found.id;
    }

    async toggleLink(found) {
        const { record } = this.props;
        await record.isDirty();
        await record.update({
            duplicate_of_id: this.isLinked(found) ? false : { id: found.id, display_name: found.name },
        });
    }

    ignore(found) {
        this.state.ignored.push(found.id);
    }
}

registry.category("view_widgets").add("city12319_open_cases", {
    component: OpenCases,
    additionalClasses: ["o_open_cases_widget"],
});
