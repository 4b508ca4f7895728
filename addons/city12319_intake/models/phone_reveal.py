from odoo import api, fields, models
from odoo.exceptions import AccessError


class PhoneReveal(models.Model):
    """Who looked at which caller's full number. Append-only."""

    _name = "city12319.phone.reveal"
    _description = "Phone Reveal"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("city12319.ticket", required=True, readonly=True, ondelete="restrict", index=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    at = fields.Datetime(required=True, readonly=True)

    @api.model
    def _log(self, ticket):
        # sudo: nobody may write this log but the reveal itself
        self.sudo().create({"ticket_id": ticket.id, "user_id": self.env.uid, "at": fields.Datetime.now()})

    def write(self, vals):
        raise AccessError(self.env._("The log of revealed numbers is never changed."))

    def unlink(self):
        raise AccessError(self.env._("The log of revealed numbers is never deleted."))
