from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MODELS = [
    ("city12319.ticket", "Ticket"), ("city12319.order", "Process order"), ("city12319.supervision", "Urge or supervision"),
    ("city12319.visit", "Return visit"), ("city12319.inspection", "Spot check"),
]


class Sheet(models.Model):
    """The layout of a printed sheet (打印表单): its title, its blocks from top to bottom, and who prints it.

    Each has a report action, through which it stands in the Print menu of its records. How it is printed:
    ``sheet_printing``.
    """

    _name = "city12319.sheet"
    _description = "Printed Sheet"
    _order = "sequence, id"

    name = fields.Char(string="Title", required=True, translate=True)
    code = fields.Char(required=True, help="Short name for programs, for example order or transfer.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, help="An archived sheet no longer stands in the Print menu.")
    model = fields.Selection(MODELS, string="Printed for", required=True)
    condition = fields.Char(
        default="[]", help="For which of them: a filter as in a list, for example [('mode', '=', 'escalate')].",
    )
    most = fields.Integer(string="At most at once", default=500, required=True)
    group_ids = fields.Many2many(
        "res.groups", "city12319_sheet_group_rel", "sheet_id", "group_id", string="Who prints it",
        help="Everybody who may read the record, when empty.",
    )
    block_ids = fields.One2many("city12319.sheet.block", "sheet_id", string="Blocks", copy=True)
    report_id = fields.Many2one(
        "ir.actions.report", string="Print menu entry", readonly=True, copy=False, ondelete="restrict", index=True,
    )

    _code_uniq = models.UniqueIndex("(code)", "There is a sheet with this code.")
    _most_positive = models.Constraint("CHECK(most BETWEEN 1 AND 2000)", "Between 1 and 2,000 at once.")

    @api.constrains("condition", "model")
    def _check_condition(self):
        for sheet in self:
            try:
                fields.Domain(sheet._domain()).validate(self.env[sheet.model])
            except (ValueError, SyntaxError, TypeError, NameError) as error:
                raise ValidationError(self.env._(
                    "“%(condition)s” is no filter for %(sheet)s.", condition=sheet.condition, sheet=sheet.name,
                )) from error

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create(vals_list)
        for sheet in sheets.filtered(lambda sheet: not sheet.report_id):
            # sudo: the entry of the Print menu belongs to the sheet; it opens nothing that the rules do not
            sheet.report_id = self.env["ir.actions.report"].sudo().create({
                "name": sheet.name, "model": sheet.model, "report_type": "city12319_sheet",
                "report_name": f"city12319_sheets.{sheet.code}",
            })
        sheets._refresh_menu()
        return sheets

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"name", "active", "model", "condition", "group_ids"}:
            self._refresh_menu()
        return result

    def unlink(self):
        reports = self.report_id
        result = super().unlink()
        reports.sudo().unlink()  # sudo: the entry of the Print menu goes with its sheet
        return result

    def copy_data(self, default=None):
        return [
            {**vals, "code": f"{vals['code']}_2", "name": self.env._("%(sheet)s (copy)", sheet=sheet.name)}
            for sheet, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _refresh_menu(self):
        """Let the entry of the Print menu follow: title, records, people, and whether it is there at all."""
        for sheet in self:
            # sudo: as in create()
            sheet.sudo().report_id.write({
                "name": sheet.name,
                "model": sheet.model,
                "domain": sheet.condition if sheet._domain() else False,
                "group_ids": [fields.Command.set(sheet.group_ids.ids)],
                "binding_model_id": self.env["ir.model"]._get_id(sheet.model) if sheet.active else False,
            })

    def _domain(self):
        """The condition as a domain."""
        return literal_eval(self.condition or "[]")
