"""Where facts are written, the case or the day they touch is noted, so that it is counted again."""

from odoo import api, models


class RollupMarking(models.AbstractModel):
    """A model whose rows are facts, or say what facts are about."""

    _name = "city12319.rollup.marking"
    _description = "Facts that are Counted"

    _counted_fields = ()  # fields whose change changes a count; empty: all
    _creates_facts = True

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._creates_facts:
            records._note_facts()
        return records

    def write(self, vals):
        counted = not self._counted_fields or any(name in self._counted_fields for name in vals)
        if counted:
            self._note_facts()
        result = super().write(vals)
        if counted:
            self._note_facts()
        return result

    def _note_facts(self):
        # sudo: only notes which case changed
        self.env["city12319.rollup.mark"].sudo()._note(tickets=self.sudo().ticket_id.ids)


class Event(models.Model):
    _name = "city12319.event"
    _inherit = ["city12319.event", "city12319.rollup.marking"]


class Clock(models.Model):
    _name = "city12319.clock"
    _inherit = ["city12319.clock", "city12319.rollup.marking"]

    _counted_fields = ("stopped_at", "due_at", "excluded", "state")
    _creates_facts = False  # an event comes with it


class Visit(models.Model):
    _name = "city12319.visit"
    _inherit = ["city12319.visit", "city12319.rollup.marking"]

    _counted_fields = ("state", "done_at", "result_id", "visitor_id", "department_id", "area_id", "category_id")


class Order(models.Model):
    _name = "city12319.order"
    _inherit = ["city12319.order", "city12319.rollup.marking"]

    _counted_fields = ("category_id", "service_type_id", "area_id", "department_id", "result_id", "rework_excluded")
    _creates_facts = False


class Ticket(models.Model):
    _name = "city12319.ticket"
    _inherit = ["city12319.ticket", "city12319.rollup.marking"]

    _counted_fields = (
        "category_id", "service_type_id", "source_id", "area_id", "state", "duplicate_of_id", "verification", "agent_id",
    )
    _creates_facts = False

    def _note_facts(self):
        self.env["city12319.rollup.mark"].sudo()._note(tickets=self.ids)  # sudo: only notes which case changed


class OfOrder(models.AbstractModel):
    """Facts that name their case by its order."""

    _name = "city12319.rollup.marking.order"
    _inherit = ["city12319.rollup.marking"]
    _description = "Facts of Orders that are Counted"

    def _note_facts(self):
        # sudo: only notes which case changed
        self.env["city12319.rollup.mark"].sudo()._note(tickets=self.sudo().order_id.ticket_id.ids)


class Request(models.Model):
    _name = "city12319.request"
    _inherit = ["city12319.request", "city12319.rollup.marking.order"]

    _counted_fields = ("state", "decided_at", "kind")


class Supervision(models.Model):
    _name = "city12319.supervision"
    _inherit = ["city12319.supervision", "city12319.rollup.marking.order"]

    _counted_fields = ("kind", "sent_at", "department_id")


class Inspection(models.Model):
    _name = "city12319.inspection"
    _inherit = ["city12319.inspection", "city12319.rollup.marking"]

    _counted_fields = ("state", "at", "final_points", "department_id", "area_id")

    def _note_facts(self):
        # sudo: only notes which days changed
        self.env["city12319.rollup.mark"].sudo()._note(moments=self.sudo().mapped("at"))


class Call(models.Model):
    _name = "city12319.call"
    _inherit = ["city12319.call", "city12319.rollup.marking"]

    def _note_facts(self):
        # sudo: only notes which days changed
        self.env["city12319.rollup.mark"].sudo()._note(moments=self.sudo().mapped("offered_at"))


class SeatState(models.Model):
    _name = "city12319.seat.state"
    _inherit = ["city12319.seat.state", "city12319.rollup.marking"]

    def _note_facts(self):
        # sudo: only notes which days changed
        self.env["city12319.rollup.mark"].sudo()._note(moments=self.sudo().mapped("started_at"))
