import { Component } from "@odoo/owl";
import { parseExpr } from "@web/core/py_js/py";
import { createElement } from "@web/core/utils/xml";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Record } from "@web/model/record";
import { extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { Field } from "@web/views/fields/field";

const MAX_RADIO = 4;
const AST_NAME = 5;

/** Names that an expression refers to. */
export function namesIn(expression) {
    const names = new Set();
    const visit = (node) => {
        if (Array.isArray(node)) {
            node.forEach(visit);
        } else if (node && typeof node === "object") {
            if (node.type === AST_NAME) {
                names.add(node.value);
            }
            Object.values(node).forEach(visit);
        }
    };
    visit(parseExpr(expression));
    return names;
}

function fieldAttributes(info, required) {
    const attributes = {};
    const options = { no_create: "True", no_open: "True" };
    if (info.type === "many2many") {
        attributes.widget = info.relation === "ir.attachment" ? "many2many_binary" : "many2many_tags";
    } else if (info.type === "selection" && required && info.selection.length <= MAX_RADIO) {
        attributes.widget = "radio";
        options.horizontal = "True";
    }
    attributes.options = `{${Object.entries(options)
        .map(([key, value]) => `'${key}': ${value}`)
        .join(", ")}}`;
    return attributes;
}

/**
 * Turn the fields that an action asks for into what Odoo's own field components need.
 *
 * @param {Object[]} asked items with `name`, `required`, `info` (as fields_get gives it) and `value`
 * @param {string} resModel
 */
export function describeFields(asked, resModel) {
    const fields = {};
    for (const { name, info } of asked) {
        fields[name] = { ...info, name };
    }
    const fieldNodes = {};
    for (const { name, required } of asked) {
        const node = createElement("field", {
            name,
            readonly: "False",
            required: required ? "True" : "False",
            ...fieldAttributes(fields[name], required),
        });
        fieldNodes[name] = Field.parseFieldNode(node, { [resModel]: { fields } }, resModel, "form");
    }
    const extracted = extractFieldsFromArchInfo({ fieldNodes, widgetNodes: {} }, fields);
    for (const name of Object.keys(fieldNodes)) {
        // what is missing is marked when the person confirms, not while the dialog opens
        extracted.activeFields[name].required = "False";
        extracted.activeFields[name].onChange = false;
    }
    return { ...extracted, fieldNodes };
}

/** Tell whether a required field has nothing in it. Numbers and check boxes always say something. */
export function isEmptyField(record, name) {
    const value = record.data[name];
    switch (record.fields[name].type) {
        case "boolean":
        case "integer":
        case "float":
        case "monetary":
            return false;
        case "many2many":
        case "one2many":
            return !value.currentIds.length;
        case "char":
        case "text":
        case "html":
            return !String(value || "").trim();
        default:
            return !value;
    }
}

/** Value of a field as the server takes it. */
export function serverValue(record, name) {
    const value = record.data[name];
    switch (record.fields[name].type) {
        case "many2many":
        case "one2many":
            return [...value.currentIds];
        case "many2one":
            return value ? value.id : false;
        case "date":
            return value ? serializeDate(value) : false;
        case "datetime":
            return value ? serializeDateTime(value) : false;
        case "char":
        case "text":
        case "html":
            return value ? String(value) : false;
        default:
            return value;
    }
}

/**
 * The fields that an action asks for. A component of its own, because it must not render again while the dialog around
 * it does: the record would start from its first values and lose what was typed.
 */
export class FlowFields extends Component {
    static template = "city12319_flow.FlowFields";
    static components = { Record, Field };
    static props = {
        asked: Array,
        context: { type: Object, optional: true },
        evalContext: { type: Object, optional: true },
        onReady: Function,
    };

    setup() {
        const { asked, context, onReady } = this.props;
        const resModel = asked[0].model;
        this.description = describeFields(asked, resModel);
        this.recordProps = {
            resModel,
            fields: this.description.fields,
            activeFields: this.description.activeFields,
            values: Object.fromEntries(asked.map(({ name, value }) => [name, value])),
            context: context || {},
            mode: "edit",
            hooks: {
                onRootLoaded: (record) => {
                    this.lendNames(record);
                    onReady(record);
                },
            },
        };
    }

    /** Domains may refer to fields of the document that the dialog does not show. */
    lendNames(record) {
        const lent = this.props.evalContext || {};
        for (const { info } of this.props.asked) {
            if (typeof info.domain !== "string") {
                continue;
            }
            for (const name of namesIn(info.domain)) {
                if (!(name in record.evalContext) && name !== "context_today") {
                    record.evalContext[name] = name in lent ? lent[name] : false;
                }
            }
        }
    }

    fieldId(item) {
        return `o_flow_field_${item.name}`;
    }

    message(record, item) {
        return isEmptyField(record, item.name) && item.required
            ? _t("Please fill this in.")
            : _t("This is not a valid value.");
    }
}
