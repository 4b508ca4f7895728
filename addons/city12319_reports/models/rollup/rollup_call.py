from odoo import api, fields, models

from odoo.addons.city12319_evaluation.models import city_time

from ..definitions import measure
from ..facts import calls
from ..facts.family import Family

_SUMS = {
    "call_wait": "wait", "call_wait_answered": "wait_answered", "call_ring": "ring", "call_talk": "talk", "call_hold": "hold",
    "call_out_talk": "out_talk", "call_talk_max": "talk",
}
_SATISFIED_KEYS = "1,2"


class RollupCall(models.Model):
    """Calls by day, half hour, queue, agent and direction."""

    _name = "city12319.rollup.call"
    _inherit = ["city12319.rollup.mixin"]
    _description = "Calls by Day"

    _of_cases = False
    _dims = ("slot", "hour", "queue", "user_id", "direction")
    _families = (
        Family(
            calls.calls,
            ("call_in", "call_requested", "call_answered", "call_quick", "call_abandoned", "call_abandoned_quick",
             "call_registered", "call_consulted", "call_nuisance", "call_repeated", "call_after_hours", "call_rated",
             "call_satisfied", "call_out", "call_out_answered"), "call_id", sums=_SUMS,
        ),
    )

    slot = fields.Integer(readonly=True, aggregator=None, string="Half hour", help="0 for 0:00, 1 for 0:30, up to 47.")
    hour = fields.Integer(readonly=True, aggregator=None, string="Hour of the day")
    queue = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Agent", readonly=True, ondelete="restrict")
    direction = fields.Selection([("in", "Incoming"), ("out", "Outgoing")], readonly=True)

    call_in = measure("call_in")
    call_requested = measure("call_requested")
    call_answered = measure("call_answered")
    call_quick = measure("call_quick")
    call_abandoned = measure("call_abandoned")
    call_abandoned_quick = measure("call_abandoned_quick")
    call_registered = measure("call_registered")
    call_consulted = measure("call_consulted")
    call_nuisance = measure("call_nuisance")
    call_repeated = measure("call_repeated")
    call_after_hours = measure("call_after_hours")
    call_rated = measure("call_rated")
    call_satisfied = measure("call_satisfied")
    call_out = measure("call_out")
    call_out_answered = measure("call_out_answered")
    call_wait = measure("call_wait")
    call_wait_answered = measure("call_wait_answered")
    call_ring = measure("call_ring")
    call_talk = measure("call_talk")
    call_talk_max = measure("call_talk_max")
    call_hold = measure("call_hold")
    call_out_talk = measure("call_out_talk")

    # an agent's own calls
    _user_idx = models.Index("(user_id, day) WHERE user_id IS NOT NULL")

    @api.model
    def _fact_options(self):
        # sudo: a setting
        keys = self.env["ir.config_parameter"].sudo().get_param("city12319_reports.satisfied_keys") or _SATISFIED_KEYS
        return {
            "zone": city_time.zone(self.env).key, "satisfied": [int(key) for key in keys.split(",") if key.strip().isdigit()],
        }
