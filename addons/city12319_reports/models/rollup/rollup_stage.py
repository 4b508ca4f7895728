from odoo import fields, models

from ..definitions import measure
from ..facts import cases
from ..facts.family import Family


class RollupStage(models.Model):
    """Stages that ended, by day, department, place and category: how many, how many in time, and how long they took."""

    _name = "city12319.rollup.stage"
    _inherit = ["city12319.rollup.mixin"]
    _description = "Stages by Day"

    _dims = ("department_id", "area_id", "category_id", "stage_id", "phase")
    _families = (
        Family(
            cases.stages_ended, ("stage_done", "stage_limited", "stage_on_time"), "clock_id", sums={"stage_time": "hours"},
            timed="stage_done",
        ),
    )

    department_id = fields.Many2one("city12319.department", readonly=True, ondelete="restrict")
    area_id = fields.Many2one("city12319.area", readonly=True, ondelete="restrict")
    category_id = fields.Many2one("city12319.category", string="Problem category", readonly=True, ondelete="restrict")
    stage_id = fields.Many2one("city12319.stage", readonly=True, ondelete="restrict")
    phase = fields.Selection(selection="_selection_phase", readonly=True)

    stage_done = measure("stage_done")
    stage_limited = measure("stage_limited")
    stage_on_time = measure("stage_on_time")
    stage_time = measure("stage_time")

    # the figures of a department, for its manager
    _department_idx = models.Index("(department_id, day) WHERE department_id IS NOT NULL")

    def _selection_phase(self):
        return self.env["city12319.stage"]._fields["phase"]._description_selection(self.env)
