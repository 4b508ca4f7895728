import { Component, onWillDestroy, onWillUpdateProps, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SHOWN_FOR = 30000;

/** A masked telephone number with a button that shows it in full for half a minute. The server logs every reveal. */
export class PhoneRevealField extends Component {
    static template = "city12319_intake.PhoneRevealField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ number: "", running: false });
        onWillUpdateProps((nextProps) => {
            if (nextProps.record.resId !== this.props.record.resId) {
                this.hide();
            }
        });
        onWillDestroy(() => browser.clearTimeout(this.timer));
    }

    get masked() {
        return this.props.record.data[this.props.name] || "";
    }

    /** The full number, when it is known: revealed, or not masked in the first place. */
    get number() {
        return this.state.number || (this.isMasked ? "" : this.masked);
    }

    get isMasked() {
        return this.masked.includes("*");
    }

    /** The part of the number that can be dialled, without extension. */
    get href() {
        const [dialled = ""] = this.number.match(/[+\d][\d\s()-]*/) || [];
        return `tel:${dialled.replace(/[^\d+]/g, "")}`;
    }

    get canReveal() {
        return Boolean(this.isMasked && this.props.record.resId);
    }

    get buttonTitle() {
        return this.state.number ? _t("Hide the number") : _t("Show the number (this is logged)");
    }

    async toggle() {
        if (this.state.number) {
            this.hide();
            return;
        }
        const { resModel, resId } = this.props.record;
        this.state.running = true;
        try {
            this.state.number = await this.orm.call(resModel, "reveal_phone", [[resId]]);
        } finally {
            this.state.running = false;
        }
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.hide(), SHOWN_FOR);
    }

    hide() {
        browser.clearTimeout(this.timer);
        this.state.number = "";
    }
}

export const phoneRevealField = {
    component: PhoneRevealField,
    displayName: _t("Masked telephone number"),
    supportedTypes: ["char"],
};

registry.category("fields").add("city12319_phone_reveal", phoneRevealField);
