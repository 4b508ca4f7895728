from odoo import fields, models
from odoo.exceptions import AccessError, UserError

APPEAL_DAYS = "city12319_evaluation.appeal_days"


class InspectionSteps(models.Model):
    """What happens to a spot check: submitted by the inspector, appealed by the unit, decided, frozen."""

    _inherit = "city12319.inspection"
    _appeal_days_parameter = APPEAL_DAYS

    def submit(self):
        """Hand in what was found: from now on it stays as it is, and the unit may appeal for some days.

        Nothing to deduct leaves nothing to appeal: such a check is final at once.

        :raises UserError: when it is not a draft, or when something is missing
        """
        for inspection in self:
            inspection.check_access("write")
            inspection._step_from("draft", self.env._("submitted"))
            inspection._check_complete()
            now = fields.Datetime.now()
            vals = {"submitted_at": now, "at": inspection.at or now}
            if inspection.points:
                inspection._opened().write({**vals, "state": "submitted", "appeal_until": inspection._appeal_end(now)})
                inspection._tell_unit()
            else:
                inspection._opened().write(vals)
                inspection._freeze()
        return True

    def appeal(self, reason):
        """Let the unit object, once and in time.

        :param reason: text, required
        :raises AccessError: when the person does not belong to the unit
        :raises UserError: when it is too late, or was done before
        """
        self.ensure_one()
        self.check_access("read")
        self._check_text(reason)
        # sudo: looks at who belongs to the unit, nothing else
        if self.env.user not in self.sudo().department_id.visible_user_ids:
            raise AccessError(self.env._("Only %(unit)s can appeal.", unit=self.department_id.name))
        self._step_from("submitted", self.env._("appealed"))
        now = fields.Datetime.now()
        self._check_in_time(now)
        self._opened().write({
            "state": "appealed", "appeal_reason": reason.strip(), "appealed_by_id": self.env.uid, "appealed_at": now,
        })
        return True

    def decide(self, waive, text):
        """Decide on the appeal, and freeze the check.

        :param waive: True when the points are waived, False when they stay
        :param text: reason, required; the unit reads it
        :raises AccessError: for anybody but shift leaders and leaders
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups("city12319_intake.group_shift_leader,city12319_intake.group_leader"):
            raise AccessError(self.env._("Shift leaders and leaders decide on appeals."))
        self._check_text(text)
        self._step_from("appealed", self.env._("decided"))
        self._opened().write({
            "decision": "waived" if waive else "upheld", "decision_text": text.strip(), "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
        })
        self._freeze()
        return True

    # ------------------------------------------------------------------ for the screen

    def action_reply(self):
        """Open the dialog that asks for the reason of an appeal or of a decision."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide on the appeal") if self.may_decide else self.env._("Appeal"),
            "res_model": "city12319.inspection.reply",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_inspection_id": self.id, "default_kind": "decide" if self.may_decide else "appeal"},
        }

    # ------------------------------------------------------------------ inside

    def _step_from(self, state, done):
        """Lock the check and refuse when it is not in ``state``."""
        self._lock_step()
        if self.state != state:
            raise UserError(self.env._(
                "%(number)s cannot be %(done)s: it is in the state “%(state)s”.", number=self.name, done=done,
                state=self._state_label(),
            ))

    def _check_draft(self):
        if any(inspection.state != "draft" for inspection in self):
            raise UserError(self.env._("The spot check was submitted: its items and points stay as they are."))

    def _check_complete(self):
        if not self.text and not self.line_ids:
            raise UserError(self.env._("Write what was found, or choose the items that points are deducted for."))
        if not self.photo_ids and any(line.item_id.photo_required for line in self.line_ids):
            raise UserError(self.env._("Add a photo: an item was chosen that needs one."))

    def _freeze(self):
        for inspection in self:
            inspection._opened().write({
                "state": "final", "final_at": fields.Datetime.now(),
                "final_points": 0.0 if inspection.decision == "waived" else inspection.points,
            })

    def _tell_unit(self):
        for inspection in self.sudo():  # sudo: inspectors know nothing of the people of a unit
            self.env["city12319.notice"]._send_in_their_language(
                inspection.department_id.manager_id | inspection.department_id.member_ids, inspection._result_notice,
                record=inspection, channels=("popup", "inbox"),
            )

    def _result_notice(self, env):
        return (
            env._("Spot check %(number)s: %(points)g points", number=self.name, points=self.points),
            env._(
                "%(subject)s. An appeal is possible until %(until)s.", subject=self.subject,
                until=self._local(self.appeal_until),
            ),
        )
