import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Whom to put the caller through to: at once, after asking, or all three together. */
export class TransferDialog extends Component {
    static template = "city12319_telephony.TransferDialog";
    static components = { Dialog };
    static props = { close: Function, run: Function };

    setup() {
        this.state = useState({ to: "", consulting: false });
        useAutofocus();
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && this.state.to && !this.state.consulting) {
            this.consult();
        }
    }

    async consult() {
        this.state.consulting = await this.props.run("consult", this.state.to.trim());
    }

    async finish(name) {
        if (await this.props.run(name, this.state.to.trim())) {
            this.props.close();
        }
    }
}
