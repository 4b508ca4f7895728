from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.city12319_intake.tools import phone as phone_tools

WHO_SEES_NUMBERS = "city12319_intake.group_agent,city12319_intake.group_visitor,base.group_system"


class Call(models.Model):
    """A call as folded from the events of the call centre. Nobody writes it by hand but its disposition."""

    _name = "city12319.call"
    _inherit = ["city12319.folded.mixin"]
    _description = "Call"
    _order = "offered_at desc, id desc"
    _rec_names_search = ["name", "call_key"]

    name = fields.Char(string="Number", required=True, readonly=True)
    call_key = fields.Char(
        required=True, readonly=True, string="Call in the call centre",
        help="The same through transfers and conferences (Linkedid of Asterisk).",
    )
    server = fields.Char(readonly=True)
    direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing"), ("internal", "Internal")], required=True, readonly=True, default="in",
    )
    state = fields.Selection(
        [
            ("offered", "Offered"), ("queued", "Waiting"), ("ringing", "Ringing"), ("talking", "Talking"),
            ("held", "On hold"), ("ended", "Ended"),
        ],
        required=True, readonly=True, default="offered",
    )
    outcome = fields.Selection(
        [
            ("answered", "Answered"), ("abandoned", "Abandoned"), ("message", "Message left"),
            ("after_hours", "After hours"), ("blocked", "Blocked"), ("unanswered", "Not answered"), ("lost", "Lost"),
        ],
        readonly=True, help="How the call ended for the caller.",
    )

    # who
    phone = fields.Char(readonly=True, string="Telephone", groups=WHO_SEES_NUMBERS)
    phone_sanitized = fields.Char(readonly=True, string="Number (E.164)", groups=WHO_SEES_NUMBERS)
    phone_masked = fields.Char(compute="_compute_phone_masked", compute_sudo=True, string="Masked number")
    called = fields.Char(readonly=True, help="The number that was dialled, or the line on which the call came in.")
    caller_ids = fields.Many2many(
        "city12319.caller", compute="_compute_caller_ids", string="Callers with this number", groups=WHO_SEES_NUMBERS,
    )
    queue = fields.Char(readonly=True)
    agent_id = fields.Many2one("res.users", string="Agent", readonly=True, ondelete="restrict")
    agent_number = fields.Char(readonly=True, string="Agent's number")
    leg_ids = fields.One2many("city12319.call.leg", "call_id", readonly=True, string="Agents' parts")

    # when
    offered_at = fields.Datetime(required=True, readonly=True)
    queued_at = fields.Datetime(readonly=True)
    ringing_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    talk_ended_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    last_event_at = fields.Datetime(readonly=True)
    wait_seconds = fields.Float(
        readonly=True, help="From the queue, or from the offer when there is none, to the answer or the end.",
    )
    ring_seconds = fields.Float(readonly=True, help="All rings at agents together.")
    talk_seconds = fields.Float(readonly=True, help="From the answer to the end of the talk, without hold.")
    hold_seconds = fields.Float(readonly=True)

    # what became of it
    hangup_by = fields.Selection(
        [("caller", "Caller"), ("agent", "Agent"), ("system", "System")], readonly=True, string="Hung up by",
    )
    cause = fields.Char(readonly=True, string="Cause of the end")
    satisfaction = fields.Integer(readonly=True, aggregator="avg", help="The key that the caller pressed; 0: none.")
    transfer_count = fields.Integer(readonly=True)
    transferred_to = fields.Char(readonly=True)
    conference = fields.Boolean(readonly=True)
    recording_path = fields.Char(readonly=True, help="Below the folder of recordings.")
    recordings = fields.Json(readonly=True, string="All recordings")
    recording_url = fields.Char(compute="_compute_recording_url", string="Recording")
    event_ids = fields.One2many("city12319.call.event", "call_id", readonly=True, groups="base.group_system")
    ticket_ids = fields.Many2many(
        "city12319.ticket", "city12319_call_ticket_rel", "call_id", "ticket_id", string="Tickets", readonly=True,
    )
    ticket_id = fields.Many2one(
        "city12319.ticket", compute="_compute_ticket_id", store=True, index="btree_not_null", string="Ticket",
        help="The first ticket that was registered from this call.",
    )

    # events name the call by its key
    _call_key_uniq = models.UniqueIndex("(call_key)", "This call is known already.")
    # the default list
    _offered_idx = models.Index("(offered_at DESC, id DESC)")
    # an agent's calls
    _agent_idx = models.Index("(agent_id, offered_at DESC) WHERE agent_id IS NOT NULL")
    # calls from or to a number
    _phone_idx = models.Index("(phone_sanitized, offered_at DESC) WHERE phone_sanitized IS NOT NULL")
    # what runs now: few rows among millions
    _running_idx = models.Index("(server, offered_at) WHERE state != 'ended'")

    @api.depends("phone")
    def _compute_phone_masked(self):
        for call in self:
            call.phone_masked = phone_tools.mask(call.phone) if call.phone else False

    def _compute_caller_ids(self):
        """The same number may belong to several people: all of them that this person may see."""
        numbers = [call.phone_sanitized for call in self if call.phone_sanitized]
        callers = self.env["city12319.caller"].search([("phone_sanitized", "in", numbers)]).grouped("phone_sanitized")
        for call in self:
            call.caller_ids = callers.get(call.phone_sanitized, self.env["city12319.caller"])

    def _compute_recording_url(self):
        for call in self:
            call.recording_url = f"/city12319/recording/{call.id}" if call.recording_path else False

    @api.depends("ticket_ids")
    def _compute_ticket_id(self):
        for call in self:
            call.ticket_id = call.ticket_ids.sorted("id")[:1]

    def unlink(self):
        raise AccessError(self.env._("Calls are facts and are never deleted."))

    def action_open_ticket(self):
        """Open the ticket that was registered from this call."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
