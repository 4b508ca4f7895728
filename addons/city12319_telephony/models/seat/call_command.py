from odoo import api, fields, models
from odoo.exceptions import AccessError

LISTENING = ("listen", "whisper", "barge")
SUPERVISION = (*LISTENING, "force_sign_out", "force_pause", "force_ready", "force_after_call")


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
    agent_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", help="Who sat there.")
    call_id = fields.Many2one(
        "city12319.call", string="Call", readonly=True, ondelete="restrict", index="btree_not_null",
        help="The call that was going on at that seat.",
    )
    at_most = fields.Integer(
        compute="_compute_at_most", string="At most (s)", compute_sudo=True,
        help="Until the call at that seat had ended: whoever listened hung up then at the latest.",
    )
    label = fields.Char(compute="_compute_label", string="What")
    arguments = fields.Json(readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    ok = fields.Boolean(readonly=True, string="Done")
    reason = fields.Char(readonly=True)
    detail = fields.Char(readonly=True)

    # what one person did, and who listened to a seat
    _user_idx = models.Index("(user_id, at)")
    _seat_idx = models.Index("(seat_id, at) WHERE seat_id IS NOT NULL")

    @api.depends("call_id.ended_at")
    def _compute_at_most(self):
        for row in self:
            ended = row.ok and row.command in LISTENING and row.call_id.ended_at
            row.at_most = max(0, int((ended - row.at).total_seconds())) if ended else 0

    @api.depends("command")
    @api.depends_context("lang")
    def _compute_label(self):
        labels = {
            "listen": self.env._("Listened in"), "whisper": self.env._("Whispered"), "barge": self.env._("Barged in"),
            "force_sign_out": self.env._("Signed out by a supervisor"),
            "force_pause": self.env._("Set busy by a supervisor"), "force_ready": self.env._("Set ready by a supervisor"),
            "force_after_call": self.env._("Set to after-call work by a supervisor"),
            "night": self.env._("Night service"), "blacklist_add": self.env._("Added to the blacklist"),
            "blacklist_remove": self.env._("Taken off the blacklist"), "sign_in": self.env._("Signed in"),
            "sign_out": self.env._("Signed out"), "pause": self.env._("Busy"), "ready": self.env._("Ready"),
            "dial": self.env._("Dialled"), "answer": self.env._("Answered"), "hang_up": self.env._("Hung up"),
            "hold": self.env._("Put on hold"), "unhold": self.env._("Resumed"),
            "blind_transfer": self.env._("Put through at once"), "consult": self.env._("Asked before putting through"),
            "complete_transfer": self.env._("Put through"), "cancel_transfer": self.env._("Took the caller back"),
            "three_way": self.env._("Three-way call"), "simulate": self.env._("Demo calls"),
        }
        for row in self:
            row.label = labels.get(row.command, row.command)

    def write(self, vals):
        raise AccessError(self.env._("The log of commands is never changed."))

    def unlink(self):
        raise AccessError(self.env._("The log of commands is never deleted."))
