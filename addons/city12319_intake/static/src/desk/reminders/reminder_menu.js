import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { dueText, KINDS } from "./reminder_popups";

const SHOWN = 12;

/** The bell in the bar on top: how many reminders are overdue, or still to come today. */
export class ReminderMenu extends Component {
    static template = "city12319_intake.ReminderMenu";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.reminders = useService("city12319_reminders");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState(this.reminders.state);
    }

    get listed() {
        return [...this.state.known]
            .sort((a, b) => (a.due_at < b.due_at ? -1 : 1))
            .slice(0, SHOWN);
    }

    kind(reminder) {
        return KINDS[reminder.kind] || KINDS.task;
    }

    due(reminder) {
        return dueText(reminder);
    }

    beforeOpen() {
        return this.reminders.load();
    }

    open(reminder) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.reminder",
            res_id: reminder.id,
            views: [[false, "form"]],
        });
    }

    openAll() {
        return this.action.doAction("city12319_intake.reminder_action");
    }

    create() {
        this.dialog.add(FormViewDialog, { resModel: "city12319.reminder", title: _t("New reminder") });
    }
}

if (session.city12319_desk) {
    registry.category("systray").add("city12319_reminders", { Component: ReminderMenu }, { sequence: 30 });
}
