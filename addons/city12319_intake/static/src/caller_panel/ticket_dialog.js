import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/** Shows a ticket for reading, with nothing but a button to close. */
export class TicketDialog extends FormViewDialog {
    static defaultProps = {
        ...FormViewDialog.defaultProps,
        resModel: "city12319.ticket",
        readonly: true,
        preventCreate: true,
        preventEdit: true,
    };

    setup() {
        super.setup();
        this.viewProps.buttonTemplate = "city12319_intake.TicketDialog.buttons";
    }
}
