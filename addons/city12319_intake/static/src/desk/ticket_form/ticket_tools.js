import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** View widget in the header of a saved ticket: call back later, remind me, the same again. */
export class TicketTools extends Component {
    static template = "city12319_intake.TicketTools";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
    }

    get isShown() {
        return Boolean(this.props.record.resId) && !this.env.inDialog;
    }

    get choices() {
        return [
            { key: "15m", label: _t("In 15 minutes") },
            { key: "1h", label: _t("In one hour") },
            { key: "tomorrow", label: _t("Tomorrow at 9:00") },
        ];
    }

    get canCopy() {
        return this.env.ticketForm?.enabled;
    }

    async remind(choice, kind) {
        const { record } = this.props;
        const at = await this.orm.call(record.resModel, "set_reminder", [[record.resId], choice.key, kind]);
        this.notification.add(_t("You will be reminded at %s.", deserializeDateTime(at).toFormat("MM-dd HH:mm")), {
            type: "success",
        });
        await record.model.load();
    }

    remindAt() {
        const { record } = this.props;
        this.dialog.add(FormViewDialog, {
            resModel: "city12319.reminder",
            title: _t("Reminder"),
            context: { default_ticket_id: record.resId },
            onRecordSaved: () => record.model.load(),
        });
    }

    async copy() {
        const { record } = this.props;
        this.action.doAction(await this.orm.call(record.resModel, "action_copy_as_new", [[record.resId]]));
    }
}

registry.category("view_widgets").add("city12319_ticket_tools", { component: TicketTools });
