from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import visit_plan


class VisitCall(models.Model):
    """The calls of a visit: what came of each, and when to try again."""

    _inherit = "city12319.visit"

    def log_attempt(self, values):
        """Record a call.

        :param values: dict with ``outcome_id``, and optionally ``note``, ``call_ref``, ``again_at`` (UTC: when the
            citizen wants to be called again; asked for with outcomes of that kind, and sets a reminder)
        :return: dict with ``attempts``, ``not_before`` and ``may_give_up``, as the page shows them
        :raises UserError: when the visit is not one's own, or something is missing
        """
        self.ensure_one()
        self._check_visitor()
        self.check_access("read")
        self._check_mine()
        unknown = values.keys() - {"outcome_id", "note", "call_ref", "again_at"}
        self._refuse_names(unknown)
        outcome = self.env["city12319.visit.outcome"].browse(values.get("outcome_id") or []).exists()
        if not outcome:
            raise UserError(self.env._("Say what came of the call."))
        again_at = fields.Datetime.to_datetime(values.get("again_at") or False)
        if outcome.kind == "later" and (not again_at or again_at <= fields.Datetime.now()):
            raise UserError(self.env._("Say when the citizen is to be called again: a time in the future."))
        self._record_attempt(outcome, fields.Datetime.now(), **{**values, "again_at": again_at})
        return {
            "attempts": self.attempt_count, "not_before": fields.Datetime.to_string(self.not_before),
            "may_give_up": self.may_give_up,
        }

    def _record_attempt(self, outcome, at, note=False, call_ref=False, again_at=False, remind=True, **_ignored):
        """Append a call at ``at`` and see what follows from it."""
        later = outcome.kind == "later"
        attempt = self.env["city12319.visit.attempt"].with_env(self._gated().env).create({
            "visit_id": self.id, "at": at, "user_id": self.env.uid, "outcome_id": outcome.id, "note": note,
            "call_ref": call_ref, "again_at": again_at if later else False,
            "reminder_id": self._remind(again_at, note).id if later and remind else False,
        })
        vals = {
            "attempt_count": self.attempt_count + 1, "last_attempt_at": at, "last_outcome_id": outcome.id,
            "not_before": again_at if later else False,
        }
        if outcome.kind == "unanswered":
            vals["not_before"] = visit_plan.next_half_day(at, self._zone())
        if call_ref:
            vals["call_ref"] = call_ref
        self._gated().write(vals)
        self._gated().may_give_up = self._given_up_enough()
        return attempt

    def _remind(self, at, note):
        """Set a reminder for the time agreed: it pops up on the page of whoever has the visit."""
        return self.env["city12319.reminder"].create({
            "kind": "callback", "due_at": at, "note": note, "ticket_id": self.ticket_id.id,
            "name": self.env._("Return visit: %(summary)s", summary=self.summary or self.name),
        })

    def _given_up_enough(self):
        """Tell whether enough was tried: so many unanswered calls on so many half-days, or one that was hopeless."""
        attempts = self.sudo().attempt_ids  # sudo: all calls, whoever made them
        if any(attempt.kind == "hopeless" for attempt in attempts):
            return True
        moments = [attempt.at for attempt in attempts if attempt.kind == "unanswered"]
        return visit_plan.may_give_up(
            moments, self._zone(), self._setting("attempts", 3), self._setting("half_days", 2),
        )

    def _check_given_up(self):
        if self.may_give_up:
            return
        moments = [attempt.at for attempt in self.sudo().attempt_ids if attempt.kind == "unanswered"]  # sudo: as above
        raise UserError(self.env._(
            "Not reached means %(calls)s unanswered calls on %(halves)s different half-days. So far: %(done)s on "
            "%(done_halves)s.",
            calls=self._setting("attempts", 3), halves=self._setting("half_days", 2), done=len(moments),
            done_halves=visit_plan.half_days(moments, self._zone()),
        ))
