from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.city12319_flow import house_language

from ...tools import visit_plan


class VisitSampling(models.Model):
    """Opening visits: which cases are called back, and which are not."""

    _inherit = "city12319.visit"

    @api.model
    def _open(self, document, at):
        """Open the visit of an order or of an answered ticket, and draw whether it is called. Runs inside the gate."""
        is_order = document._name == "city12319.order"
        ticket = document.ticket_id if is_order else document
        content = ["category_id", "service_type_id", "source_id", "area_id"]
        vals = {
            "name": document.name, "ticket_id": ticket.id, "order_id": document.id if is_order else False,
            "round": document.round, "summary": document.summary, "opened_at": at, "time_id": ticket.visit_time_id.id,
            "due_at": visit_plan.due_at(at, self._zone(), self._setting("due_days", 1)),
            **{name: document[name].id for name in content},
        }
        if is_order:
            vals.update(
                department_id=document.department_id.id, urgency=document.urgency,
                priority="1" if document.supervised or document.urgency != "normal" or document.round > 1 else "0",
            )
        visit = self._gated().create(vals)
        visit.write(visit._draw())
        return visit

    def _draw(self):
        """Return what the draw says about this visit, as values."""
        self.ensure_one()
        rule = self.env["city12319.visit.rule"]._first_for(self)
        number = visit_plan.sample_number(rule.salt, self.name, self.round) if rule else 0
        why, sampled = self._why_drawn(rule, number)
        return {
            "sample_rule_id": rule.id, "sample_number": number, "sample_percent": rule.percent if rule else 100,
            "sample_why": why, "sampled": sampled, "state": "waiting" if sampled else "skipped",
            "reason": False if sampled else self._why_not(rule, number, why),
        }

    def _why_drawn(self, rule, number):
        if not self.ticket_id.phone:
            return "no_phone", False
        if not rule:
            return "no_rule", bool(self.order_id)  # without a rule, answers on the spot are not called back
        if rule.always_unsatisfied and self._unsatisfied_before():
            return "unsatisfied", True
        if visit_plan.is_drawn(number, rule.percent):
            return "number", True
        if rule.minimum and self.department_id and self._drawn_this_month(rule) < rule.minimum:
            return "minimum", True
        return "number", False

    def _why_not(self, rule, number, why):
        self, rule = house_language.written(self), house_language.written(rule)
        if why == "no_phone":
            return self.env._("There is no number to call.")
        if why == "no_rule":
            return self.env._("No rule asks for a visit.")
        return self.env._(
            "Not in the sample: rule “%(rule)s” draws %(percent)s %%, the case has the number %(number)s of 10000.",
            rule=rule.name, percent=f"{rule.percent:g}", number=number,
        )

    def _unsatisfied_before(self):
        return bool(self.search_count(
            Domain("ticket_id", "=", self.ticket_id.id) & Domain("id", "!=", self.id)
            & (Domain("unsatisfied", ">", 0) | Domain("redone", ">", 0)),
            limit=1,
        ))

    def _drawn_this_month(self, rule):
        zone = self._zone()
        month = visit_plan.local(self.opened_at, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return self.search_count([
            ("department_id", "=", self.department_id.id), ("sample_rule_id", "=", rule.id), ("sampled", "=", True),
            ("opened_at", ">=", visit_plan.utc(month)), ("opened_at", "<=", self.opened_at), ("id", "!=", self.id),
        ])

    @api.model
    def _open_missing(self):
        """Open the visits of cases that wait for one and have none: those from before visits were kept."""
        orders = self.env["city12319.order"].search([
            ("stage_id.code", "=", "pending_visit"), ("is_open", "=", True), ("visit_ids", "=", False),
        ])
        for order in orders:
            self._open(order.sudo(), fields.Datetime.now())
        return True
