from datetime import timedelta

from odoo import api, fields, models

_KEEP_DAYS = 30
_FRESH = timedelta(minutes=10)  # so long one look-up stands for those that follow: two tabs do not get into each other's way


class CallerService(models.Model):
    """Who serves which caller: it opens the caller's earlier tickets to that agent, and keeps a trace of look-ups."""

    _name = "city12319.caller.service"
    _description = "Caller Service"
    _log_access = False
    _rec_name = "caller_id"

    caller_id = fields.Many2one("city12319.caller", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    at = fields.Datetime(required=True)

    # record rules ask: which callers does this user serve?
    _user_caller_uniq = models.UniqueIndex("(user_id, caller_id)")

    @api.model
    def _serve(self, callers):
        """Note that the current user serves ``callers`` now."""
        now = fields.Datetime.now()
        known = self.sudo().search([("user_id", "=", self.env.uid), ("caller_id", "in", callers.ids)])
        known.filtered(lambda service: service.at < now - _FRESH).write({"at": now})
        self.sudo().create([
            {"caller_id": caller.id, "user_id": self.env.uid, "at": now} for caller in callers - known.caller_id
        ])

    @api.autovacuum
    def _gc_old_services(self):
        limit = fields.Datetime.now() - timedelta(days=_KEEP_DAYS)
        old = self.search([("at", "<", limit)], limit=10000)
        old.unlink()
        return len(old), len(old) == 10000
