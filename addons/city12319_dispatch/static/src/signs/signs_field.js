import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { readSigns } from "./signs";

/** The signs of a case: drawn alike on the board and in every list. */
export class Signs extends Component {
    static template = "city12319_dispatch.Signs";
    static props = { signs: { optional: true }, labels: { type: Boolean, optional: true } };

    get signs() {
        return readSigns(this.props.signs);
    }

    get summary() {
        return this.signs.map((sign) => sign.text).join(", ");
    }
}

/** Field widget. Options: `{'labels': True}` writes the texts beside the signs. */
export class SignsField extends Component {
    static template = "city12319_dispatch.SignsField";
    static components = { Signs };
    static props = { ...standardFieldProps, labels: { type: Boolean, optional: true } };

    get signs() {
        return this.props.record.data[this.props.name];
    }
}

export const signsField = {
    component: SignsField,
    displayName: _t("Signs of a case"),
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ labels: Boolean(options.labels) }),
};

registry.category("fields").add("city12319_signs", signsField);
