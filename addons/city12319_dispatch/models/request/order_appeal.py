from odoo import api, fields, models
from odoo.exceptions import UserError

from .appeal import APPEAL_KINDS


class OrderAppeal(models.Model):
    """Appeals against marks on a closed case."""

    _inherit = "city12319.order"

    appeal_ids = fields.One2many(
        "city12319.appeal", "order_id", string="Appeals", readonly=True,
        groups="city12319_intake.group_dispatcher,city12319_intake.group_department,city12319_intake.group_leader,"
        "city12319_intake.group_statistician,base.group_system",
    )
    appeal_kind = fields.Selection(
        APPEAL_KINDS, string="Against what", readonly=True, copy=False, help="What the last appeal was about.")
    appeal_state = fields.Selection(related="appeal_ids.state", string="Appeal")
    rework_excluded = fields.Boolean(
        string="Rework left out of statistics", readonly=True, copy=False, help="After an appeal. The fact itself stays.")
    lateness_excluded = fields.Boolean(compute="_compute_lateness_excluded", string="Lateness left out of statistics")

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"appeal_ids", "appeal_kind", "rework_excluded"}

    @api.depends("clock_ids.excluded")
    def _compute_lateness_excluded(self):
        clocks = self.env["city12319.clock"].sudo()  # sudo: whoever reads the order sees that mark
        excluded = {
            order for (order,) in clocks._read_group([("order_id", "in", self.ids), ("excluded", "=", True)], ["order_id"])
        }
        for order in self:
            order.lateness_excluded = order._origin in excluded

    def _late_clocks(self):
        """Return the clocks by which the main department was late on this order."""
        # sudo: the department disputes what is written about it
        return self.sudo().clock_ids.filtered(
            lambda clock: clock.scope == "phase" and clock.result == "late" and clock.department_id == self.department_id)

    def _flow_before_appeal(self, transition, values):
        kind = values["appeal_kind"]
        # sudo: whoever may appeal may know of earlier ones
        if kind in self.sudo().appeal_ids.mapped("kind"):
            raise UserError(self.env._(
                "%(department)s has appealed against this mark of %(order)s already: once is all there is.",
                department=self.department_id.name, order=self.name,
            ))
        if kind == "overdue" and not self._late_clocks():
            raise UserError(self.env._("%(order)s has no overdue mark of your department.", order=self.name))
        if kind == "rework" and self.round < 2:
            raise UserError(self.env._("%(order)s was not reworked.", order=self.name))

    def _flow_default(self, transition, name):
        if name != "appeal_kind":
            return super()._flow_default(transition, name)
        return "overdue" if self._late_clocks() else "rework" if self.round > 1 else False

    def _flow_after_appeal(self, event, values):
        kind = values["appeal_kind"]
        clocks = self._late_clocks() if kind == "overdue" else self.env["city12319.clock"]
        self.env["city12319.appeal"]._open(self, kind, clocks, event)

    def _waiting_appeal(self):
        # sudo: whoever may decide on the order may decide on its appeal
        return self.sudo().appeal_ids.filtered(lambda appeal: appeal.state in ("pending", "reviewed"))[:1]

    def _flow_after_appeal_review(self, event, values):
        self._waiting_appeal()._review(event)

    def _flow_before_appeal_grant(self, transition, values):
        self._check_other_reviewer()

    def _flow_before_appeal_deny(self, transition, values):
        self._check_other_reviewer()

    def _check_other_reviewer(self):
        if self._waiting_appeal().reviewed_by_id == self.env.user:
            raise UserError(self.env._("You gave the opinion on this appeal: somebody else has to decide it."))

    def _flow_after_appeal_grant(self, event, values):
        self._waiting_appeal()._decide("approved", event)

    def _flow_after_appeal_deny(self, event, values):
        self._waiting_appeal()._decide("denied", event)
