from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_CODES = ("refuse", "approve", "approve_second")  # given back at once, or with an approved request
_DAYS = 30


class BounceEvent(models.Model):
    _inherit = "city12319.event"

    # how often departments give cases back, and to whom these go: newest days only
    _bounce_idx = models.Index("(at, order_id, department_id) WHERE code IN ('refuse', 'approve', 'approve_second')")


class Bounce(models.AbstractModel):
    """Cases that go to and fro between departments (推诿), counted from the facts.

    A department *gives back* when it refuses or when its request to return a case is approved. Two departments play
    *ping-pong* on a case when both give it back, one directly after the other.
    """

    _name = "city12319.bounce"
    _description = "Cases Given Back"

    @api.model
    def _figures(self, since=None, until=None):
        """Return how each department dealt with what it was sent.

        :return: list of dicts, most often given back first: ``department`` (record), ``dispatched``, ``given_back``,
            ``rate`` (given back ÷ dispatched, or None when nothing was dispatched)
        """
        since, until = self._period(since, until)
        events = self.env["city12319.event"]
        events.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT event.department_id, count(*) FILTER (WHERE event.code = 'dispatch'),
                      count(*) FILTER (WHERE event.code <> 'dispatch')
                 FROM city12319_event event
                 JOIN city12319_stage stage ON stage.id = event.to_stage_id
                WHERE event.at >= %s AND event.at < %s AND event.department_id IS NOT NULL
                  AND (event.code = 'dispatch' OR (event.code IN %s AND stage.code = 'pending_dispatch'))
                GROUP BY event.department_id""",
            since, until, _CODES,
        ))
        departments = self.env["city12319.department"]
        figures = [
            {
                "department": departments.browse(department), "dispatched": dispatched, "given_back": given_back,
                "rate": given_back / dispatched if dispatched else None,
            }
            for department, dispatched, given_back in rows
        ]
        return sorted(figures, key=lambda figure: (-figure["given_back"], figure["department"].id))

    @api.model
    def _pairs(self, since=None, until=None, limit=10):
        """Return the pairs of departments that give cases back one directly after the other.

        :return: list of dicts, most cases first: ``departments`` (two records), ``count`` and ``orders`` (records)
        """
        since, until = self._period(since, until)
        self.env["city12319.event"].flush_model()
        rows = self.env.execute_query(SQL(
            """WITH given_back AS (
                   SELECT event.order_id, event.department_id AS one,
                          lag(event.department_id) OVER (PARTITION BY event.order_id ORDER BY event.at, event.id) AS other
                     FROM city12319_event event
                     JOIN city12319_stage stage ON stage.id = event.to_stage_id
                    WHERE event.at >= %s AND event.at < %s AND event.code IN %s AND stage.code = 'pending_dispatch'
                      AND event.order_id IS NOT NULL AND event.department_id IS NOT NULL
               )
               SELECT least(one, other), greatest(one, other), count(*), array_agg(DISTINCT order_id)
                 FROM given_back
                WHERE other IS NOT NULL AND other <> one
                GROUP BY 1, 2
                ORDER BY 3 DESC, 1, 2
                LIMIT %s""",
            since, until, _CODES, limit,
        ))
        departments, orders = self.env["city12319.department"], self.env["city12319.order"]
        return [
            {"departments": departments.browse([one, other]), "count": count, "orders": orders.browse(order_ids)}
            for one, other, count, order_ids in rows
        ]

    @api.model
    def _period(self, since, until):
        until = until or fields.Datetime.now() + timedelta(seconds=1)
        return since or until - timedelta(days=_DAYS), until
