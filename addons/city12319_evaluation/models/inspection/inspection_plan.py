import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_flow import gate_key

from ...tools import sample
from ..city_time import utc_bounds


class InspectionPlan(models.Model):
    """Which units are spot-checked over a period, and how many of their closed orders (抽查计划).

    The sample is random, from a seed that is kept: the same seed over the same closed orders draws the same ones again.
    """

    _name = "city12319.inspection.plan"
    _inherit = ["mail.thread"]
    _description = "Spot Check Plan"
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("drawn", "Drawn")], required=True, readonly=True, default="draft", copy=False,
    )
    date_from = fields.Date(required=True, string="Closed from")
    date_to = fields.Date(required=True, string="Closed until")
    department_ids = fields.Many2many(
        "city12319.department", "city12319_inspection_plan_department_rel", "plan_id", "department_id", string="Units",
        required=True,
    )
    size = fields.Integer(string="Orders per unit", default=5, required=True, aggregator=None)
    seed = fields.Integer(
        required=True, copy=False, aggregator=None, default=lambda self: secrets.randbelow(2**31),
        help="Chosen at random. Whoever knows it can draw the same sample again.",
    )
    inspector_ids = fields.Many2many(
        "res.users", "city12319_inspection_plan_inspector_rel", "plan_id", "user_id", string="Inspectors", required=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("city12319_intake.group_inspector").ids)],
        help="The orders are dealt out to them in turn.",
    )
    drawn_at = fields.Datetime(readonly=True, copy=False)
    drawn_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    unit_ids = fields.One2many("city12319.inspection.plan.unit", "plan_id", readonly=True, copy=False)
    inspection_ids = fields.One2many("city12319.inspection", "plan_id", readonly=True, copy=False)
    inspection_count = fields.Integer(compute="_compute_counts", string="Spot checks")
    final_count = fields.Integer(compute="_compute_counts", string="Final")

    _size_positive = models.Constraint("CHECK(size > 0)", "Draw at least one order per unit.")
    _dates_check = models.Constraint("CHECK(date_from <= date_to)", "The last day lies before the first.")

    def _compute_counts(self):
        rows = self.env["city12319.inspection"]._read_group([("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"])
        for plan in self:
            plan.inspection_count = sum(count for of, _state, count in rows if of == plan)
            plan.final_count = sum(count for of, state, count in rows if of == plan and state == "final")

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            for vals in vals_list:
                if vals.get("state", "draft") != "draft" or vals.get("unit_ids") or vals.get("inspection_ids"):
                    raise UserError(self.env._("A plan begins as a draft; its sample is drawn with the button."))
        return super().create(vals_list)

    def write(self, vals):
        if not gate_key.is_open(self.env):
            never = {"state", "unit_ids", "inspection_ids", "drawn_at", "drawn_by_id"} & vals.keys()
            fixed = {"date_from", "date_to", "department_ids", "size", "seed"} & vals.keys()
            if never or (fixed and any(plan.state == "drawn" for plan in self)):
                raise UserError(self.env._("The sample was drawn: what it was drawn from stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        if any(plan.state == "drawn" for plan in self):
            raise UserError(self.env._("A plan whose sample was drawn is kept."))

    # ------------------------------------------------------------------ drawing

    def action_draw(self):
        """Draw the sample, and make one spot check for each order drawn."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("The sample of this plan was drawn already."))
        candidates = self._candidates()
        if not candidates:
            raise UserError(self.env._(
                "No order of these units was closed between %(first)s and %(last)s. Choose another period or other units.",
                first=self.date_from, last=self.date_to,
            ))
        drawn = self._draw(candidates)
        opened = gate_key.opened(self)
        self.env["city12319.inspection.plan.unit"].sudo().create([  # sudo: the record of the draw, edited by nobody
            {
                "plan_id": self.id, "department_id": department.id, "candidates": len(candidates.get(department, ())),
                "drawn": len(drawn.get(department, ())), "checksum": sample.checksum(candidates.get(department, ())),
            }
            for department in self.department_ids
        ])
        opened.env["city12319.inspection"].create(self._inspection_values(drawn))
        opened.write({"state": "drawn", "drawn_at": fields.Datetime.now(), "drawn_by_id": self.env.uid})
        return True

    def action_draw_again(self):
        """Draw the same sample once more, to prove that it was the seed's and nobody's choice."""
        self.ensure_one()
        candidates = self._candidates()
        changed = self.unit_ids.filtered(
            lambda unit: unit.checksum != sample.checksum(candidates.get(unit.department_id, ())))
        if changed:
            raise UserError(self.env._(
                "The closed orders of %(units)s are no longer those that the sample was drawn from: orders were reopened.",
                units=", ".join(changed.department_id.mapped("name")),
            ))
        drawn = {order for orders in self._draw(candidates).values() for order in orders}
        if drawn != set(self.inspection_ids.order_id.ids):
            raise UserError(self.env._("The spot checks of this plan are not those that the seed draws."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The seed %(seed)s draws the same %(count)s orders.", seed=self.seed, count=len(drawn)),
            },
        }

    def action_open_inspections(self):
        """Open the spot checks of this plan."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_evaluation.inspection_action"),
            "domain": [("plan_id", "=", self.id)],
            "context": {},
        }

    def _candidates(self):
        """Return ``{department: [order ids]}`` of what was closed in the period."""
        start, end = utc_bounds(self.env, self.date_from, self.date_to)
        # sudo: the draw is the plan's, not of what this person happens to read
        rows = self.env["city12319.event"].sudo()._read_group([
            ("at", ">=", start), ("at", "<", end), ("to_stage_id.code", "=", "closed"),
            ("order_id.department_id", "in", self.department_ids.ids), ("order_id.is_open", "=", False),
        ], ["order_id"])
        orders = self.env["city12319.order"].sudo().union(*(order for order, in rows))
        return {
            self.env["city12319.department"].browse(department.id): of_unit.ids
            for department, of_unit in orders.grouped("department_id").items()
        }

    def _draw(self, candidates):
        return {
            department: sample.draw(orders, self.size, self.seed, department.id)
            for department, orders in candidates.items()
        }

    def _inspection_values(self, drawn):
        orders = self.env["city12319.order"].sudo().browse(sorted(order for ids in drawn.values() for order in ids))
        dealt = sample.deal(orders, self.inspector_ids.sorted("id"))
        return [
            {
                "plan_id": self.id, "department_id": order.department_id.id, "order_id": order.id,
                "subject": f"{order.name} {order.summary}", "address": order.address, "area_id": order.area_id.id,
                "order_result": order.result, "inspector_id": inspector.id,
            }
            for order, inspector in dealt
        ]
