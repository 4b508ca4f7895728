import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.city12319_dispatch.tests.rights_common import RightsCase

QUERIES = 40
REFUSED = ("agent", "dispatcher", "water", "inspector", "visitor", "kb_editor", "config_admin", "internal", "portal")


@tagged("post_install", "-at_install")
class TestDashboard(RightsCase):
    """The figures of the dashboard against plain SQL over the facts, its rights, and what it costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("city12319.timezone", "Asia/Shanghai")
        district = cls.env["city12319.area"].create({"name": "试区", "code": "T-D", "level": "district"})
        cls.street = cls.env["city12319.area"].create({
            "name": "试街道", "code": "T-DS", "level": "street", "parent_id": district.id})
        cls.district = district

    def setUp(self):
        super().setUp()
        self.closed(ticket=self.foreign(area_id=self.street.id))
        self.handling(ticket=self.foreign(area_id=self.street.id))
        self.sent(self.sanitation)
        self.do(self.ticket(), "agent", "answer")
        late = self.handling()
        self.env.cr.execute("UPDATE city12319_order SET alert = 'overdue' WHERE id = %s", [late.id])
        self.env.invalidate_all()
        # what happens within the present second is counted later
        later = fields.Datetime.now() + timedelta(seconds=2)
        self.startPatcher(patch.object(fields.Datetime, "now", return_value=later))
        self.count()

    def count(self):
        """Count the roll-ups of today and yesterday, as the scheduled action does."""
        days = self.env["city12319.rollup.day"]
        today = days._today()
        days._mark([today, today - timedelta(days=1)])
        days.search([("day", ">=", today - timedelta(days=1))])._count()
        self.env.registry.clear_cache()  # sums of another test, counted in the same second

    def board(self, person, period="day"):
        return self.as_(self.env["city12319.dashboard"], person).load(period)

    def figure(self, board, key, part="figures"):
        return next(one for one in board[part] if one["key"] == key)

    def sql(self, statement, *values):
        self.env.cr.execute(statement, values)
        return self.env.cr.fetchone()[0]

    def midnight(self):
        return self.sql(
            "SELECT date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' AT TIME ZONE 'UTC'")

    def listed(self, person, opens):
        """Return how many records the list behind a number has, read as the client does."""
        given = json.loads(json.dumps(opens))
        if "counted" in given:
            action = self.as_(self.env["city12319.dashboard"], person).open_counted(given["name"], given["counted"])
            given = {"model": action["res_model"], "domain": action["domain"]}
        return self.as_(self.env[given["model"]], person).search_count(given["domain"])

    # ------------------------------------------------------------------ figures

    def test_figures_of_today_are_those_of_the_events(self):
        board, start = self.board("leader"), self.midnight()
        self.assertEqual(self.figure(board, "registered")["value"], self.sql(
            "SELECT count(DISTINCT ticket_id) FROM city12319_event WHERE code = 'register' AND at >= %s", start))
        self.assertEqual(self.figure(board, "finished")["value"], self.sql(
            "SELECT count(DISTINCT ticket_id) FROM city12319_event "
            "WHERE code IN ('answer', 'visit_close', 'close_direct') AND at >= %s", start))
        self.assertEqual(self.figure(board, "open")["value"], self.sql("SELECT count(*) FROM city12319_order WHERE is_open"))
        self.assertEqual(self.figure(board, "overdue")["value"], self.sql(
            "SELECT count(*) FROM city12319_order WHERE is_open AND alert = 'overdue'"))

    def test_funnel_holds_every_open_case_once(self):
        board = self.board("leader")
        for step in board["funnel"][1:]:
            with self.subTest(step["key"]):
                self.assertEqual(step["value"], self.sql(
                    "SELECT count(*) FROM city12319_ticket t JOIN city12319_stage s ON s.id = t.stage_id "
                    "WHERE t.is_open AND s.phase = %s", step["key"]))
        self.assertEqual(sum(step["value"] for step in board["funnel"][1:]), self.sql(
            "SELECT count(*) FROM city12319_ticket WHERE is_open"))
        self.assertEqual(board["funnel"][0]["value"], self.figure(board, "registered")["value"])

    def test_figures_of_the_period_are_those_of_the_facts(self):
        board, start = self.board("statistician"), self.midnight()
        self.assertEqual(self.figure(board, "filed", "past")["value"], self.sql(
            "SELECT count(*) FROM city12319_event WHERE code = 'process_file' AND at >= %s", start))
        self.assertEqual(self.figure(board, "dispatched", "past")["value"], self.sql(
            "SELECT count(*) FROM city12319_event WHERE code = 'dispatch' AND at >= %s", start))
        judged, satisfied = (self.sql(
            "SELECT count(*) FROM city12319_event e JOIN city12319_order o ON o.id = e.order_id "
            "JOIN city12319_result r ON r.id = o.result_id WHERE e.code = 'visit_close' AND e.at >= %s "
            f"AND r.effective {more}", start) for more in ("", "AND r.satisfied"))
        self.assertEqual(self.figure(board, "satisfied_rate", "past")["value"], round(100 * satisfied / judged, 1))

    def test_nothing_to_divide_by_is_no_figure(self):
        self.env.cr.execute("DELETE FROM city12319_rollup_order")
        self.env.registry.clear_cache()
        self.assertIsNone(self.figure(self.board("leader"), "satisfied_rate", "past")["value"])

    def test_every_number_opens_as_many_records(self):
        board = self.board("shift_leader")
        numbers = [*board["figures"], *board["past"], *board["funnel"], *board["categories"], *board["districts"],
                   *board["judgements"]]
        checked = 0
        for one in numbers:
            if one["opens"] and one["unit"] != "%":
                with self.subTest(one["name"]):
                    self.assertEqual(self.listed("shift_leader", one["opens"]), one["value"])
                    checked += 1
        self.assertGreater(checked, 15)
        for row in board["departments"]:
            for key in ("dispatched", "closed", "open", "overdue"):
                with self.subTest(row["name"], key=key):
                    self.assertEqual(self.listed("shift_leader", row["opens"][key]), row[key])

    def test_districts_hold_what_lies_in_them(self):
        row = next(row for row in self.board("leader")["districts"] if row["id"] == self.district.id)
        self.assertEqual(row["count"], 2)
        self.assertEqual(self.listed("leader", row["opens"]), 2)

    def test_departments_are_ranked_by_punctuality(self):
        rows = self.board("leader")["departments"]
        shares = [row["handled_on_time_rate"] for row in rows]
        known = [share for share in shares if share is not None]
        self.assertEqual(shares, sorted(known, reverse=True) + [None] * (len(shares) - len(known)))
        water = next(row for row in rows if row["id"] == self.water.id)
        self.assertEqual((water["open"], water["overdue"]), (2, 1))

    def test_trend_of_today_is_what_was_registered(self):
        board = self.board("leader")
        self.assertEqual(len(board["trend"]["labels"]), 30)
        came = board["trend"]["series"][0]["values"][-1]
        self.assertEqual(came, self.figure(board, "registered", "past")["value"])
        action = self.as_(self.env["city12319.dashboard"], "leader").open_day(board["trend"]["days"][-1])
        self.assertEqual(self.listed("leader", {"model": action["res_model"], "domain": action["domain"]}), came)

    # ------------------------------------------------------------------ rights

    def test_dashboard_is_refused_to_whoever_has_none(self):
        for person in REFUSED:
            with self.subTest(person), self.assertRaises(AccessError):
                self.board(person)
            with self.subTest(person), self.assertRaises(AccessError):
                self.as_(self.env["city12319.dashboard"], person).open_day(fields.Date.to_string(fields.Date.today()))

    def test_manager_sees_the_own_departments_alone(self):
        board = self.board("water_manager")
        self.assertIn("供水处", board["scope"])
        self.assertEqual(self.figure(board, "open")["value"], self.sql(
            "SELECT count(*) FROM city12319_order WHERE is_open AND department_id IN (%s, %s)", self.water.id, self.pipes.id))
        self.assertEqual({row["id"] for row in board["departments"]}, {self.water.id})
        self.assertNotIn("calls", [one["key"] for one in board["figures"]])
        self.assertIsNone(board["funnel"][0]["value"])
        for one in [*board["figures"], *board["past"], *board["funnel"][1:], *board["categories"]]:
            if one["opens"] and one["unit"] != "%":
                with self.subTest(one["name"]):
                    self.assertEqual(self.listed("water_manager", one["opens"]), one["value"])

    def test_calls_open_only_for_those_who_read_them(self):
        self.assertFalse(self.figure(self.board("leader"), "calls")["opens"])
        self.assertTrue(self.figure(self.board("shift_leader"), "calls")["opens"])

    # ------------------------------------------------------------------ what it costs

    def test_sums_are_kept_until_days_are_counted_anew(self):
        before = self.figure(self.board("leader"), "filed", "past")["value"]
        self.filed()
        self.assertEqual(self.figure(self.board("leader"), "filed", "past")["value"], before)
        fields.Datetime.now.return_value += timedelta(seconds=2)
        self.env["city12319.rollup.day"].search([], limit=1)._count()
        self.assertEqual(self.figure(self.board("leader"), "filed", "past")["value"], before + 1)
        context = {"city12319_dashboard_stamp": "mine"}  # nobody says from outside what is kept
        kept = self.as_(self.env["city12319.dashboard"], "leader").with_context(**context).load("day")
        self.assertEqual(self.figure(kept, "filed", "past")["value"], before + 1)

    def test_what_earlier_counts_left_in_memory_is_dropped(self):
        dashboard = self.env["city12319.dashboard"]
        dashboard._kept("t_sums", 1)["a"] = "old"
        dashboard._kept("t_heat", 1)["a"] = "other"
        self.assertEqual(dashboard._kept("t_sums", 1), {"a": "old"})
        self.assertEqual(dashboard._kept("t_sums", 2), {})
        self.assertEqual(dashboard._versions("t_sums"), {2: {}})
        self.assertEqual(dashboard._kept("t_heat", 1), {"a": "other"})

    def test_one_call_with_few_queries_however_much_there_is(self):
        dashboard = self.as_(self.env["city12319.dashboard"], "leader")
        dashboard.load("month")  # what stays in memory
        self.env.invalidate_all()
        with self.assertQueryCount(QUERIES):
            dashboard.load("month")
