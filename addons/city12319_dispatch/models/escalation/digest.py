import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .level import ZONE

_logger = logging.getLogger(__name__)

_PEOPLE = 50  # of one transaction
_LISTED = 8
_TRY_AGAIN = timedelta(minutes=15)


class EscalationDigest(models.Model):
    """One message to each person and run, however many cases it is about. Whoever cannot read a case hears nothing of it."""

    _inherit = "city12319.escalation.line"

    @api.model
    def _run(self):
        """Tell everybody whose lines are due, in batches of people."""
        now = fields.Datetime.now()
        last = 0
        while user_ids := self._people_after(last, now):
            last = user_ids[-1]
            try:
                self._tell_people(user_ids, now)
            except Exception:
                self.env.cr.rollback()
                _logger.info("A batch of messages failed; trying them one by one", exc_info=True)
                self._tell_singly(user_ids, now)
            self.env["ir.cron"]._commit_progress(len(user_ids))

    @api.model
    def _people_after(self, last, now):
        return [user_id for (user_id,) in self.env.execute_query(SQL(
            "SELECT DISTINCT user_id FROM city12319_escalation_line WHERE tells_at <= %s AND user_id > %s "
            "ORDER BY user_id LIMIT %s", now, last, _PEOPLE,
        ))]

    @api.model
    def _tell_singly(self, user_ids, now):
        for user_id in user_ids:
            try:
                self._tell_people([user_id], now)
            except Exception:
                self.env.cr.rollback()
                _logger.exception("User %s could not be told about escalations", user_id)
                self.env.execute_query(SQL(
                    "UPDATE city12319_escalation_line SET tells_at = %s WHERE tells_at <= %s AND user_id = %s RETURNING id",
                    now + _TRY_AGAIN, now, user_id,
                ))
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _tell_people(self, user_ids, now):
        """Send their messages, and forget the lines. People who get the same message are told together."""
        lines = self.env.execute_query(SQL(
            "SELECT id, user_id, escalation_id FROM city12319_escalation_line WHERE tells_at <= %s AND user_id IN %s "
            "FOR UPDATE SKIP LOCKED", now, tuple(user_ids),
        ))
        by_language = {}
        for user, rows in self._readable_by_person(lines).items():
            by_language.setdefault((rows, user.lang), []).append(user.id)
        escalations, users = self.env["city12319.escalation"], self.env["res.users"]
        worst = {
            rows: escalations.browse(rows).with_prefetch({row_id for _line, _user, row_id in lines})._worst_by_document()
            for rows, _lang in by_language
        }
        self.env["city12319.notice"]._deliver([
            worst[rows].with_context(lang=lang or self.env.lang)._digest(users.browse(ids).with_prefetch(user_ids))
            for (rows, lang), ids in by_language.items()
        ])
        self.browse(line_id for line_id, _user, _row in lines)._forget()
        self.env.flush_all()

    @api.model
    def _readable_by_person(self, lines):
        """Return ``{user: ids of escalations}`` of those running cases that each person may read.

        :param lines: (id, user id, escalation id)
        """
        users = self.env["res.users"].browse(dict.fromkeys(user_id for _line, user_id, _row in lines))
        escalations = self.env["city12319.escalation"].browse(dict.fromkeys(row_id for _line, _user, row_id in lines))
        running = escalations.filtered(lambda row: row.clock_id.state == "running")
        # what the messages show is read for all cases at once
        running.order_id.mapped("department_id.name")
        running.order_id.mapped("stage_id.name")
        order_of = {row.id: row.order_id.id for row in running if row.order_id}
        ticket_of = {row.id: row.ticket_id.id for row in running if not row.order_id}
        known = [
            (documents, self._who_reads(users, model, [(user, documents.get(row)) for _line, user, row in lines]))
            for model, documents in (("city12319.order", order_of), ("city12319.ticket", ticket_of))
        ]
        found = {}
        for _line, user_id, row_id in lines:
            if any(row_id in documents and documents[row_id] in read.get(user_id, ()) for documents, read in known):
                found.setdefault(user_id, []).append(row_id)
        return {user: tuple(sorted(found[user.id])) for user in users if user.id in found}

    @api.model
    def _who_reads(self, users, model, wanted):
        """Return ``{user id: ids}`` of what they may read out of the pairs ``wanted`` of users and documents."""
        asked = {}
        for user_id, document_id in wanted:
            if document_id:
                asked.setdefault(user_id, set()).add(document_id)
        documents = self.env[model].browse(set().union(*asked.values()))
        return self.env["city12319.notice"]._readers(users, documents, asked) if documents else {}


class EscalationMessage(models.Model):
    """What the message says."""

    _inherit = "city12319.escalation"

    def _worst_by_document(self):
        """Return one escalation for each case, the highest level, and these in the order in which they press."""
        worst = {}
        for row in self.sorted(lambda row: (row.level_id.sequence, row.level_id.id, row.id)):
            worst[row._document()] = row
        rows = self.browse(row.id for row in worst.values()).with_prefetch(self._prefetch_ids)
        return rows.sorted(lambda row: (-row.level_id.sequence, row.clock_id.due_at, row.id))

    def _digest(self, users):
        """Return the one notice about these levels to ``users``, who may read all of the cases."""
        return {
            "users": users, "title": self._digest_title(), "body": self._digest_body(),
            "record": self.order_id or self.ticket_id, "channels": self.level_id._channels(),
            "urgent": any(row.level_id._is_past_limit() or row.order_id.urgency in ("urgent", "critical") for row in self),
        }

    def _digest_title(self):
        if len(self) == 1:
            return f"{self.level_id.name} · {self._document().name}"
        late = len(self.filtered(lambda row: row.level_id._is_past_limit()))
        return self.env._(
            "%(count)s cases press: %(late)s overdue, %(soon)s about to be", count=len(self), late=late, soon=len(self) - late,
        )

    def _digest_body(self):
        lines = [row._digest_line() for row in self[:_LISTED]]
        if len(self) > _LISTED:
            lines.append(self.env._("… and %(more)s more", more=len(self) - _LISTED))
        return "\n".join(lines)

    def _digest_line(self):
        document, clock = self._document(), self.clock_id
        due = fields.Datetime.context_timestamp(self.with_context(tz=ZONE.key), clock.due_at).strftime("%m-%d %H:%M")
        what = self.env._(
            "%(case)s %(summary)s: %(stage)s, due %(moment)s", case=document.name, summary=document.summary,
            stage=document.stage_id.name, moment=due,
        )
        parts = [what, self.level_id.name, self.order_id.department_id.name]
        return " · ".join(part for part in parts if part)
