from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .report_case import MARCH, MONTH, ReportCase


@tagged("post_install", "-at_install")
class TestFrozenMonth(ReportCase):
    """A month that was published keeps its figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("setUp")
        case.count(*MARCH)
        case.closed(10)
        cls.month = cls.env["city12319.report.month"]._of(MONTH)
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def as_month(self, person):
        return self.month.with_user(self.people[person])

    def freeze(self):
        self.as_month("statistician").action_freeze()

    def closed_count(self):
        return self.rolled(MONTH, date(2026, 3, 31))["closed"]

    def test_freezing_counts_first_and_says_who_and_when(self):
        self.assertEqual(self.closed_count(), 0)
        self.freeze()
        self.assertEqual(self.closed_count(), 1)
        self.assertEqual((self.month.state, self.month.frozen_by_id), ("frozen", self.people["statistician"]))
        self.assertEqual((self.month.day_count, self.month.changed_count), (31, 0))
        self.assertEqual(self.month.log_ids.what, "frozen")

    def test_figures_stay_when_facts_change_and_the_report_says_so(self):
        self.freeze()
        self.closed(50)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["city12319.rollup.mark"]._take_in()
        days = self.env["city12319.rollup.day"]
        self.assertFalse([
            day for day in days._waiting_days(fields.Datetime.add(fields.Datetime.now(), hours=2)).mapped("day")
            if day.month == 3
        ])
        self.month.invalidate_recordset()
        self.assertGreater(self.month.changed_count, 0)
        said = self.env["city12319.report"].with_user(self.people["leader"]).compute(
            "department_work", {"date": "2026-03-15"})["frozen"]["months"]
        self.assertEqual([(month["name"], month["frozen_by"]) for month in said], [("2026年3月", "statistician")])
        self.assertGreater(said[0]["changed_days"], 0)

    def test_opened_again_with_a_reason_it_follows_the_facts(self):
        self.freeze()
        self.closed(50)
        self.env.flush_all()
        self.env.cr.precommit.run()
        with self.assertRaises(UserError):
            self.as_month("leader").unfreeze("  ")
        self.env["city12319.report.unfreeze"].with_user(self.people["leader"]).create({
            "month_id": self.month.id, "reason": "三月漏导一批登记",
        }).action_unfreeze()
        self.assertEqual(self.month.state, "open")
        self.assertEqual(self.month.log_ids.mapped("reason")[:1], ["三月漏导一批登记"])
        self.month._count_changes()
        self.assertEqual(self.closed_count(), 2)

    def test_rebuilding_counts_every_day_anew(self):
        self.month._count_changes()
        self.as_month("config_admin").action_rebuild()
        waiting = self.env["city12319.rollup.day"]._waiting_days(fields.Datetime.now()).mapped("day")
        self.assertEqual(len([day for day in waiting if day.month == 3]), 31)
        self.freeze()
        with self.assertRaises(UserError):
            self.as_month("statistician").action_rebuild()

    def test_running_month_is_not_frozen(self):
        running = self.env["city12319.report.month"]._of(self.env["city12319.rollup.day"]._today())
        with self.assertRaises(UserError):
            running.with_user(self.people["statistician"]).action_freeze()

    def test_who_may(self):
        for person in ("shift_leader", "config_admin", "water_manager", "agent"):
            with self.assertRaises(AccessError):
                self.as_month(person).action_freeze()
        self.freeze()
        for person in ("statistician", "shift_leader", "agent"):
            with self.assertRaises(AccessError):
                self.as_month(person).unfreeze("x")
        with self.assertRaises(AccessError):
            self.as_month("leader").write({"state": "open"})
        with self.assertRaises(UserError):
            self.month.unlink()
