from odoo import api, fields, models
from odoo.fields import Domain

from .ir_http import DESK_GROUPS

_LIMIT = 100


class TicketTemplate(models.Model):
    """What a ticket of a frequent kind starts with."""

    _name = "city12319.ticket.template"
    _inherit = "city12319.shareable.mixin"
    _description = "Ticket Template"

    service_type_id = fields.Many2one("city12319.service.type", ondelete="set null")
    source_id = fields.Many2one("city12319.source", ondelete="set null")
    summary = fields.Char()
    description = fields.Text()

    @api.model
    def _ticket_fields(self):
        """Return the names of fields that a template fills in."""
        return ["category_id", "service_type_id", "source_id", "summary", "description"]

    @api.model
    @api.readonly
    def usable(self):
        """Return the templates of the current person: dicts with ``id``, ``name``, ``shared`` and ``values``.

        ``values`` are ticket values as the form takes them: a record is a dict with ``id`` and ``display_name``.
        """
        if not self.env.user.has_groups(DESK_GROUPS):
            return []
        mine = Domain("user_id", "=", self.env.uid) | Domain("shared", "=", True)
        return [
            {"id": template.id, "name": template.name, "shared": template.shared, "values": template._values()}
            for template in self.search(mine, limit=_LIMIT)
        ]

    def _values(self):
        self.ensure_one()
        return self.env["city12319.ticket"]._form_values(self, self._ticket_fields())
