from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from odoo.addons.city12319_flow import gate_key

from . import city_time

_BATCH = 500


class AppealMixin(models.AbstractModel):
    """A judgement on somebody's work: draft → submitted → appealed (once, in time) → final.

    The concrete model has ``name`` and ``state``, says who may do each step, and what is frozen in ``_freeze()``.
    """

    _name = "city12319.appeal.mixin"
    _description = "Judgement that can be Appealed"

    _appeal_days_parameter = ""  # the setting that has the days for an appeal

    submitted_at = fields.Datetime(readonly=True, copy=False)
    appeal_until = fields.Datetime(readonly=True, copy=False, string="Appeal possible until")
    appeal_reason = fields.Text(readonly=True, copy=False)
    appealed_at = fields.Datetime(readonly=True, copy=False)
    decision_text = fields.Text(readonly=True, copy=False, string="Reason of the decision")
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True, copy=False)
    final_at = fields.Datetime(readonly=True, copy=False)

    # the job that ends the time for appeals
    _appeal_idx = models.Index("(appeal_until) WHERE state = 'submitted'")

    def action_submit(self):
        """Submit from the form."""
        return self.submit()

    def _opened(self):
        # sudo: the person was checked; what is written here nobody may write freely
        return gate_key.opened(self.sudo())

    def _lock_step(self):
        """Lock the judgement for a step; refuses when somebody else is at it."""
        try:
            self.sudo().lock_for_update()  # sudo: who reads it may not write it; the step was checked
        except LockError:
            raise UserError(self.env._(
                "Somebody else is changing %(number)s at this very moment. Reload it and look again.", number=self.name,
            )) from None

    def _state_label(self):
        """Return the name of the present state, for people."""
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _check_text(self, text):
        if not isinstance(text, str) or not text.strip():
            raise UserError(self.env._("Write a reason."))

    def _appeal_end(self, now):
        """Return until when somebody may appeal who reads it ``now``."""
        # sudo: a setting
        days = self.env["ir.config_parameter"].sudo().get_param(self._appeal_days_parameter)
        return now + timedelta(days=int(days or 3))

    def _can_still_be_appealed(self, now):
        return self.state == "submitted" and bool(self.appeal_until) and now <= self.appeal_until

    def _check_in_time(self, now):
        if now > self.appeal_until:
            raise UserError(self.env._("The time for an appeal was over on %(until)s.", until=self._local(self.appeal_until)))

    def _local(self, at):
        """Return a moment as the city's clocks show it."""
        return city_time.written(self.env, at)

    @api.model
    def _cron_freeze(self):
        """Make final what nobody appealed in time."""
        domain = [("state", "=", "submitted"), ("appeal_until", "<", fields.Datetime.now())]
        due = self.search(domain, limit=_BATCH).try_lock_for_update()
        due._freeze()
        self.env["ir.cron"]._commit_progress(len(due), remaining=self.search_count(domain) if due else 0)
