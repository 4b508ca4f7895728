from odoo import fields, models
from odoo.exceptions import AccessError


class CallCommand(models.Model):
    """Who told the call centre to do what, and what came of it. Append-only: listening in leaves its trace here."""

    _name = "city12319.call.command"
    _description = "Command to the Call Centre"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "command"

    command = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    seat_id = fields.Many2one("city12319.seat", readonly=True, ondelete="restrict", help="The seat that it was about.")
    arguments = fields.Json(readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    ok = fields.Boolean(readonly=True, string="Done")
    reason = fields.Char(readonly=True)
    detail = fields.Char(readonly=True)

    # what one person did, and who listened to a seat
    _user_idx = models.Index("(user_id, at)")
    _seat_idx = models.Index("(seat_id, at) WHERE seat_id IS NOT NULL")

    def write(self, vals):
        raise AccessError(self.env._("The log of commands is never changed."))

    def unlink(self):
        raise AccessError(self.env._("The log of commands is never deleted."))
