from odoo import api, fields, models
from odoo.exceptions import UserError

_FREE_ONCE_USED = {"active", "name"}


class QualitySheet(models.Model):
    """A score sheet (评分表): what a call and its ticket are judged by. What has been used gets a new version."""

    _name = "city12319.quality.sheet"
    _description = "Score Sheet"
    _order = "name, version desc, id desc"

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    active = fields.Boolean(default=True)
    item_ids = fields.One2many("city12319.quality.item", "sheet_id", string="Items", copy=True)
    max_points = fields.Float(compute="_compute_max_points", string="Points altogether", digits=(6, 2))
    pass_score = fields.Float(
        default=80, required=True, digits=(6, 2), aggregator=None, string="Passes from", help="Of 100.",
    )
    used = fields.Boolean(compute="_compute_used", compute_sudo=True)

    _pass_score_range = models.Constraint(
        "CHECK(pass_score > 0 AND pass_score <= 100)", "A check passes from more than 0, up to 100.",
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = f"{sheet.name or ''} v{sheet.version}"

    @api.depends("item_ids.max_points")
    def _compute_max_points(self):
        for sheet in self:
            sheet.max_points = sum(sheet.item_ids.mapped("max_points"))

    def _compute_used(self):
        used = self.env["city12319.quality.check"]._read_group([("sheet_id", "in", self.ids)], ["sheet_id"])
        for sheet in self:
            sheet.used = (sheet,) in used

    def write(self, vals):
        if vals.keys() - _FREE_ONCE_USED:
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        used = self.filtered("used")[:1]
        if used:
            raise UserError(self.env._(
                "“%(sheet)s” was used and stays as it is. Make a new version of it.", sheet=used.display_name,
            ))

    def action_new_version(self):
        """Archive this sheet and open a copy of it that may be changed."""
        self.ensure_one()
        copy = self.copy({"active": True})
        super(QualitySheet, copy).write({"version": self.version + 1, "name": self.name})
        self.env["city12319.quality.rule"].search([("sheet_id", "=", self.id)]).sheet_id = copy
        self.action_archive()
        return copy.get_formview_action()
