from odoo.exceptions import AccessError
from odoo.tests import tagged

from .report_case import ReportCase

_PARAMS = {"period": "month", "date": "2026-03-15"}


@tagged("post_install", "-at_install")
class TestReportRights(ReportCase):
    """Who sees which figures, and which records behind them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("setUp")
        for number, department in enumerate((cls.water, cls.pipes, cls.sanitation, cls.sanitation)):
            case.closed(10 + number, department=department)
        for person in ("agent", "other_agent", "other_agent"):
            case.registered(40, person)
        case.calls(7, count=12)
        case.env.flush_all()
        case.count()

    def compute(self, person, code):
        return self.as_(self.env["city12319.report"], person).compute(code, _PARAMS)

    def total(self, person, code, figure):
        table = self.compute(person, code)
        return table["totals"]["values"][[column["key"] for column in table["columns"]].index(figure)]

    def opened(self, person, code, figure, key="total"):
        reports = self.as_(self.env["city12319.report"], person)
        action = reports.drill(code, key, figure, _PARAMS)
        return self.as_(self.env[action["res_model"]], person).search_count(action["domain"])

    def test_statistician_leader_and_shift_leader_see_all(self):
        for person in ("statistician", "leader", "shift_leader"):
            self.assertEqual(self.total(person, "department_work", "closed"), 4, person)
            self.assertEqual(self.opened(person, "department_work", "closed"), 4, person)
            self.assertEqual(self.total(person, "agent_work", "registered"), 7, person)

    def test_manager_sees_the_own_department_and_those_below(self):
        table = self.compute("water_manager", "department_work")
        self.assertEqual({row["label"] for row in table["rows"]}, {"供水处", "管网所"})
        self.assertEqual(self.total("water_manager", "department_work", "closed"), 2)
        self.assertEqual(self.opened("water_manager", "department_work", "closed"), 2)
        self.assertEqual(self.opened("water_manager", "department_work", "dispatched"), 2)
        for code in ("call_traffic", "ticket_types", "agent_work"):
            with self.assertRaises(AccessError):
                self.compute("water_manager", code)

    def test_agent_sees_the_own_work(self):
        table = self.compute("agent", "agent_work")
        self.assertEqual([row["label"] for row in table["rows"]], ["agent"])
        self.assertEqual(self.total("agent", "agent_work", "registered"), 5)
        self.assertEqual(self.opened("agent", "agent_work", "registered"), 5)
        self.assertEqual(self.total("other_agent", "agent_work", "registered"), 2)
        self.assertEqual(
            self.opened("agent", "agent_work", "call_answered"), self.total("agent", "agent_work", "call_answered"))
        for code in ("department_work", "call_traffic"):
            with self.assertRaises(AccessError):
                self.compute("agent", code)

    def test_department_user_config_admin_and_outsiders_see_no_figures(self):
        for person in ("water", "config_admin"):
            for model in ("ticket", "order", "stage", "visit", "call", "seat"):
                self.assertFalse(self.as_(self.env[f"city12319.rollup.{model}"], person).has_access("read"), (person, model))
            with self.assertRaises(AccessError):
                self.compute(person, "department_work")

    def test_condition_of_a_figure_opens_nothing_that_rules_close(self):
        action = self.as_(self.env["city12319.report"], "statistician").drill(
            "ticket_types", "total", "registered", _PARAMS)
        seen = self.as_(self.env["city12319.ticket"], "agent").search(action["domain"])
        self.assertEqual(set(seen.agent_id.ids), {self.people["agent"].id})
        self.assertFalse(self.as_(self.env["city12319.order"], "water").search([
            ("id", "not in", self.as_(self.env["city12319.order"], "water").search([]).ids),
            ("report_cell", "=", self.as_(self.env["city12319.report"], "statistician").drill(
                "department_work", "total", "closed", _PARAMS)["domain"][0][2]),
        ]))

    def test_menus(self):
        menus = self.env["ir.ui.menu"]
        for name, people in (
            ("menu_statistics", {"statistician", "leader", "shift_leader", "agent", "water_manager", "config_admin"}),
            ("menu_rollup_call", {"statistician", "leader", "shift_leader", "agent"}),
            ("menu_rollup_order", {"statistician", "leader", "shift_leader", "agent", "water_manager"}),
            ("menu_report_month", {"statistician", "leader", "shift_leader", "config_admin"}),
            ("menu_report_definition", {"config_admin"}),
        ):
            menu = self.env.ref(f"city12319_reports.{name}")
            for person in ("statistician", "leader", "shift_leader", "agent", "water_manager", "water", "config_admin"):
                self.assertEqual(
                    menu.id in menus.with_user(self.people[person])._visible_menu_ids(), person in people, (name, person))
