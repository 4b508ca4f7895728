import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Whom to put the caller through to: at once, after asking, or all three together. */
export class TransferDialog extends Component {
    static template = "city12319_telephony.TransferDialog";
    static components = { Dialog };
    static props = { close: Function, order: Function };

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
        this.state.consulting = (await this.props.order("consult", this.state.to.trim())).ok;
    }

    async finish(name) {
        const answer = await this.props.order(name, this.state.to.trim());
        if (answer.ok) {
            this.props.close();
        } else if (answer.reason === "not_consulting") {
            this.state.consulting = false; // whoever was asked has hung up: the agent may ask somebody else
        }
    }
}
