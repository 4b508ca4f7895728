from odoo import models
from odoo.exceptions import UserError
from odoo.http import request

OURS = "city12319."


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        """Odoo's own export, from its dialog or by a program: written down, and for small numbers of our records only."""
        limit = self.env["city12319.export.job"]._setting("direct_rows")
        if self._name.startswith(OURS) and len(self) > limit:
            raise UserError(self.env._(
                "%(count)s records are too many for this kind of export (limit: %(limit)s). Use “Export…” in the menu of the "
                "list: it works in the background.", count=len(self), limit=limit,
            ))
        result = super().export_data(fields_to_export)
        self.env["city12319.export.log"].note(
            kind="odoo", what=self._description, model=self._name, rows=len(self), columns=fields_to_export,
            # set by our controller alone; a program says which records it wants by their ids
            domain=request and getattr(request, "city12319_export_domain", None) or [("id", "in", self.ids[:100])],
        )
        return result
