from odoo import api, fields, models
from odoo.exceptions import ValidationError

LEVELS = ["city", "district", "street", "community", "grid"]


class Area(models.Model):
    _name = "city12319.area"
    _description = "Area"
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("city12319.area", string="Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("city12319.area", "parent_id", string="Areas within")
    level = fields.Selection(
        [("city", "City"), ("district", "District"), ("street", "Street"), ("community", "Community"), ("grid", "Grid")],
        required=True, default="district", index=True,
    )
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True, store=True)
    aliases = fields.Char(
        string="Other names", help="Estates, old names, short names, with blanks between. Addresses are recognised by them.",
    )
    calendar_id = fields.Many2one(
        "city12319.calendar", string="Working time", ondelete="restrict",
        help="By which time limits are counted here. Empty: as in the area around it.",
    )
    # prefetch: some kilobytes each, and hardly ever looked at
    boundary = fields.Text(
        prefetch=False, help="Polygon as GeoJSON in WGS-84. Positions are assigned to the smallest area they lie in.",
    )
    has_boundary = fields.Boolean(compute="_compute_has_boundary", store=True, string="With boundary")

    _code_uniq = models.Constraint("UNIQUE(code)", "An area with this code exists already.")

    @api.depends("name", "parent_id.complete_name", "level")
    def _compute_complete_name(self):
        for area in self:
            parent = area.parent_id
            # the city itself says nothing to people who all live in it
            prefix = f"{parent.complete_name} / " if parent and parent.level != "city" else ""
            area.complete_name = f"{prefix}{area.name or ''}"

    @api.depends("boundary")
    def _compute_has_boundary(self):
        for area in self:
            area.has_boundary = bool(area.boundary)

    @api.depends("complete_name")
    def _compute_display_name(self):
        for area in self:
            area.display_name = area.complete_name

    @api.constrains("parent_id", "level")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An area cannot be part of itself."))
        for area in self:
            if area.parent_id and LEVELS.index(area.parent_id.level) >= LEVELS.index(area.level):
                raise ValidationError(self.env._(
                    "%(area)s cannot be part of %(parent)s: a %(level)s lies in something larger.",
                    area=area.name, parent=area.parent_id.name,
                    level=dict(self._fields["level"]._description_selection(self.env))[area.level],
                ))
