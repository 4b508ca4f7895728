from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExportSetLine(models.Model):
    """One column of a set."""

    _name = "city12319.export.set.line"
    _description = "Column of a Set"
    _order = "set_id, sequence, id"
    _rec_name = "field"

    set_id = fields.Many2one("city12319.export.set", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    field = fields.Char(required=True, help="Technical name of the field.")
    header = fields.Char(help="What stands above the column. Empty: the field's own name.")
    label = fields.Char(compute="_compute_label", string="Field Label")

    @api.depends("field", "set_id.model")
    @api.depends_context("lang")
    def _compute_label(self):
        for line in self:
            labels = self.env["city12319.export.table"]._labels(line.set_id.model)
            line.label = labels.get(line.field)

    @api.constrains("field", "set_id")
    def _check_field(self):
        for line in self:
            model = line.set_id.model
            # sudo: whether a field exists does not depend on who keeps the set
            if not self.env["city12319.export.table"].sudo()._exportable(model, line.field):
                raise ValidationError(self.env._(
                    "“%(field)s” is no field of %(model)s that can be exported.", field=line.field, model=model,
                ))
