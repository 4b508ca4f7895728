from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import call_events
from .common import TelephonyCase


@tagged("post_install", "-at_install")
class TestDesk(TelephonyCase):
    """What an agent sees of the own calls, the states of seats, and the wall of supervisors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env["city12319.seat.reason"].create({"name": "试验小休"})
        now = fields.Datetime.now()
        cls.base = call_events.moment(f"{now - timedelta(minutes=2):%Y-%m-%dT%H:%M:%S}")

    def event(self, kind, after=0.0, call="cc1-1", agent="", **values):
        return {**super().event(kind, after, call, agent, **values), "at": self.base + after}

    def mine(self, person="agent"):
        self.env.invalidate_all()
        return self.as_(self.env["city12319.call"], person).mine()

    def seat(self, person="agent"):
        return self.as_(self.env["city12319.seat"], person)

    def ring(self, agent="9801", call="cc1-1"):
        self.ingest(
            self.event("offered", 0, call), self.event("queued", 1, call), self.event("ringing", 2, call, agent, leg="l1"),
        )

    # ------------------------------------------------------------------ calls

    def test_a_call_shows_at_the_agent_where_it_rings_and_at_nobody_else(self):
        ticket = self.as_(self.env["city12319.ticket"], "other_agent").register(
            {"summary": "路灯不亮", "phone": "13800138000", "caller_name": "王女士"})
        self.ring()
        [card] = self.mine()
        self.assertEqual((card["state"], card["phone"]), ("ringing", "138 0013 8000"))
        self.assertEqual([person["name"] for person in card["caller"]["people"]], ["王女士"])
        self.assertEqual([row["name"] for row in card["caller"]["tickets"]], [ticket.name])
        self.assertEqual(self.mine("other_agent"), [])

    def test_only_who_put_the_caller_on_hold_sees_it_held(self):
        self.ingest(*self.answered_events()[:4], self.event("held", 20, agent="9801", leg="l1"),
                    self.event("ringing", 21, agent="9802", leg="l2"), self.event("answered", 22, agent="9802", leg="l2"))
        self.assertEqual([card["state"] for card in self.mine("agent") + self.mine("other_agent")], ["held", "talking"])

    def test_the_bus_tells_only_whom_it_concerns_and_says_nothing_about_the_caller(self):
        sent = []
        with patch.object(
            type(self.env["bus.bus"]), "_sendone", lambda _self, *values: sent.append(values),
        ):
            self.ring()
        told = [(target, payload) for target, kind, payload in sent if kind == "city12319.call"]
        self.assertTrue(told)
        self.assertEqual({target for target, _payload in told}, {self.people["agent"].partner_id})
        self.assertEqual([payload for _target, payload in told if payload], [])

    def test_after_the_call_it_waits_for_a_word_until_it_has_one(self):
        self.ring()
        self.ingest(self.event("answered", 5, agent="9801", leg="l1"))
        self.assertEqual(self.mine()[0]["state"], "talking")
        self.ingest(
            self.event("released", 30, agent="9801", leg="l1", data={"by": "agent"}),
            self.event("ended", 31, data={"by": "agent"}),
        )
        [card] = self.mine()
        self.assertEqual((card["state"], card["talk_seconds"]), ("ended", 25))
        self.as_(self.call(), "agent").set_disposition("consulted")
        self.assertEqual(self.mine(), [])

    def test_registering_links_the_call_and_is_its_disposition(self):
        self.ring()
        self.ingest(self.event("answered", 5, agent="9801", leg="l1"))
        call = self.as_(self.call(), "agent")
        context = call.action_register()["context"]
        ticket = self.as_(self.env["city12319.ticket"], "agent").with_context(**context).create([{"summary": "路灯不亮"}])
        self.assertEqual(ticket.phone, "138 0013 8000")
        self.assertEqual(call.ticket_ids, ticket)
        self.ingest(self.event("ended", 31, data={"by": "caller"}))
        self.assertEqual(call.disposition, "ticket")
        self.assertEqual(self.mine(), [])
        with self.assertRaises(AccessError):
            self.as_(self.call(), "other_agent").action_register()

    def test_two_calls_at_once_stand_beside_each_other(self):
        self.ring()
        self.ingest(self.event("answered", 5, agent="9801", leg="l1"))
        self.ring(call="cc1-2")
        self.assertEqual([card["state"] for card in self.mine()], ["talking", "ringing"])

    # ------------------------------------------------------------------ states

    def test_states_follow_each_other_without_gap(self):
        self.seat().set_state("ready")
        self.seat().set_state("busy", self.reason.id)
        status = self.seat().set_state("signed_out")
        self.assertEqual(status["state"], "signed_out")
        rows = self.env["city12319.seat.state"].search([("user_id", "=", self.people["agent"].id)], order="id")
        self.assertEqual(rows.mapped("state"), ["ready", "busy", "signed_out"])
        for earlier, later in zip(rows, rows[1:], strict=False):
            self.assertEqual(earlier.ended_at, later.started_at)
        self.assertEqual(rows[1].reason_id, self.reason)

    def test_busy_needs_a_reason_and_a_state_needs_a_seat(self):
        with self.assertRaises(UserError):
            self.seat().set_state("busy")
        with self.assertRaises(UserError):
            self.seat("shift_leader").set_state("ready")
        self.assertEqual(self.seat("shift_leader").status(), {"seat": False})

    def test_after_call_work_ends_by_itself(self):
        self.env["ir.config_parameter"].set_param("city12319_telephony.after_call_seconds", "30")
        self.seat().set_state("ready")
        states = self.env["city12319.seat.state"]
        states.search([("user_id", "=", self.people["agent"].id)]).started_at -= timedelta(minutes=10)
        self.seats[0]._after_call(fields.Datetime.now() - timedelta(seconds=40))
        self.assertEqual(self.seat().status()["state"], "ready")
        self.assertEqual(
            states.search([("user_id", "=", self.people["agent"].id)], order="id").mapped("state"),
            ["ready", "after_call", "ready"],
        )
        self.seats[0]._after_call(fields.Datetime.now())
        self.assertEqual(self.seat().status()["state"], "after_call")

    def test_what_is_chosen_at_the_telephone_counts_too(self):
        self.ingest(self.event("agent_state", 0, "", "9801", data={"signed_in": True, "paused": False}))
        self.assertEqual(self.seat().status()["state"], "ready")
        self.ingest(self.event("agent_state", 5, "", "9801", data={"signed_in": True, "paused": True, "reason": "试验小休"}))
        self.assertEqual((self.seat().status()["state"], self.seat().status()["reason"]), ("busy", "试验小休"))
        self.ingest(self.event("agent_state", 3, "", "9801", data={"signed_in": False}))
        self.assertEqual(self.seat().status()["state"], "busy", "what came late does not count")

    def test_when_the_call_centre_refuses_the_state_stays(self):
        self.seat().set_state("ready")
        self.env["ir.config_parameter"].set_param("city12319_telephony.connector_url", "http://127.0.0.1:9")
        status = self.seat().set_state("busy", self.reason.id)
        self.assertEqual(status["state"], "ready")
        self.assertTrue(status["message"])

    # ------------------------------------------------------------------ supervisors

    def test_the_wall_shows_who_is_in_what_state(self):
        self.seat().set_state("ready")
        self.seat("other_agent").set_state("busy", self.reason.id)
        waiting = self.env["city12319.seat"]._queue_now()["waiting"]
        self.ring()
        wall = self.as_(self.env["city12319.seat"], "shift_leader").wall()
        rows = {row["number"]: row for row in wall["seats"]}
        self.assertEqual((rows["9801"]["state"], rows["9802"]["state"]), ("ringing", "busy"))
        self.assertEqual(rows["9802"]["reason"], "试验小休")
        self.assertEqual(wall["queue"]["waiting"], waiting + 1)
        with self.assertRaises(AccessError):
            self.seat().wall()

    def test_forcing_a_state_is_for_supervisors_and_keeps_who_did_it(self):
        self.seat("other_agent").set_state("ready")
        with self.assertRaises(AccessError):
            self.as_(self.seats[1], "agent").force_state("signed_out")
        self.as_(self.seats[1], "shift_leader").force_state("signed_out")
        row = self.env["city12319.seat.state"].search([("user_id", "=", self.people["other_agent"].id)], limit=1)
        self.assertEqual((row.state, row.forced_by_id), ("signed_out", self.people["shift_leader"]))

    def supervision(self):
        return self.env["city12319.call.command"].search([("user_id", "=", self.people["shift_leader"].id)])

    def test_listening_in_needs_an_own_seat_and_is_kept_with_the_call(self):
        told = self.connect({"ok": True})
        self.ring()
        self.ingest(self.event("answered", 5, agent="9801", leg="l1"))
        seat = self.as_(self.seats[0], "shift_leader")
        with self.assertRaisesRegex(UserError, "seat of your own"):
            seat.supervise("listen")
        self.env["city12319.seat"].create({"number": "9880", "user_id": self.people["shift_leader"].id})
        for how in ("listen", "whisper", "barge"):
            answer = seat.supervise(how)
            self.assertTrue(answer["ok"])
            self.assertIn("9880", answer["message"])
        self.assertEqual({arguments["supervisor"] for _name, arguments in told}, {"9880"})
        rows = self.supervision()
        self.assertEqual(set(rows.mapped("command")), {"listen", "whisper", "barge"})
        self.assertEqual((rows.agent_id, rows.call_id), (self.people["agent"], self.call()))
        self.ingest(self.event("ended", 65, data={"by": "caller"}))
        rows.invalidate_recordset()
        expected = max(0, int((self.call().ended_at - rows[0].at).total_seconds()))
        self.assertEqual(rows[0].at_most, expected)
        with self.assertRaises(AccessError):
            self.as_(self.seats[1], "agent").supervise("listen")

    def test_a_refused_listening_is_told_and_kept(self):
        self.connect({"ok": False, "reason": "not_in_call"})
        self.env["city12319.seat"].create({"number": "9880", "user_id": self.people["shift_leader"].id})
        answer = self.as_(self.seats[0], "shift_leader").supervise("listen")
        self.assertEqual((answer["ok"], answer["message"]), (False, "There is no call at this seat."))
        self.assertRecordValues(self.supervision(), [{"ok": False, "reason": "not_in_call"}])

    def test_the_queue_is_told_to_all_agents_with_its_numbers(self):
        with patch.object(self.registry["res.groups"], "_bus_send", autospec=True) as send:
            self.ring()
        group, _kind, queue = next(told.args for told in send.call_args_list[::-1] if told.args[1] == "city12319.queue")
        self.assertEqual(group, self.env.ref("city12319_intake.group_agent"))
        self.assertEqual(queue["waiting"], self.env["city12319.seat"]._queue_now()["waiting"])
        self.assertTrue(queue["at"])

    def test_forced_states_are_kept_without_a_call_centre_too(self):
        self.seat().set_state("ready")
        self.as_(self.seats[0], "shift_leader").force_state("busy", self.reason.id)
        self.assertRecordValues(self.supervision(), [{
            "command": "force_pause", "agent_id": self.people["agent"].id, "arguments": {"reason": "试验小休"},
        }])

    def test_night_service_is_switched_shown_and_told_again(self):
        told = self.connect({"ok": True})
        seats = self.as_(self.env["city12319.seat"], "shift_leader")
        wall = seats.set_night(True)
        self.assertEqual((wall["night"]["on"], wall["night"]["by"]), (True, self.people["shift_leader"].name))
        self.env["city12319.seat"]._forget_night()
        self.env["city12319.seat"]._retell_night()
        self.env["city12319.seat"]._retell_night()
        self.assertEqual(told, [("night", {"on": True})] * 2)
        self.assertFalse(seats.set_night(False)["night"]["on"])
        self.connect({"ok": False, "reason": "down"})
        with self.assertRaisesRegex(UserError, "cannot be reached"):
            seats.set_night(True)
        self.assertFalse(seats._night()["on"])
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.seat"], "agent").set_night(True)

    def test_figures_of_the_day(self):
        self.ring()
        self.ingest(self.event("answered", 5, agent="9801", leg="l1"), self.event("ended", 65, data={"by": "caller"}))
        self.ingest(*[{**event, "at": self.base + 1} for event in self.abandoned_events("cc1-2")])
        figures = self.as_(self.env["city12319.call"], "agent")._figures_today(self.people["agent"])
        self.assertEqual((figures["answered"], figures["average_talk"], figures["service_level"]), (1, 60, 100))
        everybody = self.env["city12319.call"]._figures_today()
        self.assertGreaterEqual(everybody["abandoned"], 1)
        nobody = self.env["city12319.call"]._figures_today(self.people["connector"])
        self.assertEqual((nobody["offered"], nobody["service_level"]), (0, None))
