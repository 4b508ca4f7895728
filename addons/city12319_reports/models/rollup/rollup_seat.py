from odoo import fields, models

from ..definitions import measure
from ..facts import calls
from ..facts.family import Family


class RollupSeat(models.Model):
    """How long agents were signed in, by day and agent. A state that runs over midnight is divided."""

    _name = "city12319.rollup.seat"
    _inherit = ["city12319.rollup.mixin"]
    _description = "Agents' Time by Day"

    _of_cases = False
    _dims = ("user_id",)
    _families = (
        Family(calls.seats, ("seat_ready", "seat_busy", "seat_after_call", "seat_signed_in"), "seat_state_id"),
    )

    user_id = fields.Many2one("res.users", string="Agent", readonly=True, ondelete="restrict")

    seat_signed_in = measure("seat_signed_in")
    seat_ready = measure("seat_ready")
    seat_busy = measure("seat_busy")
    seat_after_call = measure("seat_after_call")

    # one agent's own time
    _user_idx = models.Index("(user_id, day) WHERE user_id IS NOT NULL")
