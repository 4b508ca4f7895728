from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.definitions import FIGURES
from .report_case import MARCH, MONTH, ReportCase

_PARAMS = {"period": "month", "date": "2026-03-15"}


@tagged("post_install", "-at_install")
class TestReports(ReportCase):
    """Reports as data: every figure is a list of exactly so many records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("setUp")
        case.fill(12)
        case.count(*MARCH)
        cls.reports = cls.env["city12319.report"].with_user(cls.people["statistician"])

    def table(self, code, **params):
        return self.reports.compute(code, {**_PARAMS, **params})

    def column(self, table, key):
        return [column["key"] for column in table["columns"]].index(key)

    # ------------------------------------------------------------------ a figure opens its records

    def drilled(self, code, key, column, part="over", **params):
        """Return how many records the action behind a figure shows; None where its parts are of different kinds."""
        try:
            action = self.reports.drill(code, key, column["key"], {**_PARAMS, **params}, part)
        except UserError:
            return None
        return self.env[action["res_model"]].with_user(self.people["statistician"]).search_count(action["domain"])

    def test_every_figure_of_every_report_opens_as_many_records(self):
        wrong, checked, refused = [], 0, set()
        for report in self.reports.search([("row_dim", "!=", "unit")]):
            table = self.table(report.code, top=1000)
            for key, parts in [(row["key"], row["parts"]) for row in table["rows"]] + [("total", table["totals"]["parts"])]:
                for column, numbers in zip(table["columns"], parts, strict=True):
                    for part, number in zip(("over", "base"), numbers, strict=True):
                        figure = FIGURES[column["figure"]]
                        terms = figure.base if part == "base" else figure.over
                        if not number or not self.countable(terms):
                            continue
                        found = self.drilled(report.code, key, column, part)
                        checked += 1
                        if found is None:
                            refused.add(column["figure"])
                        elif found != number:
                            wrong.append(f"{report.code} {key} {column['key']} {part}: {number}, opened {found}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertGreater(checked, 500)
        self.assertFalse(refused, "these could not be opened")

    def countable(self, terms):
        """Tell whether what stands above or below the line is a number of records, and not of hours or seconds."""
        return all(FIGURES[terms[0]].known[term.lstrip("-")].unit == "cases" for term in terms)

    def test_figure_by_day_hour_and_weekday(self):
        for code, params in (("call_traffic", {}), ("call_traffic", {"period": "day", "date": "2026-03-04"}),
                             ("call_hours", {})):
            table = self.table(code, **params)
            place = self.column(table, "call_in")
            for row in table["rows"]:
                for column, (number, _base) in zip(table["columns"], row["parts"], strict=True):
                    if column["figure"] == "call_in" and number:
                        self.assertEqual(self.drilled(code, row["key"], column, **params), number, (row["key"], column["key"]))
            self.assertEqual(sum(row["parts"][place][0] for row in table["rows"]), table["totals"]["parts"][place][0])

    def test_list_behind_a_figure_obeys_filters(self):
        table = self.table("ticket_districts", filters={"area_id": self.north.id})
        number = table["totals"]["parts"][0][0]
        self.assertTrue(0 < number < self.table("ticket_districts")["totals"]["parts"][0][0])
        self.assertEqual(
            self.drilled("ticket_districts", "total", table["columns"][0], filters={"area_id": self.north.id}), number)

    def test_row_of_a_roll_up_opens_what_it_counts(self):
        row = self.env["city12319.rollup.order"].search([("handled", ">", 0)], limit=1)
        action = row.with_user(self.people["statistician"]).action_open_cases()
        codes = [code for family in row._families for code in family.codes]
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), max(row[code] for code in codes))

    # ------------------------------------------------------------------ rows and columns

    def test_streets_are_put_to_their_district(self):
        rows = {row["label"]: row["values"][0] for row in self.table("ticket_districts")["rows"]}
        tickets = self.env["city12319.ticket"].search([("reported_at", ">=", self.bounds(MONTH, MONTH)[0])])
        for district in (self.north, self.south):
            below = tickets.filtered(lambda ticket, area=district: area in (ticket.area_id, ticket.area_id.parent_id))
            registered = below.event_ids.filtered(
                lambda event: event.code == "register" and event.at < self.bounds(MONTH, date(2026, 3, 31))[1])
            self.assertEqual(rows[district.name], len(registered))

    def test_zero_base_gives_no_figure(self):
        table = self.table("call_traffic", date="2020-01-01")
        self.assertIsNone(table["totals"]["values"][self.column(table, "call_answer_rate")])
        self.assertEqual(table["totals"]["values"][self.column(table, "call_in")], 0)

    def test_steps_of_time_have_no_gap_and_the_largest_talk_is_not_summed(self):
        table = self.table("call_traffic")
        self.assertEqual([row["key"] for row in table["rows"]], [f"2026-03-{day:02d}" for day in range(1, 32)])
        place = self.column(table, "call_talk_max")
        self.assertEqual(
            table["totals"]["values"][place], max(row["values"][place] for row in table["rows"]))

    def test_what_waits_is_that_of_the_last_day(self):
        report = self.env["city12319.report"].create({
            "name": "x", "code": "t_waiting", "row_dim": "time", "figure_ids": [
                Command.create({"code": "not_closed"}), Command.create({"code": "close_due"}),
                Command.create({"code": "closed"}),
            ],
        })
        table = self.table(report.code, step="week")
        last = table["rows"][-1]["values"]
        self.assertEqual(table["totals"]["values"][0], last[0])
        closed = sum(row["values"][2] for row in table["rows"])
        self.assertEqual(table["totals"]["values"][1], closed + last[0])

    def test_top_rows_come_by_size(self):
        table = self.table("hot_topics", top=1)
        every = self.table("hot_topics", top=100)
        self.assertEqual(table["rows"][0]["values"][0], max(row["values"][0] for row in every["rows"]))
        self.assertEqual(table["more_rows"], len(every["rows"]) - 1)

    def test_compared_with_the_period_before_and_the_year_before(self):
        table = self.table("ticket_types", date="2026-04-15", compare=["previous", "last_year"])
        march = self.table("ticket_types")
        self.assertEqual(table["compared"]["previous"]["totals"], march["totals"]["values"])
        self.assertEqual((table["compared"]["previous"]["first"], table["compared"]["previous"]["label"]),
                         ("2026-03-01", "2026年3月"))
        self.assertEqual(table["compared"]["last_year"]["totals"][0], 0)

    def test_running_month_is_compared_with_as_many_days(self):
        today = self.env["city12319.rollup.day"]._today()
        table = self.table("ticket_types", date=str(today), compare=["previous"])
        before = table["compared"]["previous"]
        days = date.fromisoformat(before["last"]) - date.fromisoformat(before["first"])
        last_month = today.replace(day=1) - timedelta(days=1)
        self.assertEqual(days.days, min(today.day, last_month.day) - 1)

    def test_says_until_when_facts_are_counted(self):
        table = self.table("ticket_types")
        self.assertTrue(table["as_of"])
        self.assertEqual(table["pending_days"], 0)
        self.env["city12319.rollup.day"]._mark([MONTH])
        self.assertEqual(self.table("ticket_types")["pending_days"], 1)

    # ------------------------------------------------------------------ what makes no sense

    def test_bad_parameters_get_an_error_that_helps(self):
        for params in ({"period": "decade"}, {"period": "free", "from": "2026-03-02"}, {"date": "3/15"},
                       {"period": "free", "from": "2026-03-02", "to": "2026-03-01"}, {"step": "minute"},
                       {"period": "free", "from": "1900-01-01", "to": "2026-03-01"},
                       {"filters": {"summary": "x"}}, {"filters": {"department_id": 1}}):
            with self.assertRaises(UserError, msg=str(params)):
                self.reports.compute("call_traffic", {**_PARAMS, **params})
        with self.assertRaises(AccessError):
            self.reports.compute("no_such_report")
        with self.assertRaises(UserError):
            self.reports.drill("ticket_types", "total", "no_such_figure", _PARAMS)

    def test_condition_of_a_list_cannot_be_made_up(self):
        for text in ("x", "{}", '{"first": "2026-03-01", "last": "2026-03-02", "terms": ["password"]}',
                     '{"first": "2026-03-01", "last": "2026-03-02", "terms": ["registered"], "dims": {"phone": ["1"]}}',
                     '{"first": "2026-03-01", "last": "2026-03-02", "terms": ["call_in"]}'):
            with self.assertRaises(UserError):
                self.env["city12319.ticket"].with_user(self.people["statistician"]).search([("report_cell", "=", text)])

    def test_report_of_an_administrator(self):
        mine = self.env["city12319.report"].with_user(self.people["config_admin"]).create({
            "name": "各来源立案", "code": "filed_by_source", "row_dim": "source", "split_dim": "service_type",
            "figure_ids": [Command.create({"code": "filed"}), Command.create({"code": "filed_rate"})],
        })
        table = self.table(mine.code)
        self.assertEqual(table["report"]["name"], "各来源立案")
        filed = self.column(table, "filed")
        self.assertEqual(sum(row["values"][filed] for row in table["rows"]), table["totals"]["values"][filed])

    def test_figure_that_cannot_be_counted_so_is_refused(self):
        reports = self.env["city12319.report"]
        for row_dim, figure in (("queue", "registered"), ("service_type", "call_in"), ("unit", "registered"),
                                ("person", "evaluation_score"), ("hour", "seat_ready")):
            with self.assertRaises(ValidationError):
                reports.create({
                    "name": "x", "code": "t_bad", "row_dim": row_dim, "figure_ids": [Command.create({"code": figure})],
                })
        with self.assertRaises(ValidationError):
            reports.create({"name": "x", "code": "t_bad", "row_dim": "district", "split_dim": "street",
                            "figure_ids": [Command.create({"code": "registered"})]})

    def test_results_of_evaluation(self):
        scheme = self.scheme([("handled_rate", "ratio", 60), ("closed_rate", "ratio", 40)])
        run = self.run_of(scheme)
        self.assertFalse(self.table("evaluation_results")["rows"], "not frozen yet")
        run.action_freeze()
        table = self.table("evaluation_results")
        self.assertEqual(len(table["rows"]), len(run.line_ids))
        action = self.reports.drill("evaluation_results", table["rows"][0]["key"], "evaluation_score", _PARAMS)
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]).ids, [int(table["rows"][0]["key"])])
