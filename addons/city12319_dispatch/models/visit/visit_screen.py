from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools import visit_plan


class VisitScreen(models.Model):
    """What the visitor sees while calling: whom, what about, what to say."""

    _inherit = "city12319.visit"

    mine = fields.Boolean(compute="_compute_mine", string="With me")
    leads = fields.Boolean(compute="_compute_leads", string="May assign")
    caller_name = fields.Char(compute="_compute_contact", string="Caller")
    contact_phone = fields.Char(compute="_compute_contact", string="Number", help="Shown to the visitor of this case.")
    script = fields.Text(compute="_compute_script")
    description = fields.Text(related="ticket_id.description", related_sudo=True)
    address = fields.Char(related="ticket_id.address", related_sudo=True)
    handling_result = fields.Text(compute="_compute_handling_result", compute_sudo=True, string="Result of handling")
    is_open = fields.Boolean(related="order_id.is_open", related_sudo=True, string="Case is open")
    version = fields.Integer(compute="_compute_version", compute_sudo=True)

    @api.depends("visitor_id", "state")
    @api.depends_context("uid")
    def _compute_mine(self):
        for visit in self:
            visit.mine = visit.visitor_id == self.env.user and visit.state == "waiting"

    @api.depends_context("uid")
    def _compute_leads(self):
        self.leads = self.env.user.has_group("city12319_intake.group_shift_leader")

    @api.depends("ticket_id", "visitor_id")
    @api.depends_context("uid")
    def _compute_contact(self):
        for visit in self:
            ticket = visit._origin.ticket_id.sudo()  # sudo: what may be known is decided here
            knows = visit._origin._may_know_caller()
            hidden = self.env._("Confidential") if ticket.confidential else ticket.caller_name
            visit.caller_name = ticket.caller_name if knows else hidden
            visit.contact_phone = ticket.phone_masked

    def _may_know_caller(self):
        """Tell whether the person calls this citizen, or leads the shift."""
        return self.visitor_id == self.env.user or self.env.user.has_groups(
            "city12319_intake.group_shift_leader,base.group_system",
        )

    @api.depends("order_id", "ticket_id")
    def _compute_handling_result(self):
        for visit in self:
            visit.handling_result = visit.order_id.result or visit.ticket_id.answer

    @api.depends("order_id", "ticket_id")
    def _compute_version(self):
        for visit in self:
            visit.version = (visit.order_id or visit.ticket_id).version

    @api.depends("visitor_id", "category_id", "service_type_id")
    @api.depends_context("uid", "lang")
    def _compute_script(self):
        for visit in self:
            script = self.env["city12319.visit.script"]._closest_to(visit)
            visit.script = visit_plan.fill(script.text, visit._script_values()) if script else False

    def _script_values(self):
        zone = self._zone()
        reported = self.sudo().ticket_id.reported_at  # sudo: the time alone
        return {
            "caller": self.caller_name, "visitor": self.env.user.name, "number": self.name, "summary": self.summary,
            "address": self.address, "department": self.sudo().department_id.name, "result": self.handling_result,
            "reported": visit_plan.local(reported, zone).strftime("%Y-%m-%d") if reported else "",
            "time": self.time_id.name,
        }

    def reveal_phone(self):
        """Show the citizen's full number to whoever has this visit, and log who saw it.

        :return: the number as text
        :raises AccessError: when the visit is not theirs
        """
        self.ensure_one()
        self.check_access("read")
        if not (self.mine or self.env.user.has_group("city12319_intake.group_shift_leader")):
            raise AccessError(self.env._("The number is shown to whoever has the visit. Take it over first."))
        # sudo: decided here; the log names the person
        return self.ticket_id.sudo().with_env(self.env)._reveal_phone()

    def flow_timeline(self):
        """Tell what happened to the case of this visit.

        :return: as ``flow_timeline`` of the order or ticket
        :raises AccessError: when the person may not read the visit
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: whoever is to make the visit knows what happened to the case; nothing in it tells who called
        return self.sudo()._document().flow_timeline()

    def action_open_case(self):
        """Open the order or the ticket that this visit is about."""
        self.ensure_one()
        document = self._document()
        return {
            "type": "ir.actions.act_window", "res_model": document._name, "res_id": document.id,
            "views": [(False, "form")],
        }
