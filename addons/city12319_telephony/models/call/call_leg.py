from odoo import api, fields, models
from odoo.exceptions import AccessError


class CallLeg(models.Model):
    """One agent's part of a call: it rang there, was taken or not, and ended. Folded like the call."""

    _name = "city12319.call.leg"
    _inherit = ["city12319.folded.mixin"]
    _description = "Agent's Part of a Call"
    _order = "call_id, position"
    _log_access = False
    _rec_name = "agent_number"

    call_id = fields.Many2one("city12319.call", required=True, readonly=True, ondelete="restrict", index=True)
    position = fields.Integer(readonly=True)
    agent_number = fields.Char(required=True, readonly=True, string="Agent's number")
    leg = fields.Char(readonly=True, string="Part in the call centre")
    user_id = fields.Many2one("res.users", string="Agent", readonly=True, ondelete="restrict")
    ringing_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    ring_seconds = fields.Float(readonly=True)
    talk_seconds = fields.Float(readonly=True)
    result = fields.Selection(
        [("ringing", "Ringing"), ("talking", "Talking"), ("answered", "Answered"), ("missed", "Not answered")],
        required=True, readonly=True,
    )

    _leg_uniq = models.UniqueIndex("(call_id, agent_number, COALESCE(leg, ''))")
    # record rules ask: which calls had this user on the line?
    _user_idx = models.Index("(user_id, call_id) WHERE user_id IS NOT NULL")

    def unlink(self):
        raise AccessError(self.env._("Calls are facts and are never deleted."))

    @api.model
    def _values(self, position, leg, as_datetime):
        ring_end = leg.answered_at if leg.answered_at is not None else leg.ended_at
        return {
            "position": position,
            "ringing_at": as_datetime(leg.ringing_at), "answered_at": as_datetime(leg.answered_at),
            "ended_at": as_datetime(leg.ended_at), "result": leg.result,
            "ring_seconds": ring_end - leg.ringing_at if leg.ringing_at is not None and ring_end is not None else 0,
            "talk_seconds": leg.ended_at - leg.answered_at if leg.answered_at is not None and leg.ended_at is not None else 0,
        }
