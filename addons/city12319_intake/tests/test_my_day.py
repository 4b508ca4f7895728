from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .desk_case import DeskCase

NOON = "2030-01-01 04:00:00"  # in Shanghai


class TestMyDay(DeskCase):
    def day(self, person="agent"):
        return self.as_("city12319.my.day", person).load()

    def test_empty_day(self):
        day = self.day()
        self.assertEqual((day["drafts"], day["moved"], day["stages"]), ([], [], []))
        self.assertEqual(day["reminders"], {"overdue": [], "today": [], "later": 0})
        self.assertEqual(day["figures"]["registered"], 0)
        self.assertEqual(len(day["figures"]["hours"]), 24)

    @freeze_time(NOON)
    def test_reminders_of_the_day(self):
        self.reminder(name="昨天", due_at="2029-12-31 09:00:00")
        self.reminder(name="今天", due_at="2030-01-01 15:59:00")
        self.reminder(name="明天", due_at="2030-01-01 16:00:00")
        reminders = self.day()["reminders"]
        self.assertEqual([card["name"] for card in reminders["overdue"]], ["昨天"])
        self.assertEqual([card["name"] for card in reminders["today"]], ["今天"])
        self.assertEqual(reminders["later"], 1)

    @freeze_time(NOON)
    def test_figures_of_the_day(self):
        self.ticket()
        self.ticket().advance("answer", {"answer": "已答复"})
        self.ticket(reported_at="2029-12-31 15:59:00")  # yesterday in Shanghai
        self.ticket("colleague")
        self.reminder().action_done()
        figures = self.day()["figures"]
        self.assertEqual(
            (figures["registered"], figures["answered"], figures["processed"], figures["reminders"]), (2, 1, 0, 1),
        )
        self.assertEqual({bar["hour"]: bar["count"] for bar in figures["hours"] if bar["count"]}, {12: 2})

    def test_open_tickets_by_stage(self):
        self.ticket()
        self.ticket().advance("answer", {"answer": "已答复"})
        stages = self.day()["stages"]
        self.assertEqual([stage["count"] for stage in stages], [1])

    def test_what_others_moved_since_the_last_look(self):
        ticket = self.ticket()
        self.assertFalse(self.day()["moved"], "what I did myself is no news")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self.as_(ticket, "shift_leader").advance("verify_request", {"reason": "请看现场"})
            moved = self.day()["moved"]
            self.assertEqual([(item["id"], item["returned"], item["why"]) for item in moved], [(ticket.id, False, "请看现场")])
        with freeze_time(fields.Datetime.now() + timedelta(minutes=2)):
            self.as_("city12319.my.day", "agent").mark_seen(fields.Datetime.to_string(fields.Datetime.now()))
            self.assertFalse(self.day()["moved"])
        with freeze_time(fields.Datetime.now() + timedelta(minutes=3)):
            self.as_(ticket, "inspector").advance("verify_result", {"reason": "属实", "verification": "confirmed"})
            moved = self.day()["moved"]
            self.assertEqual([(item["returned"], item["who"]) for item in moved], [(True, "inspector")])
        self.assertFalse(self.day("colleague")["moved"])

    def test_drafts_are_listed_without_their_content(self):
        self.as_("city12319.ticket.draft", "agent").save_draft("abcdef012345", {"phone": "138"}, "停水")
        (draft,) = self.day()["drafts"]
        self.assertEqual(draft["words"], "停水")
        self.assertNotIn("data", draft)

    def test_return_visitors_have_a_day_without_tickets(self):
        day = self.day("visitor")
        self.assertFalse(day["agent"])
        self.assertEqual(day["figures"]["registered"], 0)

    def test_only_for_those_with_a_desk(self):
        for person in ("inspector", "config_admin"):
            with self.assertRaises(AccessError):
                self.day(person)

    def test_query_budget(self):
        for _number in range(5):
            self.ticket()
        self.day()
        tickets = self.as_("city12319.my.day", "agent")
        with self.assertQueryCount(45):
            tickets.load()
