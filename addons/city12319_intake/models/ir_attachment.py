from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.city12319_flow import gate_key


class IrAttachment(models.Model):
    """A file that was given with an event is part of the fact: nobody changes, moves, publishes or deletes it."""

    _inherit = "ir.attachment"

    def write(self, vals):
        # su: the gate hands files over, and Odoo itself moves contents between storages
        if not self.env.su and not gate_key.is_open(self.env):
            self._check_not_of_event()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_event(self):
        self._check_not_of_event()

    def _check_not_of_event(self):
        # sudo: whether a file belongs to an event does not depend on who asks
        if self.env["city12319.event"].sudo().search_count([("attachment_ids", "in", self.ids)], limit=1):
            raise AccessError(self.env._("This file belongs to something that happened to a case. It is kept as it is."))
