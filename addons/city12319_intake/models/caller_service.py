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
        """Note that the current user serves ``callers`` now.

        Looking a number up and saving its ticket may do so at the same moment: the later one sees a conflict that
        the server tries again, instead of a duplicate that the agent would be told about.
        """
        now = fields.Datetime.now()
        known = self.sudo().search([  # sudo: agents have no access to the trace of what they looked up
            ("user_id", "=", self.env.uid), ("caller_id", "in", callers.ids), ("at", ">=", now - _FRESH)])
        if not (unknown := callers - known.caller_id):
            return
        self.env.cr.execute(
            """INSERT INTO city12319_caller_service (user_id, caller_id, at)
               SELECT %s, unnest(%s), %s
               ON CONFLICT (user_id, caller_id) DO UPDATE SET at = EXCLUDED.at""",
            [self.env.uid, unknown.ids, now])
        self.invalidate_model()
        unknown.invalidate_recordset(["service_ids"])

    @api.autovacuum
    def _gc_old_services(self):
        limit = fields.Datetime.now() - timedelta(days=_KEEP_DAYS)
        old = self.search([("at", "<", limit)], limit=10000)
        old.unlink()
        return len(old), len(old) == 10000
