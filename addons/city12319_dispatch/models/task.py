from odoo import api, fields, models


class Task(models.Model):
    """What one department has to do on an order, in one round: receive it and answer. Written by the gate alone."""

    _name = "city12319.task"
    _description = "Department Task"
    _order = "id"
    _rec_name = "department_id"

    order_id = fields.Many2one("city12319.order", required=True, readonly=True, index=True, ondelete="restrict")
    department_id = fields.Many2one("city12319.department", required=True, readonly=True, ondelete="restrict")
    role = fields.Selection([("main", "Main"), ("assist", "Assisting")], required=True, readonly=True)
    round = fields.Integer(required=True, readonly=True, aggregator=None)
    state = fields.Selection(
        [
            ("waiting", "To be received"), ("handling", "In work"), ("done", "Answered"), ("refused", "Given back"),
            ("cancelled", "Taken back"),
        ],
        required=True, readonly=True,
    )
    sees = fields.Boolean(readonly=True, help="The department still has the order: it neither gave it back nor lost it.")
    assigned_at = fields.Datetime(required=True, readonly=True)
    received_at = fields.Datetime(readonly=True)
    received_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    answered_at = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    answer = fields.Text(readonly=True)

    # record rules of departments: which orders does this department have?
    _department_idx = models.Index("(department_id, order_id) WHERE sees IS TRUE")

    @api.model
    def _assign(self, order, at, state="waiting", only_main=False):
        """Give the order's departments their tasks of this round."""
        departments = [(order.department_id, "main")]
        if not only_main:
            order.task_ids.filtered(lambda task: task.state in ("waiting", "handling"))._move("cancelled")
            departments += [(department, "assist") for department in order.assist_department_ids]
        return self.create([
            {
                "order_id": order.id, "department_id": department.id, "role": role, "round": order.round, "state": state,
                "sees": True, "assigned_at": at,
            }
            for department, role in departments
        ])

    def _move(self, state, event=None, answer=None):
        """Note that the department received, answered or gave back its task."""
        vals = {"state": state, "sees": state not in ("refused", "cancelled")}
        if event and state == "handling":
            vals.update(received_at=event.at, received_by_id=event.user_id.id)
        if event and state == "done":
            vals.update(answered_at=event.at, answered_by_id=event.user_id.id, answer=answer)
        self.write(vals)

    def action_open_order(self):
        """Open the order that this belongs to."""
        self.ensure_one()
        return self.order_id._action_open()
