from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.city12319_intake.tools.search_keys import query_words, search_keys

CANDIDATES = 500


class Component(models.Model):
    """A city component (部件): a manhole cover, a street lamp, a litter bin.

    A city has 100,000 of them and more. Who answers for it are three bodies: the competent department (主管部门), the
    owner (权属单位) and the keeper (养护单位).
    """

    _name = "city12319.component"
    _description = "Component"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Identifier of the component, 17 digits in GB/T 47678.5-2026.")
    active = fields.Boolean(default=True)
    category_id = fields.Many2one(
        "city12319.category", string="Class", index=True, ondelete="restrict",
        domain="[('kind', '!=', 'event'), ('level', '!=', 'major'), ('is_current', '=', True)]",
    )
    area_id = fields.Many2one("city12319.area", index=True, ondelete="restrict")
    address = fields.Char(index="trigram")  # components of a road
    competent_id = fields.Many2one(
        "city12319.department", index="btree_not_null", ondelete="restrict", string="Competent department",
    )
    owner_id = fields.Many2one("city12319.department", index="btree_not_null", ondelete="restrict", string="Owner")
    keeper_id = fields.Many2one("city12319.department", index="btree_not_null", ondelete="restrict", string="Keeper")
    status = fields.Selection(
        [
            ("intact", "Intact"), ("damaged", "Damaged"), ("lost", "Lost"), ("abandoned", "Abandoned"),
            ("removed", "Removed"),
        ],
        default="intact", required=True,
    )
    latitude = fields.Float(digits=(10, 7), aggregator=None, help="In WGS-84.")
    longitude = fields.Float(digits=(10, 7), aggregator=None, help="In WGS-84.")
    note = fields.Text()
    search_keys = fields.Char(
        compute="_compute_search_keys", store=True, precompute=True, index="trigram", export_string_translation=False,
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "A component with this code exists already.")
    # the nearest ones to a position; those without position have 0 or nothing
    _position_idx = models.Index(
        "USING gist (point(longitude::float8, latitude::float8)) WHERE latitude <> 0 AND longitude <> 0 AND active"
    )

    @api.depends("name")
    def _compute_search_keys(self):
        for component in self:
            component.search_keys = search_keys([component.name])

    @api.constrains("latitude", "longitude")
    def _check_position(self):
        for component in self:
            if not (-90 <= component.latitude <= 90 and -180 <= component.longitude <= 180):
                raise ValidationError(self.env._("The position of %(name)s is not on earth.", name=component.name))

    @api.depends("name", "code")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        for component in self:
            if self.env.context.get("formatted_display_name"):
                component.display_name = f"{component.name}\t--{component.code}--"
            else:
                component.display_name = component.name

    @api.model
    def _search_display_name(self, operator, value):
        """Find by the beginning of the code, or of a piece of the name, of its pinyin or its initials."""
        if operator == "ilike" and isinstance(value, str) and value.strip():
            words = query_words(value)  # none of punctuation
            return Domain.AND([self._word_domain(word) for word in words]) if words else Domain.FALSE
        return super()._search_display_name(operator, value)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Suggest components by code, name, pinyin or initials; whole names first, then by code.

        When more than some hundred fit, some of them: whoever types on gets the right ones.
        """
        words = query_words(name)
        if operator != "ilike" or not words:
            return super().name_search(name, domain, operator, limit)
        wanted = Domain("display_name", operator, name) & Domain(domain or Domain.TRUE)
        # without order: PostgreSQL would walk the index of codes past whole classes to find the few that fit
        found = self.browse(self._search(wanted, limit=max(CANDIDATES, limit or 0)))
        typed = "".join(words)
        found = found.sorted(lambda component: (component.name.lower() != typed, component.code, component.id))
        return [(component.id, component.display_name) for component in found[:limit].sudo()]

    @api.model
    def _word_domain(self, word):
        # letters and digits only, so no wildcard; the blank marks the beginning of a word for the trigram index
        by_name = Domain("search_keys", "like", f" {word}")
        # codes are digits, now and then with letters; compared as they are written, so that the index serves
        return by_name | Domain("code", "=like", f"{word.upper()}%") if word[0].isascii() else by_name
