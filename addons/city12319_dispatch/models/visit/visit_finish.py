from odoo import models
from odoo.exceptions import UserError

from odoo.addons.city12319_flow import house_language

from ...tools import visit_plan
from .visit import SCORES


class VisitFinish(models.Model):
    """How a visit ends: closed with a judgement, to be done again, or not reached. The case moves in the same step."""

    _inherit = "city12319.visit"

    def action_close(self):
        """Close the case with the judgement that was entered."""
        for visit in self._ready():
            if not visit.result_id:
                raise UserError(self.env._("Choose the citizen's judgement first."))
            visit._document().advance("visit_close", {"result_id": visit.result_id.id, "reason": visit.comment or False})
        return True

    def action_redo(self):
        """Have the case done again, with the cause that was entered."""
        for visit in self._ready():
            if not (visit.cause or "").strip():
                raise UserError(self.env._("Write down what is still wrong: the department needs it."))
            values = {"reason": visit.cause}
            if visit.result_id:
                values["result_id"] = visit.result_id.id
            visit._document().advance("visit_redo", values)
        return True

    def action_unreached(self):
        """Close the case because the citizen could not be reached."""
        for visit in self._ready():
            visit._document().advance("visit_unreached", {"text": visit._tell_attempts()})
        return True

    def _ready(self):
        self._check_visitor()
        self._check_mine()
        return self

    def _document(self):
        """Return the document whose case this visit ends."""
        return self.order_id or self.ticket_id

    def _tell_attempts(self):
        """Return the calls in words, for the event."""
        zone = self._zone()
        return "\n".join(
            f"{visit_plan.local(attempt.at, zone):%Y-%m-%d %H:%M} {attempt.outcome_id.name}"
            for attempt in house_language.written(self).attempt_ids
        )

    # ------------------------------------------------------------------ called by the gate

    def _check_finish(self, code, values, user):
        """Refuse an end that does not go with who makes the visit or with what was entered. Called before it is written."""
        self.ensure_one()
        if self.visitor_id and self.visitor_id != user:
            raise UserError(self.env._(
                "The visit for %(case)s is with %(visitor)s. The shift leader can give it to you.",
                case=self.name, visitor=self.visitor_id.name,
            ))
        why = self._not_independent(user)
        if why:
            raise UserError(why)
        if code == "visit_unreached":
            self._check_given_up()
            return
        result = self.env["city12319.result"].browse(values.get("result_id") or [])
        if code == "visit_close":
            if result.unsatisfied and self.justified:
                raise UserError(self.env._(
                    "The citizen is not satisfied and has a cause: have the case done again, or take “with cause” back.",
                ))
            if self.proxy == "agent" and not (values.get("reason") or self.comment or "").strip():
                raise UserError(self.env._("Nobody answered: write down where the judgement comes from."))
        elif result.satisfied:
            raise UserError(self.env._(
                "A case that the citizen is satisfied with is not done again. Choose another judgement or close it.",
            ))

    def _finish(self, code, event, result):
        """Write down how the visit ended. Runs inside the gate, in the transaction of the case."""
        self.ensure_one()
        gated = self._gated()
        reached = code != "visit_unreached"
        if reached and self.proxy != "agent" and not self.attempt_ids.filtered(lambda call: call.kind == "reached"):
            outcome = self.env["city12319.visit.outcome"].search([("kind", "=", "reached")], limit=1)
            if outcome:
                gated.with_user(event.user_id).sudo()._record_attempt(outcome, event.at, call_ref=self.call_ref)
        vals = {
            "state": "done" if reached else "unreached", "done_at": event.at, "done_by_id": event.user_id.id,
            "visitor_id": event.user_id.id, "result_id": result.id if reached else False, "not_before": False,
            "reached": int(reached and self.proxy != "agent"), "redone": int(code == "visit_redo"),
            "effective": int(reached and result.effective), "satisfied": int(reached and result.satisfied),
            "unsatisfied": int(reached and result.unsatisfied),
        }
        if code == "visit_close" and event.reason and not self.comment:
            vals["comment"] = event.reason
        if code == "visit_redo":
            vals.update(justified=True, cause=event.reason)
        if not reached:
            vals.update(dict.fromkeys(SCORES, 0), reason=event.text or event.reason)
        gated.write(vals)
        gated._drop_reminders()

    def _skip(self, event):
        """Write down that the case was closed without a visit."""
        self._gated().write({
            "state": "skipped", "reason": event.reason or self.reason, "done_at": event.at, "done_by_id": event.user_id.id,
            "not_before": False,
        })
        self._gated()._drop_reminders()

    def _cancel(self, event):
        """Write down that the case went elsewhere before the visit was made."""
        self._gated().write({"state": "cancelled", "done_at": event.at, "done_by_id": event.user_id.id, "not_before": False})
        self._gated()._drop_reminders()

    def _drop_reminders(self):
        """A call-back that was agreed is not to be made any more."""
        reminders = self.attempt_ids.reminder_id.filtered(lambda reminder: reminder.state == "open")
        if reminders:
            reminders.action_done()
