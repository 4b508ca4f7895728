from odoo import api, fields, models
from odoo.exceptions import AccessError

MODES = [("file", "File a case"), ("escalate", "Report to a leader"), ("transfer", "Transfer")]


class Order(models.Model):
    """The process order (处理单) that comes out of a ticket. How it moves stands in ``order_flow``."""

    _name = "city12319.order"
    _inherit = ["mail.thread", "mail.activity.mixin", "city12319.flow.mixin"]
    _description = "Process Order"
    _order = "id desc"
    _rec_names_search = ["name", "summary"]

    _flow_code = "case"
    _flow_event_model = "city12319.event"
    _flow_event_field = "order_id"
    _flow_creation_code = None  # orders come out of tickets alone
    _mail_post_access = "read"  # departments comment on what they may read

    name = fields.Char(string="Number", readonly=True, copy=False)
    ticket_id = fields.Many2one("city12319.ticket", required=True, readonly=True, index=True, ondelete="restrict")
    mode = fields.Selection(MODES, required=True, readonly=True)
    previous_id = fields.Many2one(
        "city12319.order", string="Follows", readonly=True, ondelete="restrict", index="btree_not_null",
        help="The order before this one on the same ticket, for example the report to the leader.",
    )

    # content: copied from the ticket, then on its own
    summary = fields.Char(required=True, tracking=True)
    description = fields.Text(tracking=True)
    category_id = fields.Many2one(
        "city12319.category", string="Problem category", index=True, ondelete="restrict", tracking=True,
        domain="[('is_current', '=', True), ('level', '!=', 'major')]",
    )
    service_type_id = fields.Many2one("city12319.service.type", ondelete="restrict")
    source_id = fields.Many2one("city12319.source", readonly=True, ondelete="restrict")
    area_id = fields.Many2one("city12319.area", index=True, ondelete="restrict")
    address = fields.Char()
    component_id = fields.Many2one("city12319.component", index="btree_not_null", ondelete="restrict")
    reported_at = fields.Datetime(readonly=True)

    # who works on it
    department_id = fields.Many2one(
        "city12319.department", string="Main department", readonly=True, index=True, ondelete="restrict", copy=False,
    )
    assist_department_ids = fields.Many2many(
        "city12319.department", "city12319_order_assist_rel", "order_id", "department_id", string="Assisting departments",
        readonly=True, copy=False,
    )
    task_ids = fields.One2many("city12319.task", "order_id", readonly=True)
    leader_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict", copy=False,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("city12319_intake.group_leader").ids)],
    )
    handler_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="restrict", copy=False)
    inspector_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict", copy=False,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("city12319_intake.group_inspector").ids)],
    )
    visitor_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="restrict", copy=False)

    # how it stands
    state = fields.Selection(related="stage_id.state", string="Handling state")
    is_open = fields.Boolean(readonly=True, copy=False, string="Open")
    supervised = fields.Boolean(readonly=True, copy=False, help="Under supervision: shown with a mark everywhere.")
    mark = fields.Char(compute="_compute_mark", string="Mark", help="★ for orders under supervision.")
    return_count = fields.Integer(readonly=True, copy=False, string="Times refused or returned")
    request_ids = fields.One2many("city12319.request", "order_id", readonly=True)
    requested_until = fields.Datetime(
        readonly=True, copy=False, string="Until", help="New end of the limit, or end of the suspension.",
    )
    suspended_until = fields.Datetime(readonly=True, copy=False)

    # what came out
    instruction = fields.Selection(related="ticket_id.instruction", string="Leader's instruction", related_sudo=True)
    instruction_text = fields.Text(readonly=True, copy=False)
    result = fields.Text(readonly=True, copy=False, string="Result of handling")
    result_id = fields.Many2one(
        "city12319.result", string="Citizen's judgement", readonly=True, copy=False, ondelete="restrict",
    )
    event_ids = fields.One2many("city12319.event", "order_id", readonly=True)

    # the citizen, as far as this person may know
    caller_name = fields.Char(compute="_compute_contact", compute_sudo=True, string="Caller")
    contact_phone = fields.Char(compute="_compute_contact", compute_sudo=True, string="Caller's number")

    _name_uniq = models.UniqueIndex("(name)", "This order number is taken.")
    # work lists: what waits in a stage, oldest first; what a department has on its hands
    _stage_idx = models.Index("(stage_id, id) WHERE is_open IS TRUE")
    _department_open_idx = models.Index("(department_id, stage_id, id DESC) WHERE is_open IS TRUE")

    @api.depends("supervised")
    def _compute_mark(self):
        for order in self:
            order.mark = "★" if order.supervised else False

    @api.depends("ticket_id.phone", "ticket_id.caller_name", "ticket_id.confidential", "ticket_id.contact_allowed")
    @api.depends_context("uid")
    def _compute_contact(self):
        # _origin: a form that is being edited shows what is saved, never another ticket that the form may name
        tickets = self._origin.ticket_id
        named, numbered = tickets._readable_with("caller_name"), tickets._readable_with("phone")
        works_on_it = self.env.user.has_groups(
            "city12319_intake.group_dispatcher,city12319_intake.group_department,city12319_intake.group_leader,"
            "city12319_intake.group_inspector,city12319_intake.group_visitor"
        )
        for order in self:
            ticket = order._origin.ticket_id
            if ticket in named or (works_on_it and not ticket.confidential):
                order.caller_name = ticket.caller_name
            else:
                order.caller_name = works_on_it and self.env._("Confidential")
            if ticket in numbered or ticket._department_may_call():
                order.contact_phone = ticket.phone
            else:
                order.contact_phone = works_on_it and ticket.phone_masked

    def reveal_phone(self):
        """Show the citizen's full number, and log who saw it.

        :return: the number as text
        :raises AccessError: when the person may not see it
        """
        self.ensure_one()
        self.check_access("read")
        ticket = self.ticket_id.sudo()  # sudo: departments do not read tickets; what they may know is decided here
        if not (
            ticket._readable_with("phone") or ticket._department_may_call()
            or self.env.user.has_groups("city12319_intake.group_leader,city12319_intake.group_inspector")
        ):
            raise AccessError(self.env._(
                "The caller's number is not open to departments on this case. Ask the hotline to call back.",
            ))
        return ticket.with_env(self.env)._reveal_phone()

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_open_ticket(self):
        """Open the ticket that this order came out of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "city12319.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
