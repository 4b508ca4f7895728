from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools import rule_cover, rule_domain, rule_match

# fields of an order that a condition may look at: what is known before it is dispatched, and nothing about the citizen
_FIELDS = (
    "summary", "description", "address", "category_id", "area_id", "component_id", "source_id", "service_type_id", "mode",
    "reported_at", "supervised", "round", "return_count",
)
_KINDS = {
    "char": str, "text": str, "selection": str, "datetime": str, "date": str, "integer": int, "float": (int, float),
    "boolean": bool, "many2one": int,
}


class DispatchRuleMatch(models.Model):
    """How rules find their orders: compiled once per process into an index, which any change of a rule renews."""

    _inherit = "city12319.dispatch.rule"

    @api.model
    def _rule_fields(self):
        """Return the names of order fields that a condition may look at; own fields of the installation included."""
        own = {
            name for name, field in self.env["city12319.order"]._fields.items()
            if name.startswith("x_") and field.store and field.type in _KINDS and not field.groups
        }
        return {*_FIELDS, *own}

    # ------------------------------------------------------------------ conditions

    def _read_condition(self):
        """Return the expression of the further condition.

        :raises ValidationError: when it cannot be read or looks at something that it may not
        """
        self.ensure_one()
        try:
            expression = rule_domain.read(self.domain or [])
            for leaf in rule_domain.leaves(expression):
                self._check_leaf(*leaf)
        except rule_domain.ConditionError as error:
            raise ValidationError(self.env._(
                "The condition of “%(rule)s” does not work: %(error)s", rule=self.name, error=error,
            )) from error
        return expression

    @api.model
    def _check_leaf(self, name, operator, value):
        orders = self.env["city12319.order"]
        if name not in self._rule_fields() or name not in orders._fields:
            labels = ", ".join(sorted(
                orders._fields[one]._description_string(self.env) for one in self._rule_fields() if one in orders._fields
            ))
            raise rule_domain.ConditionError(self.env._(
                "“%(field)s” cannot be used. A condition may look at: %(fields)s.", field=name, fields=labels,
            ))
        field = orders._fields[name]
        if operator == "child_of" and field.type != "many2one":
            raise rule_domain.ConditionError(self.env._("“%(field)s” has nothing below it.", field=name))
        if operator in rule_domain.PATTERNS or rule_domain.NEGATIVE.get(operator) in rule_domain.PATTERNS:
            if field.type not in ("char", "text", "many2one"):
                raise rule_domain.ConditionError(self.env._("“%(field)s” is not a text.", field=name))
            return
        if operator in rule_domain.COMPARISONS and field.type == "many2one":
            raise rule_domain.ConditionError(self.env._("“%(field)s” cannot be greater or smaller.", field=name))
        for one in value if isinstance(value, tuple) else (value,):
            self._check_value(field, one)

    @api.model
    def _check_value(self, field, value):
        if value is False or value is None:
            return
        good = isinstance(value, _KINDS[field.type]) and (field.type == "boolean" or not isinstance(value, bool))
        if good and field.type in ("datetime", "date"):
            length = 19 if field.type == "datetime" else 10
            try:
                good = len(value) == length and bool(fields.Datetime.to_datetime(value))
            except ValueError:
                good = False
        if good and field.type == "selection":
            good = value in field.get_values(self.env)
        if not good:
            raise rule_domain.ConditionError(self.env._(
                "%(value)s is not a value of “%(field)s”.", value=repr(value), field=field.name,
            ))
        if field.type == "many2one" and not self.env[field.comodel_name].browse(value).exists():
            raise rule_domain.ConditionError(self.env._("A record in “%(field)s” does not exist any more.", field=field.name))

    # ------------------------------------------------------------------ compiling

    def _compiled(self):
        """Return this rule as the matcher takes it. What does not work is noted in it, never left out."""
        self.ensure_one()
        expression, broken = None, self._dead_departments()
        try:
            expression = self._read_condition()
        except ValidationError as error:
            broken = broken or str(error)
        return rule_match.Rule(
            id=self.id,
            categories=frozenset(self.category_ids.ids), areas=frozenset(self.area_ids.ids),
            any_words=rule_match.words_of(self.any_words), all_words=rule_match.words_of(self.all_words),
            none_words=rule_match.words_of(self.none_words),
            valid_from=self.valid_from or None, valid_to=self.valid_to or None,
            condition=rule_domain.compile_condition(expression) if expression else None,
            terms=rule_domain.terms(expression),
            implied_categories=rule_domain.implied_ids(expression, "category_id"),
            implied_areas=rule_domain.implied_ids(expression, "area_id"),
            broken=broken,
        )

    def _dead_departments(self):
        """Return what to tell about closed departments of the rule; empty when all are alive."""
        closed = self.department_id.filtered(lambda department: not department.active)
        return self.env._("%(department)s is closed.", department=closed.name) if closed else ""

    @api.model
    def _ordered(self):
        # sudo: the same rules decide whoever files the order
        return self.sudo().search([("state", "=", "active")], order="sequence, id")

    @api.model
    @tools.ormcache()
    def _index(self):
        """Return the index of active rules. Kept until a rule, or the life of a department, changes in any process."""
        return rule_match.Index(rule._compiled() for rule in self._ordered())

    @api.model
    def _index_with(self, drafts):
        """Return the index as it would be with ``drafts`` active and what they replace retired."""
        rules = (self._ordered() - drafts.replaces_id.sudo()) | drafts.sudo()
        return rule_match.Index(rule._compiled() for rule in rules.sorted(lambda rule: (rule.sequence, rule.id)))

    @api.model
    def _condition_fields(self, index):
        """Return the names of order fields that conditions of this index look at."""
        return {
            leaf[0] for rule in index.rules for term in rule.terms for leaf in rule_domain.leaves(term)
        }

    # ------------------------------------------------------------------ what is above

    @api.model
    def _above(self, model):
        """Return ``{id: ids of everything above it, itself included}`` of categories or areas."""
        # sudo: dictionaries that everybody reads
        rows = self.env[model].sudo().with_context(active_test=False).search_fetch([], ["parent_path"])
        return {row.id: frozenset(map(int, (row.parent_path or f"{row.id}/").split("/")[:-1])) for row in rows}

    @api.depends("sequence", "state", "domain", "category_ids", "area_ids", "any_words", "all_words", "none_words",
                 "valid_from", "valid_to", "replaces_id")
    def _compute_shadows(self):
        self.shadowed_by_id = self.shadows_ids = False
        rules = self._origin.filtered(lambda rule: rule.state != "retired")
        if not rules:
            return
        above = self._above("city12319.category"), self._above("city12319.area")
        index = self._index()
        for rule in self.filtered(lambda rule: rule._origin in rules):
            own, key = rule._origin._compiled(), (rule.sequence, rule._origin.id)
            others = self.browse([
                other.id for other in index.rules if other.id not in (own.id, rule._origin.replaces_id.id)
            ])
            before = {other.id for other in others if (other.sequence, other.id) < key}
            upper = rule_cover.shadow_of([other for other in index.rules if other.id in before], own, *above)
            rule.shadowed_by_id = upper and upper.id
            rule.shadows_ids = self.browse([
                other.id for other in map(index.by_id.get, others.ids)
                if other.id not in before and rule_cover.covers(own, other, *above)
            ])
