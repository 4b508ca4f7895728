from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.search_keys import search_keys

LEVELS = ["problem", "major", "minor"]
# of classes from standards: after the problem categories, then by code
SEQUENCES = {"major": 1000, "minor": 2000}


class Category(models.Model):
    """What a ticket is about, in three levels: problem category (问题类别), 大类, 小类.

    The two lower levels come from a standard. The standards change: each version is a set of records of its own, valid
    between two days. What is no longer valid is not offered any more, and stays readable where it was chosen.
    """

    _name = "city12319.category"
    _description = "Problem Category"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("city12319.category", string="Parent", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("city12319.category", "parent_id", string="Subcategories")
    level = fields.Selection(
        [("problem", "Problem category"), ("major", "Major class"), ("minor", "Minor class")],
        compute="_compute_level", store=True, precompute=True, recursive=True,
    )
    kind = fields.Selection(
        [("component", "Component"), ("event", "Event")],
        help="Whether the class is of city components (a manhole cover) or of events (rubbish in the street).",
    )
    standard = fields.Char(help="Standard that the code is taken from, for example GB/T 47678.5-2026.")
    valid_from = fields.Date(help="First day on which the class is used. Empty: since ever.")
    valid_to = fields.Date(string="Valid until", help="Last day on which the class is used. Empty: for good.")
    is_current = fields.Boolean(compute="_compute_is_current", search="_search_is_current", string="In force")
    keywords = fields.Char(
        string="Other words", help="What citizens call it, with blanks between. The class is found by these words too.",
    )
    search_keys = fields.Char(
        compute="_compute_search_keys", store=True, index="trigram", export_string_translation=False,
    )
    properties_definition = fields.PropertiesDefinition("Form fields of this category")

    # the same code exists as a component and as an event, and in several standards (GB/T 47678.5-2026); a major class
    # may hold minor classes of several problem categories, and then stands under each of them
    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(kind, ''), COALESCE(standard, ''), (CASE WHEN level = 'major' THEN parent_id ELSE 0 END))",
        "This code is used already in the standard.",
    )
    _validity_check = models.Constraint(
        "CHECK(valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)", "The last day lies before the first.",
    )

    @api.depends("parent_id.level")
    def _compute_level(self):
        for category in self:
            parent_level = category.parent_id.level
            category.level = LEVELS[min(LEVELS.index(parent_level) + 1, 2)] if parent_level else "problem"

    @api.depends("valid_from", "valid_to")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for category in self:
            category.is_current = (
                (not category.valid_from or category.valid_from <= today)
                and (not category.valid_to or category.valid_to >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        current = (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today)) & (
            Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        return Domain.OR([current if wanted else ~current for wanted in value])

    @api.depends("name", "code", "keywords")
    def _compute_search_keys(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for category in self:
            names = {category.with_context(lang=language).name: None for language in languages}
            category.search_keys = search_keys([*names, category.keywords], [category.code])

    @api.depends("name", "code")
    @api.depends_context("show_code", "formatted_display_name")
    def _compute_display_name(self):
        for category in self:
            if self.env.context.get("formatted_display_name") and category.level == "minor":
                # in a list of suggestions: which of the classes of this name it is
                category.display_name = f"{category.name}\t--{category.code} {category._problem().name}--"
            elif self.env.context.get("show_code") and category.code:
                category.display_name = f"{category.code} {category.name}"
            else:
                category.display_name = category.name

    def _problem(self):
        """Return the problem category that a class belongs to."""
        self.ensure_one()
        return self.browse(int(self.parent_path.split("/")[0])) if self.parent_path else self

    @api.constrains("parent_id", "kind")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot be above itself."))
        for category in self:
            if category.parent_id.level == "minor":
                raise ValidationError(self.env._(
                    "%(category)s cannot stand below %(parent)s: there are three levels.",
                    category=category.name, parent=category.parent_id.name,
                ))
            if category.parent_id.kind and category.kind != category.parent_id.kind:
                raise ValidationError(self.env._(
                    "%(category)s is of another kind than %(parent)s.",
                    category=category.name, parent=category.parent_id.name,
                ))
