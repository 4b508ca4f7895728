from odoo import api, fields, models


class Seat(models.Model):
    """A place with a telephone: the number that the call centre knows, and who works there."""

    _name = "city12319.seat"
    _description = "Seat"
    _order = "number"
    _rec_names_search = ["number", "name"]

    number = fields.Char(required=True, help="The number of the telephone in the call centre, for example 801.")
    name = fields.Char(help="Where it is, for example “Hall, row 2” or “At home”.")
    kind = fields.Selection(
        [("phone", "Telephone"), ("browser", "Browser")], required=True, default="phone",
        help="A telephone on the desk, or the softphone in the browser for agents at home.",
    )
    agent_chooses = fields.Boolean(help="The agent may change between the telephone on the desk and the browser.")
    user_id = fields.Many2one("res.users", string="Agent", ondelete="restrict", help="Who works at this seat.")
    server = fields.Char(help="Name of the call-centre server, when there are several.")
    active = fields.Boolean(default=True)

    # events name the seat by its number
    _number_uniq = models.UniqueIndex("(number)", "There is a seat with this number already.")
    # who calls from where, and one seat for everybody
    _user_uniq = models.UniqueIndex("(user_id) WHERE user_id IS NOT NULL AND active", "This agent has a seat already.")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for seat in self:
            seat.display_name = f"{seat.number} {seat.name}" if seat.name else seat.number or ""

    @api.model
    def _seat_of(self, user):
        """Return the seat at which somebody works, empty when there is none."""
        # sudo: which seat is whose is no secret
        return self.sudo().search([("user_id", "=", user.id)], limit=1)

    @api.model
    def _users_at(self, moments):
        """Return who sat where: ``{(number, moment): user}`` for a set of (number, UTC datetime).

        The base knows one agent for each seat; what keeps a history of sign-ins says it for the moment.
        """
        # sudo: whoever hands in events reads no seats
        numbers = list({number for number, _at in moments})
        seats = self.sudo().with_context(active_test=False).search([("number", "in", numbers)])
        users = {seat.number: seat.user_id for seat in seats}
        return {(number, at): users.get(number, self.env["res.users"]) for number, at in moments}

    @api.model
    def _apply_states(self, events):
        """Take what was reported about seats (:class:`Event` of kind ``agent_state``); kept as raw events by then."""
