from odoo import models


class Recording(models.Model):
    _inherit = "city12319.recording"

    def _may_listen(self):
        """Whoever has the call to check may hear it too, until the check is final."""
        if super()._may_listen():
            return True
        # sudo: whether this person is the checker
        return self.has_access("read") and any(
            check.checker_id == self.env.user and check.state != "final" for check in self.sudo().call_id.quality_check_ids
        )
