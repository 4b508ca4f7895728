import base64
import hashlib
import hmac

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import ice
from .common import CommandCase


@tagged("post_install", "-at_install")
class TestSoftphone(CommandCase):
    """The telephone in the browser: who gets a password, for how long, and that it is kept nowhere."""

    def setUp(self):
        super().setUp()
        self.seats[0].kind = "browser"

    def seat(self, person="agent"):
        return self.as_(self.env["city12319.seat"], person)

    def open(self, client="laptop", person="agent", **options):
        return self.seat(person).softphone_open(client, **options)

    def sign_in(self, person="agent"):
        self.seat(person).set_state("ready")
        self.sent.clear()

    def test_whoever_is_signed_in_gets_a_password_that_nobody_keeps(self):
        self.sign_in()
        account = self.open()
        self.assertEqual((account["ok"], account["user"]), (True, "9801"))
        self.assertEqual((account["address"], account["seconds"]), ("/phone", 600))
        self.assertEqual(self.sent, [("softphone", {
            "secret": account["secret"], "seconds": 600, "agent": "9801", "server": "",
        })])
        self.assertGreater(len(account["secret"]), 30)
        again = self.open()
        self.assertNotEqual(again["secret"], account["secret"])
        log = self.env["city12319.call.command"].search([("seat_id", "=", self.seats[0].id), ("command", "=", "softphone")])
        self.assertEqual(len(log), 1, "going on with the same telephone fills no log")
        self.env.flush_all()
        for table in ("city12319_call_command", "city12319_seat", "city12319_seat_state", "ir_config_parameter"):
            self.env.cr.execute(f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE %s", [f"%{account['secret']}%"])
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)

    def test_no_password_for_others(self):
        with self.assertRaisesRegex(UserError, "Sign in first"):
            self.open()
        self.sign_in()
        with self.assertRaisesRegex(UserError, "telephone on the desk"):
            self.open(person="other_agent")
        with self.assertRaisesRegex(UserError, "no seat"):
            self.open(person="shift_leader")
        with self.assertRaises(AccessError):
            self.open(person="connector")
        self.people["department"] = new_test_user(
            self.env, "tel_department", groups="base.group_user", context={"no_reset_password": True})
        with self.assertRaises(AccessError):
            self.open(person="department")
        self.assertFalse(self.sent)

    @mute_logger("odoo.models")
    def test_which_browser_has_it_is_for_nobody_to_read(self):
        self.sign_in()
        self.open()
        for person in ("agent", "other_agent", "shift_leader"):
            for name in ("softphone_client", "softphone_until"):
                with self.assertRaises(AccessError):
                    self.as_(self.seats[0], person).read([name])
            with self.assertRaises(AccessError):
                self.as_(self.seats[0], person).write({"softphone_client": "mine"})

    def test_one_browser_at_a_time(self):
        self.sign_in()
        self.open("laptop")
        refused = self.open("home")
        self.assertEqual((refused["ok"], refused["reason"]), (False, "elsewhere"))
        self.assertEqual(len(self.sent), 1, "the first one keeps its password")
        self.assertTrue(self.open("home", take=True)["ok"])
        self.assertEqual(self.open("laptop")["reason"], "elsewhere")
        self.seat().softphone_close("laptop")
        self.assertEqual(self.seats[0].softphone_client, "home", "whoever has lost it ends nothing")
        self.seats[0].softphone_until = "2026-01-01 00:00:00"
        self.assertTrue(self.open("laptop")["ok"], "a browser that has not come back loses it with its password")

    def test_it_ends_with_the_sign_out_and_with_the_seat(self):
        self.sign_in()
        self.open()
        self.seat().set_state("signed_out")
        self.assertEqual([name for name, _arguments in self.sent], ["softphone", "sign_out"])
        self.assertFalse(self.seats[0].softphone_client)
        with self.assertRaisesRegex(UserError, "Sign in first"):
            self.open()
        self.sign_in()
        self.open()
        self.seats[0].user_id = False
        self.assertEqual([name for name, _arguments in self.sent], ["softphone", "softphone_end"])
        self.sent.clear()
        self.seats[0].name = "Hall"
        self.assertFalse(self.sent)

    def test_closing_ends_it(self):
        self.sign_in()
        self.open("laptop")
        self.seat().softphone_close("laptop")
        self.assertEqual(self.sent[-1], ("softphone_end", {"agent": "9801", "server": ""}))
        self.seat().softphone_close("laptop")
        self.assertEqual(len(self.sent), 2)

    def test_a_call_centre_that_cannot_or_does_not_answer(self):
        self.sign_in()
        self.answer = {"ok": False, "reason": "unreachable"}
        refused = self.open()
        self.assertEqual((refused["ok"], refused["reason"]), (False, "unreachable"))
        self.assertIn("connection to the call centre", refused["message"])
        self.assertFalse(self.seats[0].softphone_client)

    def test_the_agent_chooses_where_allowed_and_signed_out(self):
        with self.assertRaisesRegex(UserError, "administrator"):
            self.seat().choose_kind("phone")
        self.seats[0].agent_chooses = True
        self.sign_in()
        with self.assertRaisesRegex(UserError, "Sign out first"):
            self.seat().choose_kind("phone")
        self.seat().set_state("signed_out")
        with self.assertRaisesRegex(UserError, "no such kind"):
            self.seat().choose_kind("pigeon")
        self.assertEqual(self.seat().choose_kind("phone")["seat"]["kind"], "phone")
        self.assertEqual(self.seats[0].kind, "phone")

    def test_servers_of_the_settings(self):
        self.seats[0].server = "north"
        for name, value in {
            "softphone_address": "wss://{server}.example/ws", "softphone_minutes": "5", "turn_secret": "shared",
            "ice_servers": "stun:media.example:3478\n\nturn:media.example:3478?transport=tcp\n",
        }.items():
            self.env["ir.config_parameter"].set_param(f"city12319_telephony.{name}", value)
        self.sign_in()
        account = self.open()
        self.assertEqual((account["address"], account["seconds"]), ("wss://north.example/ws", 300))
        stun, turn = account["ice_servers"]
        self.assertEqual(stun, {"urls": "stun:media.example:3478"})
        wanted = hmac.new(b"shared", turn["username"].encode(), hashlib.sha1).digest()
        self.assertEqual(turn["credential"], base64.b64encode(wanted).decode())
        self.assertTrue(turn["username"].endswith(":9801"))

    def test_settings_that_cannot_be(self):
        for values in (
            {"telephony_ice_servers": "http://media.example"}, {"telephony_softphone_minutes": 0},
            {"telephony_softphone_address": "example.com"},
        ):
            with self.assertRaises(ValidationError):
                self.env["res.config.settings"].create(values)
        with self.assertRaises(ValueError):
            ice.servers("stun:a b", "", "", 0)
