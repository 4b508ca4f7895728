from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.city12319_dispatch.tools import visit_plan


class SheetBlock(models.Model):
    """One block of a sheet. What a kind shows stands in the blocks of its kind of record (``blocks``)."""

    _name = "city12319.sheet.block"
    _description = "Block of a Printed Sheet"
    _order = "sequence, id"
    _rec_name = "kind"

    sheet_id = fields.Many2one("city12319.sheet", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection="_selection_kind", required=True)
    text = fields.Text(
        translate=True,
        help="Of a letter, its text with variables such as {number}; of signatures, their labels separated by commas; of an"
             " empty field, its label; of a note, the note.",
    )

    @api.model
    def _selection_kind(self):
        return [(kind, label) for kind, (label, _models) in self.env["city12319.sheet.blocks"]._kinds().items()]

    @api.constrains("kind", "sheet_id", "text")
    def _check_kind(self):
        blocks = self.env["city12319.sheet.blocks"]
        kinds = blocks._kinds()
        for block in self:
            label, model = kinds[block.kind]
            if model and model != block.sheet_id.model:
                raise ValidationError(self.env._(
                    "“%(block)s” does not go onto “%(sheet)s”: it belongs to other records.",
                    block=label, sheet=block.sheet_id.name,
                ))
            known = blocks._variables()
            unknown = visit_plan.unknown_variables(block.text or "", known) if block.kind == "letter" else []
            if unknown:
                raise ValidationError(self.env._(
                    "The letter of “%(sheet)s” has unknown variables: %(unknown)s. Known are: %(known)s.",
                    sheet=block.sheet_id.name, unknown=", ".join(unknown), known=", ".join(known),
                ))
