import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DomainField, domainField } from "@web/views/fields/domain/domain_field";

/**
 * The condition of a dispatch rule: Odoo's domain editor without the number of matching orders. Who maintains rules sees
 * no orders; what a rule does to them is told by the dry run.
 */
export class RuleConditionField extends DomainField {
    static template = "city12319_dispatch.RuleConditionField";

    async checkProps(props = this.props) {
        const isValid = Boolean(await this.quickValidityCheck(props));
        this.updateState({ isValid, recordCount: 0 });
    }
}

registry.category("fields").add("city12319_rule_condition", {
    ...domainField,
    component: RuleConditionField,
    displayName: _t("Condition of a rule"),
});
