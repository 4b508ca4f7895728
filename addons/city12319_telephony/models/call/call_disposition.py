from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DISPOSITIONS = [
    ("ticket", "Ticket"), ("consulted", "Consulted"), ("nuisance", "Nuisance"), ("wrong_number", "Wrong number"),
    ("dropped", "Dropped"),
]


class Call(models.Model):
    """What a call was good for: exactly one of five, once it has ended."""

    _inherit = "city12319.call"

    disposition = fields.Selection(
        DISPOSITIONS, compute="_compute_disposition", store=True, string="Disposition", index="btree_not_null",
        help="What the call was good for. A ticket that was registered from it decides; a call that nobody answered was "
             "dropped; for the others the agent says it.",
    )
    chosen_disposition = fields.Selection(DISPOSITIONS, readonly=True, string="Disposition by the agent")
    disposition_note = fields.Char(readonly=True, string="Note on the disposition")
    disposition_user_id = fields.Many2one("res.users", readonly=True, string="Disposition by", ondelete="restrict")
    disposition_at = fields.Datetime(readonly=True, string="Disposition at")

    # an agent's answered calls that still wait for a word
    _undisposed_idx = models.Index("(agent_id, offered_at) WHERE disposition IS NULL AND state = 'ended'")

    @api.depends("ticket_ids", "chosen_disposition", "state", "outcome")
    def _compute_disposition(self):
        for call in self:
            if call.ticket_ids:
                call.disposition = "ticket"
            elif call.state == "ended" and call.outcome != "answered":
                call.disposition = "nuisance" if call.outcome == "blocked" else "dropped"
            else:
                call.disposition = call.chosen_disposition

    def set_disposition(self, code, note=None):
        """Say what the call was good for.

        :param code: consulted, nuisance, wrong_number or dropped; ``ticket`` comes from registering one
        :param note: a line about it, optional
        :raises UserError: when a ticket or the outcome decides already
        :raises AccessError: when it is neither the person's own call nor the person a shift leader
        """
        self.check_access("read")
        if code not in dict(DISPOSITIONS) or code == "ticket":
            raise UserError(self.env._(
                "Choose consulted, nuisance, wrong number or dropped; registering a ticket says “ticket”.",
            ))
        for call in self:
            call._check_own()
            if call.ticket_ids:
                raise UserError(self.env._(
                    "A ticket was registered from call %(call)s: that is its disposition.", call=call.name,
                ))
            if call.outcome and call.outcome != "answered":
                raise UserError(self.env._("Nobody talked in call %(call)s: it counts by itself.", call=call.name))
        # sudo: calls are written by nobody, checked above
        self.sudo().write({
            "chosen_disposition": code, "disposition_note": note or False, "disposition_user_id": self.env.uid,
            "disposition_at": fields.Datetime.now(),
        })
        return True

    def link_ticket(self, ticket):
        """Note that a ticket belongs to this call.

        :param ticket: the ticket or its id; the person must be able to read it
        """
        self.check_access("read")
        tickets = self.env["city12319.ticket"].browse(ticket if isinstance(ticket, int) else ticket.ids).exists()
        if not tickets:
            raise UserError(self.env._("This ticket does not exist."))
        tickets.check_access("read")
        for call in self:
            call._check_own()
        self.sudo().write({"ticket_ids": [(4, ticket.id) for ticket in tickets]})  # sudo: checked above
        return True

    def _check_own(self):
        """Refuse whoever neither took part in this call nor leads the shift."""
        if not (
            self.env.su or self.env.user.has_group("city12319_intake.group_shift_leader")
            or self.env.user in self.sudo().leg_ids.user_id  # sudo: parts of the own call only
        ):
            raise AccessError(self.env._("Call %(call)s is not yours.", call=self.name))
