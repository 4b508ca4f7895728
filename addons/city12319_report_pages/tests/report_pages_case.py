from datetime import datetime, timedelta

from odoo.addons.city12319_dispatch.tests.rights_common import RightsCase


class ReportPagesCase(RightsCase):
    """Calls of two days in the past and two tickets of today, counted; a person for every role."""

    DAY = datetime(2026, 3, 2, 2)  # 10:00 of a Monday in Shanghai

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        agent = cls.people["agent"]
        cls.env["city12319.call"].create([
            {
                "name": f"TH{number}", "call_key": f"t.{number}", "direction": "in", "state": "ended", "agent_id": agent.id,
                "offered_at": cls.DAY + timedelta(days=day, minutes=number), "queued_at": cls.DAY + timedelta(days=day),
                "answered_at": cls.DAY + timedelta(days=day, minutes=number, seconds=8) if answered else False,
                "outcome": "answered" if answered else "abandoned", "wait_seconds": 8, "talk_seconds": 90 if answered else 0,
            }
            for number, (day, answered) in enumerate([(0, True), (0, True), (0, False), (1, True), (-31, True)])
        ])
        days = cls.env["city12319.rollup.day"]
        days._mark([(cls.DAY + timedelta(days=day)).date() for day in (-31, 0, 1)])
        days.search([])._count()

    @classmethod
    def page_as(cls, role):
        """Return the model of the page as somebody of that role."""
        return cls.env["city12319.report.page"].with_user(cls.user_of(role))

    @classmethod
    def asked(cls, **more):
        """Return what is asked of the month in which the calls were made."""
        return {"report": "call_traffic", "kind": "month", "first": "2026-03-01", **more}

    @staticmethod
    def value(page, key, column, of="values"):
        """Return one figure of a page: of a row, or of the totals."""
        at = [one["key"] for one in page["columns"]].index(column)
        row = page["totals"] if key == "total" else next(row for row in page["rows"] if row["key"] == key)
        return row[of][at]
