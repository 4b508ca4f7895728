from odoo import api, fields, models

from .visit import READERS


class Ticket(models.Model):
    """Tickets that were answered on the spot are called back by sampling."""

    _inherit = "city12319.ticket"

    visit_ids = fields.One2many(
        "city12319.visit", "ticket_id", string="Return visits", readonly=True, copy=False, groups=READERS,
    )
    visit_time_id = fields.Many2one(
        "city12319.visit.time", string="Best time to call", ondelete="restrict", copy=False,
        help="When the caller likes to be called back.",
    )

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"visit_ids"}

    def _current_visit(self):
        """Return the visit of this answered ticket that is to be made now."""
        # sudo: whoever moves the ticket may move its visit, see the checks of each transition
        return self.sudo().visit_ids.filtered(
            lambda visit: visit.state == "waiting" and not visit.order_id,
        ).sorted("id")[-1:]

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        if event.order_id or event.from_stage_id == event.to_stage_id:
            return
        if event.from_stage_id.code == "answered":
            self._current_visit()._cancel(event)
        if event.code == "answer" and self.env["city12319.visit.rule"]._of_document("answer"):
            self.env["city12319.visit"]._open(self, event.at)

    def _flow_before_visit_close(self, transition, values):
        self._current_visit()._check_finish("visit_close", values, self.env.user)

    def _flow_before_visit_redo(self, transition, values):
        self._current_visit()._check_finish("visit_redo", values, self.env.user)

    def _flow_before_visit_unreached(self, transition, values):
        self._current_visit()._check_finish("visit_unreached", values, self.env.user)

    def _flow_after_visit_close(self, event, values):
        self._current_visit()._finish("visit_close", event, self.result_id)

    def _flow_after_visit_redo(self, event, values):
        result = self.env["city12319.result"].browse(values.get("result_id") or [])
        self._current_visit()._finish("visit_redo", event, result)

    def _flow_after_visit_unreached(self, event, values):
        self._current_visit()._finish("visit_unreached", event, self.env["city12319.result"])
