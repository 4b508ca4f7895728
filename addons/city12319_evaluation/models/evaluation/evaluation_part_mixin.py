from odoo import api, models


class EvaluationPartMixin(models.AbstractModel):
    """A part of a scheme: changed as long as the scheme is a draft, frozen with it when it is published."""

    _name = "city12319.evaluation.part.mixin"
    _description = "Part of an Evaluation Scheme"

    def _scheme(self):
        """Return the schemes that these parts belong to."""
        return self.scheme_id

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._scheme()._check_draft()
        return records

    def write(self, vals):
        self._scheme()._check_draft()
        result = super().write(vals)
        self._scheme()._check_draft()  # nor may it be moved to a published one
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._scheme()._check_draft()
