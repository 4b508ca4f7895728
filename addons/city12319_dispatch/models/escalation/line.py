from odoo import api, fields, models
from odoo.tools import SQL


class EscalationLine(models.Model):
    """Somebody who is still to be told about an escalation: the queue between reaching a level and telling people.

    Lines wait here over the quiet hours, and vanish when they were told, or when the case moved on before.
    """

    _name = "city12319.escalation.line"
    _description = "Person to be told"
    _order = "id"
    _log_access = False

    escalation_id = fields.Many2one("city12319.escalation", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    tells_at = fields.Datetime(required=True, readonly=True, string="Told from")

    # what the minute job sends, person by person; also: nobody twice for the same
    _user_uniq = models.UniqueIndex("(user_id, escalation_id)", "This person is noted already.")
    _due_idx = models.Index("(tells_at, user_id)")

    @api.model
    def _add(self, rows):
        """Note whom to tell: ``(escalation id, user id, from when on)``. One statement for all."""
        if rows:
            escalations, users, moments = map(list, zip(*rows, strict=True))
            self.env.execute_query(SQL(
                "INSERT INTO city12319_escalation_line (escalation_id, user_id, tells_at) "
                "SELECT * FROM unnest(%s::int[], %s::int[], %s::timestamp[]) ON CONFLICT DO NOTHING RETURNING id",
                escalations, users, moments,
            ))
            self.invalidate_model()
            self.env["city12319.escalation"].invalidate_model(["line_ids"])

    def _forget(self):
        """Take away lines that were told, or that do not hold any more."""
        if self:
            self.env.execute_query(SQL("DELETE FROM city12319_escalation_line WHERE id IN %s RETURNING id", self._ids))
            self.invalidate_model()
            self.env["city12319.escalation"].invalidate_model(["line_ids"])
