from odoo import api, fields, models
from odoo.exceptions import LockError

from odoo.addons.city12319_flow import gate_key

from ...tools import periods
from .. import city_time


class EvaluationRunJobs(models.Model):
    """The jobs: one computes runs step by step, one opens the runs of periods that are over."""

    _inherit = "city12319.evaluation.run"

    @api.model
    def _cron_compute(self):
        """Compute the runs that wait, one step after the other, each committed: what is done is not done again."""
        cron = self.env["ir.cron"]
        failed = None
        while run := self.search([("state", "in", ("computing", "queued"))], order="id", limit=1):
            try:
                run.lock_for_update()
                with self.env.cr.savepoint():
                    run._next_step()
            except LockError:
                return  # another worker is at it
            except Exception as error:
                failed = error
                run.invalidate_recordset()
                run._opened().write({"state": "failed", "trouble": str(error)})
            if not cron._commit_progress(1, remaining=self._steps_left()):
                break
        if failed:
            raise failed

    def _next_step(self):
        run = self._opened()
        steps = self._plan_steps()
        steps[run.step]()
        done = run.step + 1
        vals = {"state": "computing", "step": done, "steps": len(steps)}
        if done == len(steps):
            vals.update(state="computed", computed_at=fields.Datetime.now())
        run.write(vals)

    @api.model
    def _steps_left(self):
        return sum(
            max(1, run.steps - run.step) for run in self.search([("state", "in", ("computing", "queued"))])
        )

    def _compute_now(self):
        """Compute the run in this transaction, and note that it is computed."""
        for run in self:
            run._require(("draft", "queued", "computed", "failed"))
            run._compute_all()
            run._opened().write({
                "state": "computed", "computed_at": fields.Datetime.now(), "computed_by_id": self.env.uid, "trouble": False,
            })

    @api.model
    def _cron_open(self):
        """Open and queue the runs of the periods that are over, for schemes that ask for it."""
        today = fields.Date.context_today(self.with_context(tz=city_time.zone(self.env).key))
        opened = gate_key.opened(self)
        for scheme in self.env["city12319.evaluation.scheme"].search([("state", "=", "published"), ("automatic", "=", True)]):
            first, last = periods.before(scheme.period, today)
            if last < scheme.valid_from or self.search_count(
                [("scheme_id.code", "=", scheme.code), ("date_from", "=", first)], limit=1,
            ):
                continue
            opened.create({"scheme_id": scheme.id, "date_from": first, "state": "queued"})
        if self.search_count([("state", "=", "queued")], limit=1):
            self.env.ref("city12319_evaluation.ir_cron_compute")._trigger()
