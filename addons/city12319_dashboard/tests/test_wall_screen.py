import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.city12319_dispatch.tests.rights_common import RightsCase

WALL = "/city12319/wall"


@tagged("post_install", "-at_install")
class TestWallScreen(RightsCase):
    """The wall screen shows figures and places, and nobody's name or number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["screen"] = new_test_user(cls.env, "t_screen", groups="city12319_dashboard.group_wall", name="screen")

    def screen(self, person):
        return self.as_(self.env["city12319.wall.screen"], person).load()

    def test_refused_without_the_right(self):
        for person in ("agent", "dispatcher", "water", "water_manager", "visitor", "internal", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.screen(person)

    def test_leaders_and_the_login_of_the_screen_have_it(self):
        for person in ("leader", "shift_leader", "statistician", "screen"):
            with self.subTest(person):
                self.assertTrue(self.screen(person)["figures"])

    def test_login_of_the_screen_reads_no_case_itself(self):
        self.ticket()
        for model in ("city12319.ticket", "city12319.order", "city12319.call"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.as_(self.env[model], "screen").search([])

    def test_no_personal_data(self):
        ticket = self.ticket(summary="张三家漏水13800138000", caller_name="张三", address="秘密路7号3单元")
        self.handling(ticket=ticket)
        text = json.dumps(self.screen("leader"), ensure_ascii=False)
        for secret in ("张三", "13800138000", "138 0013 8000", "秘密路", *(person.name for person in self.people.values())):
            with self.subTest(secret):
                self.assertNotIn(f'"{secret}"', text)
        self.assertNotIn("张三", text)
        self.assertNotIn("秘密路", text)

    def test_latest_registrations_come_first(self):
        first, second = self.ticket(), self.ticket()
        numbers = [one["number"] for one in self.screen("leader")["latest"]]
        self.assertLess(numbers.index(second.name), numbers.index(first.name))

    def test_seats_are_shown_by_number_and_state(self):
        seats = self.env["city12319.seat"]
        seats.search([]).write({"active": False, "user_id": False})
        seats.create([{"number": "9301", "user_id": self.people["agent"].id},
                      {"number": "9302", "user_id": self.people["other_agent"].id}])
        self.as_(seats, "agent").set_state("ready")
        calls = self.screen("screen")["calls"]
        self.assertEqual(calls["seats"], [{"number": "9301", "state": "ready"}, {"number": "9302", "state": "signed_out"}])
        counts = {one["state"]: one["count"] for one in calls["states"]}
        self.assertEqual((counts["ready"], counts["signed_out"]), (1, 1))


@tagged("post_install", "-at_install")
class TestWallPage(HttpCase):
    """The page of the wall."""

    def page(self, group):
        user = new_test_user(self.env, f"page_{group}", groups=group)
        self.authenticate(user.login, user.login)
        return self.url_open(WALL)

    def test_page_opens_with_the_right_and_loads_from_here_alone(self):
        page = self.page("city12319_dashboard.group_wall")
        self.assertEqual(page.status_code, 200)
        policy = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
        self.assertEqual(policy["default-src"], "'self'")
        self.assertEqual(policy["img-src"], "'self' data:")

    def test_page_is_refused_without_it(self):
        for group in ("city12319_intake.group_agent", "city12319_intake.group_department_manager"):
            with self.subTest(group):
                self.assertEqual(self.page(group).status_code, 403)

    def test_page_asks_strangers_to_log_in(self):
        self.assertIn("/web/login", self.url_open(WALL).url)
