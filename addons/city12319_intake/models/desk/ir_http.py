from odoo import models

DESK_GROUPS = "city12319_intake.group_agent,city12319_intake.group_visitor"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client whether this person has a desk: reminders, drafts and quick texts are for those only."""
        info = super().session_info()
        info["city12319_desk"] = bool(info.get("uid")) and self.env.user.has_groups(DESK_GROUPS)
        return info
