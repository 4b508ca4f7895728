from odoo import fields, models
from odoo.exceptions import UserError


class CategoryRetire(models.TransientModel):
    """Ends a version of the classification: its classes are not offered after a day, and stay where they were chosen."""

    _name = "city12319.category.retire"
    _description = "Retirement of a Standard"

    standard = fields.Selection(selection="_selection_standard", required=True)
    valid_to = fields.Date(string="Last day", required=True, default=fields.Date.context_today)

    def _selection_standard(self):
        groups = self.env["city12319.category"].with_context(active_test=False)._read_group(
            [("standard", "!=", False)], ["standard"])
        return [(standard, standard) for (standard,) in groups]

    def action_retire(self):
        """Set the last day of every class of the standard that has none, or a later one."""
        self.ensure_one()
        categories = self.env["city12319.category"].with_context(active_test=False).search([
            ("standard", "=", self.standard), "|", ("valid_to", "=", False), ("valid_to", ">", self.valid_to),
        ])
        late = categories.filtered(lambda category: category.valid_from and category.valid_from > self.valid_to)
        if late:
            raise UserError(self.env._(
                "%(count)s classes of the standard begin after that day. Choose a later day, or correct them first.",
                count=len(late),
            ))
        categories.write({"valid_to": self.valid_to})
        return {"type": "ir.actions.act_window_close"}
