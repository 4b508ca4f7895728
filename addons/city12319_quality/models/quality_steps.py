from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .quality_check import LEADERS

APPEAL_DAYS = "city12319_quality.appeal_days"


class QualitySteps(models.Model):
    """What happens to a check: submitted by the checker, appealed by the agent, decided by somebody else, final."""

    _inherit = "city12319.quality.check"
    _appeal_days_parameter = APPEAL_DAYS

    def submit(self):
        """Hand in the score: from now on it stays as it is, the agent reads it and may appeal for some days.

        :raises AccessError: for anybody but the checker
        :raises UserError: when it is no draft, a fault has no word, or the recording was not heard
        """
        for check in self:
            check.check_access("write")
            if check.checker_id != self.env.user:
                raise AccessError(self.env._("Only %(checker)s hands this check in.", checker=check.checker_id.name))
            check._step_from("draft")
            check._check_complete()
            now = fields.Datetime.now()
            check._opened().write({
                "state": "submitted", "submitted_at": now, "appeal_until": check._appeal_end(now),
            })
            check._tell(
                check.agent_id, self.env._("Quality check %(number)s: %(score)g", number=check.name, score=check.score),
                self.env._("Call of %(at)s. An appeal is possible until %(until)s.",
                           at=check._local(check.offered_at), until=check._local(check.appeal_until)),
            )
        return True

    def appeal(self, reason):
        """Let the agent object, once and in time.

        :param reason: text, required
        :raises AccessError: for anybody but the agent
        :raises UserError: when it is too late, or was done before
        """
        self.ensure_one()
        self.check_access("read")
        self._check_text(reason)
        if self.env.user != self.agent_id:
            raise AccessError(self.env._("Only the agent of the call can appeal."))
        self._step_from("submitted")
        now = fields.Datetime.now()
        self._check_in_time(now)
        self._opened().write({"state": "appealed", "appeal_reason": reason.strip(), "appealed_at": now})
        leaders = self.env.ref(LEADERS).sudo().all_user_ids - self.checker_id - self.agent_id  # sudo: whom to tell
        self._tell(leaders, self.env._("Appeal against quality check %(number)s", number=self.name), self.appeal_reason)
        return True

    def decide(self, text, score=None):
        """Decide on the appeal. Neither the checker nor the agent does.

        :param text: reason, required; the agent reads it
        :param score: the score that counts from now on (0 to 100), None when it stays
        :raises AccessError: for anybody but another shift leader
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(LEADERS):
            raise AccessError(self.env._("Shift leaders decide on appeals."))
        if self.env.user in self.checker_id | self.agent_id:
            raise AccessError(self.env._("Whoever scored the call, or talked in it, does not decide on the appeal."))
        self._check_text(text)
        if score is not None and not (isinstance(score, (int, float)) and 0 <= score <= 100):
            raise UserError(self.env._("A score lies between 0 and 100."))
        self._step_from("appealed")
        self._opened().write({
            "decision": "upheld" if score is None else "changed", "decision_text": text.strip(),
            "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now(),
        })
        self._freeze(score)
        self._tell(
            self.agent_id | self.checker_id, self.env._("Decided: quality check %(number)s", number=self.name),
            self.env._("Score that counts: %(score)g. %(reason)s", score=self.final_score, reason=self.decision_text),
        )
        return True

    # ------------------------------------------------------------------ for the screen

    def action_reply(self):
        """Open the dialog that asks for the reason of an appeal or of a decision."""
        self.ensure_one()
        kind = "decide" if self.may_decide else "appeal"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide on the appeal") if kind == "decide" else self.env._("Appeal"),
            "res_model": "city12319.quality.reply", "view_mode": "form", "views": [(False, "form")], "target": "new",
            "context": {"default_check_id": self.id, "default_kind": kind, "default_score": self.score},
        }

    # ------------------------------------------------------------------ inside

    def _step_from(self, state):
        self._lock_step()
        if self.state != state:
            raise UserError(self.env._(
                "%(number)s is in the state “%(state)s”: this cannot be done any more.", number=self.name,
                state=self._state_label(),
            ))

    def _check_draft(self):
        if any(check.state != "draft" for check in self):
            raise UserError(self.env._("The check was submitted: its points stay as they are."))

    def _check_complete(self):
        """A fault needs a word, and nobody judges a recording that was not heard."""
        silent = self.line_ids.filtered(lambda line: line.applies and not line.note and (
            line.failed or line.points < line.max_points))[:1]
        if silent:
            raise UserError(self.env._("“%(item)s”: say in a few words what points are missing for.", item=silent.item_id.name))
        # sudo: whether the person has heard it, from the log of listening
        recordings = self.call_id.sudo().recording_ids.filtered(lambda recording: recording.state == "present")
        if recordings and self.env.user not in recordings.access_ids.user_id:
            raise UserError(self.env._("Listen to the recording before you hand in the score."))

    def _freeze(self, score=None):
        for check in self:
            check._opened().write({
                "state": "final", "final_at": fields.Datetime.now(), "final_score": check.score if score is None else score,
            })

    def _tell(self, users, title, body):
        # sudo: whom it concerns was decided by the caller
        self.env["city12319.notice"]._send(users, title, body, record=self.sudo(), channels=("popup", "inbox"))
