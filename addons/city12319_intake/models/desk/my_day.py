from collections import Counter
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .ir_http import DESK_GROUPS

_MOVED_LIMIT = 30


class MyDay(models.AbstractModel):
    """The home page of somebody at the desk: everything on it in one call."""

    _name = "city12319.my.day"
    _description = "My Day"

    @api.model
    @api.readonly
    def load(self):
        """Return everything that the page shows.

        :return: dict with ``now`` (UTC), ``user``, ``drafts``, ``reminders`` (``overdue``, ``today``: cards; ``later``: a
            number), ``moved`` (own tickets that others moved since the last look, newest first, those returned to the
            person marked), ``stages`` (own open tickets), ``figures`` of the day and ``notes`` to read
        :raises AccessError: when the person has no desk
        """
        if not self.env.user.has_groups(DESK_GROUPS):
            raise AccessError(self.env._("This page is for those who work at a desk of the hotline."))
        agent = self.env.user.has_group("city12319_intake.group_agent")
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "uid": self.env.uid,
            "user": self.env.user.name,
            "agent": agent,
            "drafts": [
                {name: draft[name] for name in ("key", "words", "updated_at")}
                for draft in (self.env["city12319.ticket.draft"].mine() if agent else [])
            ],
            "reminders": self._reminders(),
            "moved": self._moved() if agent else [],
            "stages": self._stages() if agent else [],
            "figures": self._figures(),
            "notes": self._notes(),
        }

    @api.model
    def mark_seen(self, at):
        """Note that the person has seen what moved until ``at`` (UTC, as :meth:`load` gave it)."""
        self.env["city12319.desk.mark"]._mark(fields.Datetime.to_datetime(at))
        return True

    @api.model
    def _zone(self):
        return ZoneInfo(self.env["ir.config_parameter"].sudo().get_param("city12319.timezone") or "Asia/Shanghai")

    @api.model
    def _day_bounds(self):
        """Return the two midnights around now, in the city, as UTC."""
        zone = self._zone()
        day = fields.Datetime.now().replace(tzinfo=timezone.utc).astimezone(zone).date()
        return tuple(
            datetime.combine(day + timedelta(days=days), time(), zone).astimezone(timezone.utc).replace(tzinfo=None)
            for days in (0, 1)
        )

    @api.model
    def _reminders(self):
        now = fields.Datetime.now()
        midnight = self._day_bounds()[1]
        mine = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "open")
        reminders = self.env["city12319.reminder"].search(
            mine & Domain("due_at", "<", midnight), limit=50, order="due_at, id",
        )
        cards = [reminder._card(now) for reminder in reminders]
        return {
            "overdue": [card for card in cards if card["overdue"]],
            "today": [card for card in cards if not card["overdue"]],
            "later": self.env["city12319.reminder"].search_count(mine & Domain("due_at", ">=", midnight)),
        }

    @api.model
    def _moved(self):
        """Return the own open tickets that somebody else moved since the last look."""
        mark = self.env["city12319.desk.mark"].search([("user_id", "=", self.env.uid)])
        since = mark.seen_at or fields.Datetime.now() - timedelta(days=1)
        since = max(since, fields.Datetime.now() - timedelta(days=14))  # bounded, also after a long holiday
        events = self.env["city12319.event"].search(
            Domain("at", ">", since) & Domain("ticket_id.agent_id", "=", self.env.uid)
            & Domain("user_id", "!=", self.env.uid),
            order="at desc, id desc", limit=10 * _MOVED_LIMIT,
        )
        latest = {}
        for event in events:
            latest.setdefault(event.ticket_id, event)
        return [
            {
                "id": ticket.id, "name": ticket.name, "summary": ticket.summary or "", "stage": ticket.stage_id.name,
                "open": ticket.is_open, "what": event.transition_id.name or event.code, "who": event.user_id.name,
                "why": event.reason or event.text or "", "at": fields.Datetime.to_string(event.at),
                "returned": ticket.is_open and ticket.stage_code == "registered",
            }
            for ticket, event in list(latest.items())[:_MOVED_LIMIT]
        ]

    @api.model
    def _stages(self):
        groups = self.env["city12319.ticket"]._read_group(
            [("agent_id", "=", self.env.uid), ("is_open", "=", True)], ["stage_id"], ["__count"],
        )
        return [
            {"id": stage.id, "name": stage.name, "count": count}
            for stage, count in sorted(groups, key=lambda group: group[0].sequence)
        ]

    @api.model
    def _figures(self):
        """Return what the person did today: ``registered``, ``answered``, ``processed``, ``reminders`` and ``hours``."""
        start, end = self._day_bounds()
        today = Domain("agent_id", "=", self.env.uid) & Domain("reported_at", ">=", start) & Domain("reported_at", "<", end)
        tickets = self.env["city12319.ticket"]
        registered = tickets.search_fetch(today, ["reported_at"], limit=5000) if tickets.has_access("read") else tickets
        answered, processed = (
            self.env["city12319.event"]._read_group(
                [("ticket_id", "in", registered.ids), ("code", "=like", code)], [], ["ticket_id:count_distinct"],
            )[0][0] if registered else 0
            for code in ("answer", "process\\_%")
        )
        zone = self._zone()
        hours = Counter(
            ticket.reported_at.replace(tzinfo=timezone.utc).astimezone(zone).hour for ticket in registered
        )
        return {
            "registered": len(registered),
            "answered": answered,
            "processed": processed,
            "reminders": self.env["city12319.reminder"].search_count([
                ("user_id", "=", self.env.uid), ("state", "=", "done"), ("done_at", ">=", start), ("done_at", "<", end),
            ]),
            "hours": [{"hour": hour, "count": hours[hour]} for hour in range(24)],
        }

    @api.model
    def _notes(self):
        return [
            {
                "id": note.id, "author": note.author_id.name, "text": note.text,
                "date": fields.Date.to_string(note.shift_date), "to_me": note.to_user_id == self.env.user,
                "reminders": note.reminder_count, "at": fields.Datetime.to_string(note.create_date),
            }
            for note in self.env["city12319.shift.note"]._to_read()
        ]
