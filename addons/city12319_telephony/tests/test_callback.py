from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TelephonyCase

NUMBER = "+8613800138000"


@tagged("post_install", "-at_install")
class TestCallback(TelephonyCase):
    """Whoever called and talked to nobody is called back, once."""

    def open_rows(self):
        return self.env["city12319.callback"].search([("phone_sanitized", "=", NUMBER), ("state", "=", "open")])

    def all_rows(self):
        return self.env["city12319.callback"].search([("phone_sanitized", "=", NUMBER)])

    def test_abandoned_call_is_put_on_the_list(self):
        self.ingest(*self.abandoned_events())
        self.assertRecordValues(self.open_rows(), [{
            "kind": "abandoned", "call_ids": self.call().ids, "call_count": 1, "first_call_at": self.at(0),
        }])

    def test_after_hours_and_messages(self):
        self.ingest(
            self.event("after_hours", 1), self.event("ended", 9),
            self.event("after_hours", 101, "cc1-2"), self.event("message", 130, "cc1-2", data={"file": "a.wav"}),
            self.event("ended", 131, "cc1-2"),
        )
        self.assertRecordValues(self.open_rows(), [{"kind": "message", "call_count": 2}])

    def test_calling_in_vain_again_keeps_one_row(self):
        self.ingest(*self.abandoned_events(), *self.abandoned_events("cc1-2", 300))
        self.assertRecordValues(self.open_rows(), [{
            "call_count": 2, "first_call_at": self.at(0), "last_call_at": self.at(300),
        }])

    def test_clears_itself_when_the_number_is_answered(self):
        self.ingest(*self.abandoned_events())
        row = self.open_rows()
        self.ingest(*self.answered_events("cc1-2", 600)[:4])
        self.assertRecordValues(row, [{
            "state": "done", "result": "called_again", "done_call_id": self.call("cc1-2").id,
            "done_user_id": self.people["agent"].id,
        }])

    def test_order_of_news_makes_no_difference(self):
        self.ingest(*self.answered_events("cc1-2", 600))
        self.ingest(*self.abandoned_events())
        self.assertFalse(self.open_rows(), "the number was answered after that call")
        self.ingest(*self.abandoned_events("cc1-3", 1200))
        self.assertTrue(self.open_rows(), "it called in vain after that talk")

    def test_late_answer_of_the_same_call_clears_it(self):
        self.ingest(self.event("ended", 60))
        self.assertTrue(self.open_rows())
        self.ingest(self.event("answered", 10, agent="9801"))
        self.assertEqual(self.all_rows().state, "done")

    def test_dialling_counts_attempts_and_reaching_ends_it(self):
        self.ingest(*self.abandoned_events())
        out = {"direction": "out", "caller": "9801", "called": "13800138000"}
        self.ingest(
            self.event("offered", 100, "cc1-2", agent="9801", **out), self.event("ended", 130, "cc1-2", **out),
        )
        self.assertRecordValues(self.open_rows(), [{"attempt_count": 1, "call_count": 1}])
        self.ingest(
            self.event("offered", 200, "cc1-3", agent="9801", **out),
            self.event("answered", 210, "cc1-3", agent="9801", **out),
        )
        self.assertRecordValues(self.all_rows(), [{"state": "done", "result": "reached", "attempt_count": 2}])

    def test_what_was_given_up_does_not_come_back_with_late_news(self):
        self.ingest(*self.abandoned_events())
        row = self.as_(self.open_rows(), "agent")
        row.finish("not_needed", "called by e-mail")
        self.ingest(self.event("recording", 2, data={"file": "b.wav"}), self.event("ended", 21, data={"by": "caller"}))
        self.assertRecordValues(self.all_rows(), [{"state": "done", "result": "not_needed"}])

    def test_taken_by_one_agent_only(self):
        self.ingest(*self.abandoned_events())
        row = self.open_rows()
        self.as_(row, "agent").take()
        for attempt in (
            lambda: self.as_(row, "other_agent").take(), lambda: self.as_(row, "other_agent").give_back(),
            lambda: self.as_(row, "other_agent").finish("reached"),
        ):
            with self.assertRaisesRegex(UserError, "agent has taken"):
                attempt()
        self.as_(row, "shift_leader").give_back()
        self.as_(row, "other_agent").take()
        self.as_(row, "other_agent").finish("reached")
        with self.assertRaisesRegex(UserError, "done already"):
            self.as_(row, "agent").take()

    def test_giving_up_needs_a_reason(self):
        self.ingest(*self.abandoned_events())
        row = self.as_(self.open_rows(), "agent")
        with self.assertRaisesRegex(UserError, "Say in a few words"):
            row.finish("not_reached")
        with self.assertRaises(UserError):
            row.finish("called_again")
        wizard = self.as_(self.env["city12319.callback.finish"], "agent").with_context(active_id=row.id)
        wizard.create({"result": "not_reached", "note": "three attempts"}).action_finish()
        self.assertEqual((row.state, row.result), ("done", "not_reached"))

    def test_nobody_writes_the_list_by_hand(self):
        self.ingest(*self.abandoned_events())
        for person in ("agent", "shift_leader"):
            with self.assertRaises(AccessError):
                self.as_(self.open_rows(), person).write({"state": "done"})
        with self.assertRaises(AccessError):
            self.as_(self.open_rows(), "connector").take()

    # ------------------------------------------------------------------ on the desk

    def test_reminder_of_a_callback_is_done_when_the_number_calls_again(self):
        self.ingest(*self.abandoned_events())
        row = self.as_(self.open_rows(), "agent")
        action = row.action_remind()
        self.assertEqual(row.user_id, self.people["agent"])
        reminder = Form(self.as_(self.env["city12319.reminder"], "agent").with_context(**action["context"])).save()
        self.assertEqual((reminder.kind, reminder.phone, reminder.callback_id), ("callback", "138 0013 8000", row))
        self.ingest(*self.answered_events("cc1-2", 600)[:4])
        self.assertEqual((row.state, reminder.state), ("done", "done"))

    def test_dialling_takes_the_callback_and_says_what_came_of_it(self):
        self.ingest(*self.abandoned_events())
        row = self.as_(self.open_rows(), "agent")
        self.env["ir.config_parameter"].set_param("city12319_telephony.connector_url", False)
        params = row.action_dial()["params"]
        self.assertEqual((params["type"], row.user_id), ("danger", self.people["agent"]))
        self.assertIn("No call centre", params["message"])
        with self.assertRaisesRegex(UserError, "has taken"):
            self.as_(row, "other_agent").action_dial()

    def test_first_callbacks_are_the_own_ones_and_the_free_ones(self):
        for number in range(3):
            self.ingest(*self.abandoned_events(f"cc1-f{number}", number * 60, caller=f"1380013800{number}"))
        rows = self.env["city12319.callback"].search([("phone_sanitized", "=like", "+861380013800_"), ("state", "=", "open")])
        self.as_(rows[0], "other_agent").take()
        self.as_(rows[2], "agent").take()
        first = self.as_(self.env["city12319.callback"], "agent")._first_for(self.people["agent"])
        self.assertEqual((first[0]["id"], first[0]["mine"]), (rows[2].id, True))
        self.assertNotIn(rows[0].id, [row["id"] for row in first])
