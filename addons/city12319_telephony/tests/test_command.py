import requests

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CommandCase


@tagged("post_install", "-at_install")
class TestCommand(CommandCase):
    """What people tell the call centre to do: who may, what is sent, what they are told, what is kept."""

    def keep(self, url, body, headers):
        self.sent.append((url, body, headers))

    def do(self, person, name, key=None, **arguments):
        return self.as_(self.env["city12319.seat"], person).command(name, arguments, key)

    def log(self):
        return self.env["city12319.call.command"].search([("user_id", "in", [user.id for user in self.people.values()])])

    def test_own_seat_is_named_by_its_number(self):
        result = self.do("agent", "pause", key="k1", reason="lunch")
        self.assertEqual((result["ok"], result["reason"]), (True, ""))
        url, body, headers = self.sent[0]
        self.assertEqual(url, "http://127.0.0.1:1/command")
        self.assertEqual(headers, {"Authorization": "Bearer secret"})
        self.assertEqual(body, {
            "key": "k1", "command": "pause", "arguments": {"reason": "lunch", "agent": "9801", "server": ""},
        })
        self.assertRecordValues(self.log(), [{
            "command": "pause", "user_id": self.people["agent"].id, "seat_id": self.seats[0].id, "ok": True,
            "arguments": {"reason": "lunch"},
        }])

    def test_numbers_are_dialled_as_the_line_needs_them(self):
        for typed, dialled in {
            "138-0013-8000": "13800138000", "+86 898 66221234": "089866221234", "9802": "9802", "12345": "12345",
            "+1 650 253 0000": "0016502530000",
        }.items():
            self.do("agent", "dial", number=typed)
            self.assertEqual(self.sent[-1][1]["arguments"]["number"], dialled, typed)
        for typed in ("abc", "801\r\nAction: Command", "1"):
            with self.assertRaisesRegex(UserError, "cannot be dialled"):
                self.do("agent", "blind_transfer", to=typed)

    def test_shift_leader_listens_in_and_it_is_logged(self):
        with self.assertRaisesRegex(UserError, "no seat"):
            self.do("shift_leader", "listen", seat=self.seats[0].id)
        self.env["city12319.seat"].create({"number": "9880", "user_id": self.people["shift_leader"].id})
        self.do("shift_leader", "listen", seat=self.seats[0].id)
        self.assertEqual(self.sent[-1][1]["arguments"], {"agent": "9801", "server": "", "supervisor": "9880"})
        self.do("shift_leader", "force_sign_out", seat=self.seats[0].id)
        self.assertEqual(self.sent[-1][1]["command"], "sign_out")
        self.assertEqual(set(self.log().mapped("command")), {"listen", "force_sign_out"})

    def test_agents_neither_listen_nor_switch(self):
        for name in ("listen", "whisper", "barge", "force_sign_out", "force_pause", "blacklist_add", "night", "simulate"):
            with self.assertRaises(AccessError):
                self.do("agent", name, seat=self.seats[1].id, number="13800138000", on=True, reason="x")
        with self.assertRaises(AccessError):
            self.do("connector", "ready")
        self.assertFalse(self.sent)

    def test_nothing_but_known_arguments_gets_through(self):
        self.do("agent", "ready", agent="9802", seat=self.seats[1].id, action="Command")
        self.assertEqual(self.sent[0][1]["arguments"], {"agent": "9801", "server": ""})
        with self.assertRaisesRegex(UserError, "reason"):
            self.do("agent", "pause")
        with self.assertRaisesRegex(UserError, "no command"):
            self.do("agent", "explode")

    def test_failures_are_told_in_words_and_logged(self):
        cases = {
            "There is no call at this seat.": {"ok": False, "reason": "not_in_call"},
            "Nobody is being asked any more: the agent is with the caller.": {"ok": False, "reason": "not_consulting"},
            "The call centre refused: No such channel": {"ok": False, "reason": "refused", "detail": "No such channel"},
            "The connection to the call centre is down. Try again in a moment.": requests.ConnectionError(),
            "The call centre has not answered. Look whether it was done before you try again.": requests.Timeout(),
        }
        for message, self.answer in cases.items():
            result = self.do("agent", "hang_up")
            self.assertEqual((result["ok"], result["message"]), (False, message))
        self.assertEqual(len(self.log().filtered(lambda row: not row.ok)), len(cases))
        self.answer = ["nonsense"]
        self.assertEqual(self.do("agent", "hang_up")["reason"], "unreachable")

    def test_without_a_connector(self):
        self.env["ir.config_parameter"].set_param("city12319_telephony.connector_url", False)
        self.assertEqual(self.do("agent", "ready")["reason"], "not_configured")
        self.assertFalse(self.sent)

    def test_log_is_never_changed(self):
        self.do("agent", "ready")
        row = self.log()
        for change in (lambda: row.write({"ok": False}), row.unlink):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(AccessError):
            self.as_(row, "agent").read(["command"])

    def test_administrator_places_demo_calls(self):
        wizard = self.env["city12319.call.simulation"].create({"calls": 3, "by_themselves": True})
        action = wizard.action_place()
        self.assertEqual(action["params"]["type"], "success")
        arguments = self.sent[-1][1]["arguments"]
        self.assertEqual((arguments["calls"], arguments["answer_after"]), (3, 3))
        self.assertIn("9801", arguments["seats"])
        self.answer = {"ok": False, "reason": "unsupported"}
        self.assertEqual(wizard.action_place()["params"]["type"], "warning")
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.call.simulation"], "shift_leader").create({})
        with self.assertRaisesRegex(UserError, "1 to 1000"):
            wizard.calls = 0
