from odoo import api, fields, models
from odoo.fields import Domain


class MyDay(models.AbstractModel):
    """Return visits on the home page of those who make them."""

    _inherit = "city12319.my.day"

    @api.model
    @api.readonly
    def load(self):
        """Return everything that the page shows; for visitors also ``visits``, see :meth:`_visits`."""
        visitor = self.env.user.has_group("city12319_intake.group_visitor")
        return {**super().load(), "visits": self._visits() if visitor else None}

    @api.model
    def _visits(self):
        """Return numbers: ``mine``, ``overdue`` of these, ``queue``; of today ``done``, ``reached`` and ``satisfied``."""
        visits = self.env["city12319.visit"]
        waiting = Domain("state", "=", "waiting")
        mine = waiting & Domain("visitor_id", "=", self.env.uid)
        start, end = self._day_bounds()
        [(done, reached, satisfied)] = visits._read_group(
            [("done_by_id", "=", self.env.uid), ("done_at", ">=", start), ("done_at", "<", end)],
            [], ["__count", "reached:sum", "satisfied:sum"],
        )
        return {
            "mine": visits.search_count(mine),
            "overdue": visits.search_count(mine & Domain("due_at", "<", fields.Datetime.now())),
            "queue": visits.search_count(waiting & Domain("visitor_id", "=", False)),
            "done": done, "reached": reached or 0, "satisfied": satisfied or 0,
        }
