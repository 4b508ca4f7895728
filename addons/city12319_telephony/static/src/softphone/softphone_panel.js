import { Component, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { Elapsed } from "../phone/elapsed";
import { PhoneBar } from "../phone/phone_bar";

const TEXTS = {
    starting: _t("Connecting…"),
    ready: _t("The telephone in this tab is ready"),
    lost: _t("The telephone has no connection"),
    microphone: _t("The telephone has no sound"),
    tab: _t("The telephone is in another tab"),
    elsewhere: _t("The telephone is in another browser"),
    unsupported: _t("This call centre has no telephones for browsers"),
};
const COLOURS = { ready: "text-success", lost: "text-danger", microphone: "text-danger", elsewhere: "text-warning" };

/** How the telephone in the browser is, and what can be done about it. */
export class SoftphonePanel extends Component {
    static template = "city12319_telephony.SoftphonePanel";
    static components = { Elapsed };
    static props = { now: Function };

    setup() {
        this.softphone = useService("city12319_softphone");
        this.dialog = useService("dialog");
        this.state = useState(this.softphone.state);
    }

    get text() {
        return TEXTS[this.state.status];
    }

    get colour() {
        return COLOURS[this.state.status] || "text-muted";
    }

    takeOver() {
        if (!this.state.lines.length) {
            return this.softphone.takeOver();
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("A call runs in the other tab"),
            body: _t("It loses its sound when this tab takes the telephone over."),
            confirmLabel: _t("Take over"),
            confirm: () => this.softphone.takeOver(),
            cancel: () => {},
        });
    }
}

PhoneBar.components = { ...PhoneBar.components, SoftphonePanel };

patch(PhoneBar.prototype, {
    setup() {
        super.setup();
        this.softphone = useState(useService("city12319_softphone").state);
    },

    get softphoneText() {
        return TEXTS[this.softphone.status];
    },

    get softphoneColour() {
        return { ready: "text-bg-success", tab: "text-bg-secondary", starting: "text-bg-info" }[this.softphone.status] || "text-bg-danger";
    },

    chooseKind(kind) {
        return this.phone.chooseKind(kind);
    },
});
