from odoo import fields, models

from odoo.addons.city12319_evaluation.models.evaluation import facts_centre

from ..definitions import measure
from ..facts import cases
from ..facts.family import Family


class RollupTicket(models.Model):
    """Intake by day, place, category, service type, source, person and handling state: what came in, what became of it."""

    _name = "city12319.rollup.ticket"
    _inherit = ["city12319.rollup.mixin"]
    _description = "Tickets by Day"

    _dims = ("area_id", "category_id", "service_type_id", "source_id", "user_id", "state")
    _families = (
        Family(facts_centre.intake, facts_centre.INTAKE, "ticket_id"),
        Family(facts_centre.ticket_steps, facts_centre.TICKET_STEPS, "event_id"),
        Family(cases.ticket_ends, ("rejected", "voided", "escalated", "transferred"), "event_id"),
        Family(cases.repetitions, ("repeated",), "ticket_id"),
        Family(cases.first_contact, ("first_solved",), "event_id"),
    )

    area_id = fields.Many2one("city12319.area", readonly=True, ondelete="restrict")
    category_id = fields.Many2one("city12319.category", string="Problem category", readonly=True, ondelete="restrict")
    service_type_id = fields.Many2one("city12319.service.type", readonly=True, ondelete="restrict")
    source_id = fields.Many2one("city12319.source", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", readonly=True, ondelete="restrict")
    state = fields.Selection(selection="_selection_state", string="Handling state", readonly=True,
                             help="In which the ticket was when the day was counted.")

    registered = measure("registered")
    registered_valid = measure("registered_valid")
    public_reports = measure("public_reports")
    public_verified = measure("public_verified")
    reported = measure("reported")
    reported_valid = measure("reported_valid")
    repeated = measure("repeated")
    answered = measure("answered")
    answered_on_time = measure("answered_on_time")
    first_solved = measure("first_solved")
    filed = measure("filed")
    filed_on_time = measure("filed_on_time")
    misfiled = measure("misfiled")
    missed = measure("missed")
    escalated = measure("escalated")
    transferred = measure("transferred")
    verify_sent = measure("verify_sent")
    verify_sent_on_time = measure("verify_sent_on_time")
    rejected = measure("rejected")
    voided = measure("voided")

    # what one person did, for the person
    _user_idx = models.Index("(user_id, day) WHERE user_id IS NOT NULL")

    def _selection_state(self):
        return self.env["city12319.ticket"]._fields["state"]._description_selection(self.env)
