from odoo import fields, models

from odoo.addons.city12319_evaluation.models.evaluation import facts_centre, facts_handling

from ..definitions import measure
from ..facts import cases
from ..facts.family import Family

_HANDLING = tuple(code for code in facts_handling.HANDLING if code != "handle_time")
_CLOSED = ("closed", "closed_on_time", "closed_late", "closed_late_raw", "postponed", "judged", "satisfied")


def _waiting(start, end, cut=None):
    """One row per case that waits to be closed at the end of the day; its counters are a stock, not a flow."""
    return facts_handling.waiting(start, end, cut, postponed="postponed_open")


class RollupOrder(models.Model):
    """Orders by day, department, place, category, service type, source, mode and person: from dispatch to closing."""

    _name = "city12319.rollup.order"
    _inherit = ["city12319.rollup.mixin"]
    _description = "Orders by Day"

    _dims = ("department_id", "area_id", "category_id", "service_type_id", "source_id", "mode", "user_id")
    _families = (
        Family(facts_handling.handling, _HANDLING, "clock_id", sums={"handle_time": "hours"}, timed="handled"),
        Family(facts_handling.closed, _CLOSED, "order_id"),
        Family(_waiting, ("not_closed", "postponed_open"), "order_id"),
        Family(facts_handling.reworks, ("reworked",), "event_id"),
        Family(facts_handling.requests, ("extended", "suspended", "given_back"), "request_id", {"given_back": "event_id"}),
        Family(facts_centre.check_sent, ("check_sent", "check_sent_on_time"), "event_id"),
        Family(
            facts_centre.dispatching,
            ("dispatched", "dispatch_due", "dispatched_on_time", "dispatched_right", "shirked"), "event_id",
            {"dispatch_due": "clock_id"},
        ),
        Family(facts_centre.stages, facts_centre.STAGES, "clock_id"),
        Family(facts_centre.inspections, ("inspected", "inspection_points"), "inspection_id"),
        Family(cases.order_steps, ("received", "refused", "redone", "reopened"), "event_id"),
        Family(cases.asked, ("extension_asked", "suspend_asked", "returned"), "request_id"),
        Family(cases.notices, ("urged", "supervised"), "supervision_id"),
    )

    department_id = fields.Many2one("city12319.department", readonly=True, ondelete="restrict")
    area_id = fields.Many2one("city12319.area", readonly=True, ondelete="restrict")
    category_id = fields.Many2one("city12319.category", string="Problem category", readonly=True, ondelete="restrict")
    service_type_id = fields.Many2one("city12319.service.type", readonly=True, ondelete="restrict")
    source_id = fields.Many2one("city12319.source", readonly=True, ondelete="restrict")
    mode = fields.Selection(selection="_selection_mode", string="Way of processing", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, ondelete="restrict")

    dispatched = measure("dispatched")
    dispatch_due = measure("dispatch_due")
    dispatched_on_time = measure("dispatched_on_time")
    dispatched_right = measure("dispatched_right")
    received = measure("received")
    refused = measure("refused")
    returned = measure("returned")
    given_back = measure("given_back")
    shirked = measure("shirked")
    handle_due = measure("handle_due")
    handled = measure("handled")
    handled_on_time = measure("handled_on_time")
    handled_late = measure("handled_late")
    late_pending = measure("late_pending")
    late_raw = measure("late_raw")
    handle_time = measure("handle_time")
    extended = measure("extended")
    extension_asked = measure("extension_asked")
    suspended = measure("suspended")
    suspend_asked = measure("suspend_asked")
    urged = measure("urged")
    supervised = measure("supervised")
    check_sent = measure("check_sent")
    check_sent_on_time = measure("check_sent_on_time")
    verify_due = measure("verify_due")
    verified = measure("verified")
    verified_on_time = measure("verified_on_time")
    check_due = measure("check_due")
    checked = measure("checked")
    checked_on_time = measure("checked_on_time")
    visit_due = measure("visit_due")
    visited = measure("visited")
    visited_on_time = measure("visited_on_time")
    closed = measure("closed")
    closed_on_time = measure("closed_on_time")
    closed_late = measure("closed_late")
    closed_late_raw = measure("closed_late_raw")
    postponed = measure("postponed")
    not_closed = measure("not_closed")
    postponed_open = measure("postponed_open")
    reworked = measure("reworked")
    redone = measure("redone")
    reopened = measure("reopened")
    judged = measure("judged")
    satisfied = measure("satisfied")
    inspected = measure("inspected")
    inspection_points = measure("inspection_points")

    # the figures of a department, for its manager
    _department_idx = models.Index("(department_id, day) WHERE department_id IS NOT NULL")
    _user_idx = models.Index("(user_id, day) WHERE user_id IS NOT NULL")

    def _selection_mode(self):
        return self.env["city12319.order"]._fields["mode"]._description_selection(self.env)
