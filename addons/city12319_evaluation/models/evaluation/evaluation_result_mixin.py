from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.city12319_flow import gate_key


class EvaluationResultMixin(models.AbstractModel):
    """What a run computed. Written by the computation alone, and not even by it once the run is frozen."""

    _name = "city12319.evaluation.result.mixin"
    _description = "Computed Result"
    _log_access = False

    @api.model_create_multi
    def create(self, vals_list):
        self._check_computing()
        records = super().create(vals_list)
        records._check_not_frozen()
        return records

    def write(self, vals):
        self._check_computing()
        self._check_not_frozen()
        return super().write(vals)

    def unlink(self):
        self._check_computing()
        self._check_not_frozen()
        return super().unlink()

    def _check_computing(self):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Results are computed, never typed in."))

    def _check_not_frozen(self):
        if self._runs().filtered(lambda run: run.state in ("frozen", "published")):
            raise AccessError(self.env._("The run is frozen: its results stay as they are."))

    def _runs(self):
        return self.run_id
