import json
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_KEY = re.compile(r"[\w-]{8,64}")
_MAX_SIZE = 100_000
_MAX_DRAFTS = 20
_KEEP_DAYS = 7


class TicketDraft(models.Model):
    """What somebody has typed into a registration form and not saved yet: only that person sees it."""

    _name = "city12319.ticket.draft"
    _description = "Ticket Draft"
    _log_access = False
    _order = "updated_at desc, id desc"
    _rec_name = "words"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", default=lambda self: self.env.user)
    key = fields.Char(required=True, help="Given by the form, so that it finds its own draft again.")
    words = fields.Char(string="First words")
    data = fields.Json(required=True)
    updated_at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)

    _key_uniq = models.UniqueIndex("(user_id, key)", "This draft exists already.")

    @api.model
    def save_draft(self, key, data, words=""):
        """Keep a draft, or what has changed in it since.

        :param key: name that the form gives it
        :param data: dict with the values of the form
        :param words: first words, to recognise it by
        :raises UserError: when it is too large or the key is not usable
        """
        if not isinstance(key, str) or not _KEY.fullmatch(key) or not isinstance(data, dict):
            raise UserError(self.env._("This is not a draft of a registration form."))
        if len(json.dumps(data)) > _MAX_SIZE:
            raise UserError(self.env._("The draft is too large to be kept."))
        values = {"data": data, "words": str(words or "")[:120], "updated_at": fields.Datetime.now()}
        mine = self.search([("user_id", "=", self.env.uid)])
        draft = mine.filtered(lambda draft: draft.key == key)
        if draft:
            draft.write(values)
        else:
            mine[_MAX_DRAFTS - 1:].unlink()
            self.create({"key": key, **values})
        return True

    @api.model
    def discard(self, keys):
        """Forget drafts: they were saved as tickets, or nobody wants them."""
        self.search([("user_id", "=", self.env.uid), ("key", "in", list(keys))]).unlink()
        return True

    @api.model
    @api.readonly
    def mine(self):
        """Return the drafts of the current person, newest first: ``key``, ``words``, ``data``, ``updated_at`` (UTC)."""
        return [
            {
                "key": draft.key, "words": draft.words or "", "data": draft.data,
                "updated_at": fields.Datetime.to_string(draft.updated_at),
            }
            for draft in self.search([("user_id", "=", self.env.uid)])
        ]

    @api.autovacuum
    def _gc_old_drafts(self):
        old = self.search([("updated_at", "<", fields.Datetime.now() - timedelta(days=_KEEP_DAYS))], limit=10000)
        old.unlink()
        return len(old), len(old) == 10000
