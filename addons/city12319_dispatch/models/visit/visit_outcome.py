from odoo import fields, models


class VisitOutcome(models.Model):
    """How a call may end. What follows from it stands in the kind."""

    _name = "city12319.visit.outcome"
    _inherit = "city12319.dictionary.mixin"
    _description = "Outcome of a Call"

    kind = fields.Selection(
        [
            ("reached", "Reached"),
            ("unanswered", "Nobody answered"),
            ("later", "To be called again at a time agreed"),
            ("hopeless", "Calling again is of no use"),
        ],
        required=True, default="unanswered",
        help="Unanswered calls count towards closing as not reached; a wrong number or a refusal may be closed at once.",
    )
