from odoo import models


class FoldedMixin(models.AbstractModel):
    """A row that is computed from events: nobody writes it by hand, and only what changed is written."""

    _name = "city12319.folded.mixin"
    _description = "Folded from Events"

    def _write_changes(self, values):
        self.ensure_one()
        changed = {
            name: value for name, value in values.items()
            if (self._fields[name].convert_to_write(self[name], self) or False) != (value or False)
        }
        if changed:
            self.write(changed)
