from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .visit import READERS

WAITING = "pending_visit"
OPEN = ("waiting", "skipped")


class Order(models.Model):
    """What a process order has to do with its return visits: opened and ended by the gate, in the same transaction."""

    _inherit = "city12319.order"

    visit_ids = fields.One2many("city12319.visit", "order_id", string="Return visits", readonly=True, groups=READERS)

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"visit_ids"}

    def _current_visit(self):
        """Return the visit that is to be made now, or that was drawn not to be made."""
        # sudo: whoever moves the case may move its visit, see the checks of each transition
        return self.sudo().visit_ids.filtered(lambda visit: visit.state in OPEN).sorted("id")[-1:]

    def action_open_visit(self):
        """Open the return visit that is to be made now, or the last one.

        :raises UserError: when the person does not read it: somebody else has it
        """
        self.ensure_one()
        self.check_access("read")
        visit = (self._current_visit() or self.sudo().visit_ids.sorted("id")[-1:]).with_env(self.env)
        if visit and not visit.has_access("read"):
            raise UserError(self.env._(
                "Another visitor has the return visit of %(order)s. The shift leader can give it to you.", order=self.name,
            ))
        return visit._action_open() if visit else self._action_open()

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        before, after = event.from_stage_id.code, event.to_stage_id.code
        if before == after:
            return
        if before == WAITING:
            self._current_visit().filtered(lambda visit: not visit.done_at)._cancel(event)
        if after == WAITING:
            self.env["city12319.visit"]._open(self, event.at)

    def _advance(self, code, values, at=None):
        event = super()._advance(code, values, at=at)
        if event.to_stage_id.code == WAITING:
            self._close_unsampled(at)
        return event

    def _close_unsampled(self, at):
        """Let the system close a case that was not drawn, when its rule says so. Comes after all that the event does."""
        visit = self._current_visit()
        if visit.state == "skipped" and visit.sample_rule_id.unvisited == "close" and visit.sample_why == "number":
            system = self.with_user(SUPERUSER_ID)
            system._advance("close_direct", {"reason": visit.reason}, at=at)

    # ------------------------------------------------------------------ what the transitions do

    def _visit_to_finish(self):
        """Return the visit that ends now; cases from before visits were kept get one."""
        return self._current_visit() or self.env["city12319.visit"]._open(self.sudo(), fields.Datetime.now())

    def _flow_before_visit_close(self, transition, values):
        self._visit_to_finish()._check_finish("visit_close", values, self.env.user)

    def _flow_before_visit_redo(self, transition, values):
        self._visit_to_finish()._check_finish("visit_redo", values, self.env.user)

    def _flow_before_visit_unreached(self, transition, values):
        self._visit_to_finish()._check_finish("visit_unreached", values, self.env.user)

    def _flow_after_visit_close(self, event, values):
        self._current_visit()._finish("visit_close", event, self.result_id)
        super()._flow_after_visit_close(event, values)

    def _flow_after_visit_redo(self, event, values):
        result = self.env["city12319.result"].browse(values.get("result_id") or [])
        self._current_visit()._finish("visit_redo", event, result)
        super()._flow_after_visit_redo(event, values)
        self._tell_redo(event)

    def _flow_after_visit_unreached(self, event, values):
        self._current_visit()._finish("visit_unreached", event, self.env["city12319.result"])
        self.write({"visitor_id": event.user_id.id})
        self._report_to_leader()

    def _flow_after_close_direct(self, event, values):
        self._current_visit()._skip(event)
        super()._flow_after_close_direct(event, values)

    def _tell_redo(self, event):
        """Tell the department that the citizen is not satisfied and that the case comes again."""
        if event.at < fields.Datetime.now() - timedelta(hours=1):
            return  # history that is replayed is no news
        department = self.department_id
        users = department.manager_id | department.member_ids
        if users:
            self.env["city12319.notice"]._send_in_their_language(users, lambda env: (
                env._("To be done again: %(order)s", order=self.name),
                env._("%(summary)s\nThe citizen says: %(cause)s", summary=self.summary, cause=event.reason),
            ), record=self)
