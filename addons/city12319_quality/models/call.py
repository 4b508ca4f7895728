from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .quality_check import LEADERS


class Call(models.Model):
    _inherit = "city12319.call"

    quality_check_ids = fields.One2many(
        "city12319.quality.check", "call_id", string="Quality checks", readonly=True,
        groups="city12319_quality.group_quality,city12319_intake.group_shift_leader,base.group_system",
    )

    def action_quality_check(self):
        """Open the quality check of this call, or begin one with the sheet in use."""
        self.ensure_one()
        if not self.env.user.has_group(LEADERS):
            raise AccessError(self.env._("Shift leaders choose calls for a quality check."))
        check = self.quality_check_ids[:1]
        if not check:
            sheet = self.env["city12319.quality.sheet"].search([], limit=1)
            if not sheet:
                raise UserError(self.env._("There is no score sheet yet. Make one under Configuration, Score sheets."))
            check = check.create([{"call_id": self.id, "sheet_id": sheet.id}])
        return check.get_formview_action()
