from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client whether this person exports, and whether exports are under way."""
        info = super().session_info()
        if info.get("uid") and self.env.user.has_group("base.group_allow_export"):
            running = self.env["city12319.export.job"].search_count([("state", "in", ("waiting", "running"))], limit=1)
            info["city12319_exports"] = {"running": bool(running)}
        return info
