from odoo import api, fields, models
from odoo.exceptions import UserError

_FROZEN_ONCE_USED = {"code", "name", "points", "standard", "version"}


class InspectionItem(models.Model):
    """What points are deducted for in spot checks (扣分项). What has been used is never changed: it gets a new version."""

    _name = "city12319.inspection.item"
    _description = "Spot Check Item"
    _order = "code, version desc, id desc"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    active = fields.Boolean(default=True)
    points = fields.Float(required=True, digits=(6, 2), aggregator=None, help="Deducted each time.")
    standard = fields.Text(translate=True, help="What is expected, in words that inspector and unit can be held to.")
    photo_required = fields.Boolean(default=True, string="Needs a photo")

    _code_uniq = models.UniqueIndex("(code) WHERE active", "An item with this code is in use already.")
    _points_positive = models.Constraint("CHECK(points > 0)", "Points to deduct are more than nothing.")

    @api.depends("name", "points")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.name or ''} (−{item.points:g})"

    def write(self, vals):
        # another language of a text that stays the same is no change of the item
        translated = {"name", "standard"} if (self.env.lang or "en_US") != "en_US" else set()
        if (_FROZEN_ONCE_USED - translated) & vals.keys():
            used = self._used()[:1]
            if used:
                raise UserError(self.env._(
                    "“%(item)s” was used in spot checks and stays as it is. Make a new version of it.", item=used.name,
                ))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._used():
            raise UserError(self.env._("This item was used in spot checks. Archive it instead."))

    def _used(self):
        """Return those of these items that a spot check deducted points for."""
        # sudo: whether an item is used does not depend on who asks
        lines = self.env["city12319.inspection.line"].sudo()
        return self.browse(item.id for item, in lines._read_group([("item_id", "in", self.ids)], ["item_id"]))

    def action_new_version(self):
        """Archive this item and open a copy of it that may be changed."""
        self.ensure_one()
        newest = self.with_context(active_test=False).search([("code", "=", self.code)], order="version desc", limit=1)
        self.action_archive()
        self.flush_recordset()  # one active item per code
        copy = self.copy({"code": self.code, "active": True})
        super(InspectionItem, copy).write({"version": newest.version + 1, "name": self.name})
        return copy.get_formview_action()
