from datetime import timedelta

from odoo import api, models

from odoo.addons.city12319_flow import house_language

_LATER = timedelta(minutes=1)
_NAMES = 6


class EscalationActs(models.Model):
    """What is done when levels are reached: the lamp, an urge, and whom it is told to."""

    _inherit = "city12319.escalation"

    def _act(self, now):
        rows = self._still_due()
        (self - rows)._forget()
        free = rows._lock_documents()
        # somebody works on these at this very moment: their due moment may be about to move
        (rows - free).write({"wake_at": now + _LATER})
        free.clock_id._set_lamps(now)
        acting = free - free._overtaken(now)
        numbers = acting._urge()
        people = acting._addressees()
        acting._queue(people, now)
        self.env["res.users"].union(*people.values()).mapped("name")  # read for all at once
        for row in free:
            row.write({"state": "done", "done_at": now, "error": False, "result": self._told(
                row in acting, numbers.get(row), people.get(row),
            )})

    def _still_due(self):
        return self.filtered(lambda row: row.clock_id.state == "running" and row.level_id.active)

    def _lock_documents(self):
        """Lock the orders and tickets; return the rows whose document nobody else is changing."""
        orders = self.order_id.try_lock_for_update(allow_referencing=True)
        tickets = self.filtered(lambda row: not row.order_id).ticket_id.try_lock_for_update(allow_referencing=True)
        return self.filtered(lambda row: row._document() in (orders if row.order_id else tickets))

    def _overtaken(self, now):
        """Return the rows whose clock has reached a higher level as well, as after a time without the minute job.

        Only the highest level acts. The others are done with it: nobody is told three things about one case.
        """
        due = self.search([
            ("clock_id", "in", self.clock_id.ids), ("state", "=", "waiting"), ("due_at", "<", now),
            ("level_id.active", "=", True),
        ])
        highest = {}
        for row in due:
            key = (row.level_id.sequence, row.level_id.id)
            highest[row.clock_id] = max(highest.get(row.clock_id, key), key)
        return self.filtered(lambda row: highest.get(row.clock_id, (0, 0)) > (row.level_id.sequence, row.level_id.id))

    def _urge(self):
        """Urge the departments that have these cases; return the number of the urge by row."""
        numbers = {}
        urging = self.filtered(lambda row: row.level_id.urge_level and row.order_id and row.order_id._is_at_department())
        for level, rows in urging.grouped("level_id").items():
            # a case of which two clocks reach this level is urged once
            orders = rows.order_id
            urges = self.env["city12319.supervision"]._urge(
                orders, level.urge_level, {order: level._urge_text(order) for order in orders}, auto=True,
            )
            by_order = {urge.order_id: urge.name for urge in urges}
            numbers.update({row: by_order[row.order_id] for row in rows if row.order_id in by_order})
        return numbers

    def _queue(self, people, now):
        """Note whom to tell, and from when on."""
        rows = [
            (row.id, user_id, tells_at)
            for row, users in people.items()
            for tells_at in [row._tells_at(now)]
            for user_id in users.ids
        ]
        self.env["city12319.escalation.line"]._add(rows)

    def _tells_at(self, now):
        self.ensure_one()
        return self.level_id._tells_at(now, self.order_id.urgency or "normal", self.clock_id.unit)

    @api.model
    def _told(self, acted, number, users):
        """Return in words what came of a row."""
        self = house_language.written(self)
        if not acted:
            return self.env._("A higher level was reached at the same time.")
        names = users[:_NAMES].mapped("name") if users else []
        more = len(users or ()) - _NAMES
        told = self.env._("Told: %(names)s", names="、".join(names)) if names else self.env._("Nobody to tell")
        if more > 0:
            told = self.env._("%(told)s and %(more)s more", told=told, more=more)
        return self.env._("%(told)s · urge %(number)s", told=told, number=number) if number else told
