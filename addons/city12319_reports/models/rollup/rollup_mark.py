from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.city12319_evaluation.models import city_time

# when facts of a case happened or were settled: the days on which they are counted; and the answers to the same caller
# shortly before, which were the last word no longer
_MOMENTS = SQL("""
    SELECT e.at FROM cases JOIN city12319_event e USING (ticket_id)
    UNION ALL SELECT LEAST(c.stopped_at, c.due_at) FROM cases JOIN city12319_clock c USING (ticket_id)
    UNION ALL SELECT c.stopped_at FROM cases JOIN city12319_clock c USING (ticket_id)
    UNION ALL SELECT v.opened_at FROM cases JOIN city12319_visit v USING (ticket_id)
    UNION ALL SELECT v.done_at FROM cases JOIN city12319_visit v USING (ticket_id)
    UNION ALL SELECT unnest(ARRAY[q.requested_at, q.decided_at])
      FROM cases JOIN city12319_order o USING (ticket_id) JOIN city12319_request q ON q.order_id = o.id
    UNION ALL SELECT n.sent_at
      FROM cases JOIN city12319_order o USING (ticket_id) JOIN city12319_supervision n ON n.order_id = o.id
    UNION ALL SELECT e.at
      FROM cases JOIN city12319_ticket k ON k.id = cases.ticket_id
      JOIN city12319_ticket p ON p.phone_sanitized = k.phone_sanitized AND p.id <> k.id
           AND p.reported_at <= k.reported_at AND p.reported_at > k.reported_at - '4 days'::interval
      JOIN city12319_event e ON e.ticket_id = p.id AND e.code = 'answer'
""")


class RollupMark(models.Model):
    """A case, or a day, whose facts have changed and that no count has seen yet.

    Written once in a transaction, together with the facts themselves, so that none is lost and nobody waits; a case is
    turned into its days by the job that counts.
    """

    _name = "city12319.rollup.mark"
    _description = "Changed Facts"
    _log_access = False
    _order = "id"

    # no foreign key: its check would wait for whoever has the ticket in hand; tickets are never deleted
    ticket = fields.Integer(string="Id of the ticket")
    day = fields.Date()

    @api.model
    def _note(self, tickets=(), moments=()):
        """Note, once at the end of the transaction, that facts of cases or of moments (UTC) have changed."""
        pending = self.env.cr.precommit.data
        if "city12319.rollup" not in pending:
            pending["city12319.rollup"] = (set(), set())
            self.env.cr.precommit.add(self._write_noted)
        noted = pending["city12319.rollup"]
        noted[0].update(tickets)
        noted[1].update(moments)

    @api.model
    def _write_noted(self):
        tickets, moments = self.env.cr.precommit.data.pop("city12319.rollup")
        tz = city_time.zone(self.env)
        today = self.env["city12319.rollup.day"]._today()
        days = {city_time.local_day(moment, tz) for moment in moments if moment}
        rows = [(ticket, None) for ticket in sorted(tickets)]
        rows += [(None, day) for day in sorted(days) if day < today]  # today is counted anyway
        if rows:
            self.env.cr.execute(SQL(
                "INSERT INTO city12319_rollup_mark (ticket, day) SELECT * FROM unnest(%s::int[], %s::date[])",
                [ticket for ticket, _day in rows], [day for _ticket, day in rows],
            ))

    @api.model
    def _take_in(self):
        """Turn what was noted into days to be counted. Two processes at once do not disturb each other."""
        days = self.env.execute_query(SQL(
            """
            WITH taken AS (
                DELETE FROM city12319_rollup_mark
                 WHERE id IN (SELECT id FROM city12319_rollup_mark FOR UPDATE SKIP LOCKED)
                RETURNING ticket AS ticket_id, day
            ), cases AS (SELECT DISTINCT ticket_id FROM taken WHERE ticket_id IS NOT NULL)
            SELECT DISTINCT (m.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
              FROM (%(moments)s) m WHERE m.at IS NOT NULL
            UNION SELECT day FROM taken WHERE day IS NOT NULL
            """,
            zone=city_time.zone(self.env).key, moments=_MOMENTS,
        ))
        self.env["city12319.rollup.day"]._mark(day for day, in days)
