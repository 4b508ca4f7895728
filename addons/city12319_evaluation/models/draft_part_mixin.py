from odoo import api, models


class DraftPartMixin(models.AbstractModel):
    """A part of something that is a draft first: changed as long as the whole is one, and never moved into another whole
    that is none."""

    _name = "city12319.draft.part.mixin"
    _description = "Part of a Draft"

    _part_of = ""  # the field that leads to the whole, whose ``_check_draft()`` refuses

    def _whole(self):
        """Return what these parts belong to."""
        return self[self._part_of]

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._whole()._check_draft()
        return records

    def write(self, vals):
        self._whole()._check_draft()
        result = super().write(vals)
        self._whole()._check_draft()  # nor may it be moved to another one
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_drafts(self):
        self._whole()._check_draft()
