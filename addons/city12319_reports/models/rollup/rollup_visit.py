from odoo import fields, models

from ..definitions import measure
from ..facts import visits
from ..facts.family import Family


class RollupVisit(models.Model):
    """Return visits by day, department, place, category, service type, source, visitor and judgement."""

    _name = "city12319.rollup.visit"
    _inherit = ["city12319.rollup.mixin"]
    _description = "Return Visits by Day"

    _of_cases = False
    _dims = ("department_id", "area_id", "category_id", "service_type_id", "source_id", "user_id", "result_id")
    _families = (
        Family(visits.opened, ("visit_opened",), "visit_id"),
        Family(
            visits.ended,
            ("visit_ended", "visit_reached", "visit_effective", "visit_satisfied", "visit_unsatisfied", "visit_redone",
             "visit_skipped"), "visit_id",
        ),
    )

    department_id = fields.Many2one("city12319.department", string="Handled by", readonly=True, ondelete="restrict")
    area_id = fields.Many2one("city12319.area", readonly=True, ondelete="restrict")
    category_id = fields.Many2one("city12319.category", string="Problem category", readonly=True, ondelete="restrict")
    service_type_id = fields.Many2one("city12319.service.type", readonly=True, ondelete="restrict")
    source_id = fields.Many2one("city12319.source", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Visitor", readonly=True, ondelete="restrict")
    result_id = fields.Many2one("city12319.result", string="Citizen's judgement", readonly=True, ondelete="restrict")

    visit_opened = measure("visit_opened")
    visit_ended = measure("visit_ended")
    visit_reached = measure("visit_reached")
    visit_effective = measure("visit_effective")
    visit_satisfied = measure("visit_satisfied")
    visit_unsatisfied = measure("visit_unsatisfied")
    visit_redone = measure("visit_redone")
    visit_skipped = measure("visit_skipped")

    # the figures of a department, for its manager; what one visitor did
    _department_idx = models.Index("(department_id, day) WHERE department_id IS NOT NULL")
    _user_idx = models.Index("(user_id, day) WHERE user_id IS NOT NULL")
