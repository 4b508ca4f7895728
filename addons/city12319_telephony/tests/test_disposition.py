from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TelephonyCase


@tagged("post_install", "-at_install")
class TestDisposition(TelephonyCase):
    """Exactly one word on what a call was good for."""

    def setUp(self):
        super().setUp()
        self.ingest(*self.answered_events())
        self.mine = self.as_(self.call(), "agent")

    def ticket(self, person="agent", **values):
        return self.as_(self.env["city12319.ticket"], person).register({
            "summary": "路灯不亮", "phone": "13800138000", "caller_name": "王先生", **values,
        })

    def test_agent_says_it(self):
        self.assertFalse(self.call().disposition)
        self.mine.set_disposition("consulted", "opening hours")
        self.assertRecordValues(self.call(), [{
            "disposition": "consulted", "disposition_note": "opening hours", "disposition_user_id": self.people["agent"].id,
        }])
        self.mine.set_disposition("nuisance")
        self.assertEqual(self.call().disposition, "nuisance")

    def test_ticket_registered_from_the_call_decides(self):
        ticket = self.ticket(call_ids=[(4, self.call().id)])
        self.assertRecordValues(self.call(), [{"disposition": "ticket", "ticket_id": ticket.id}])
        with self.assertRaisesRegex(UserError, "ticket"):
            self.mine.set_disposition("nuisance")

    def test_ticket_linked_afterwards_overrides_what_was_chosen(self):
        self.mine.set_disposition("consulted")
        tickets = self.ticket() | self.ticket(summary="井盖丢失")
        for ticket in tickets:
            self.mine.link_ticket(ticket.id)
        self.assertRecordValues(self.call(), [{"disposition": "ticket", "ticket_id": tickets[0].id, "ticket_ids": tickets.ids}])
        self.assertEqual(tickets[1].sudo().call_ids, self.call())

    def test_nobody_talked(self):
        self.ingest(*self.abandoned_events("cc1-2"), self.event("blocked", 0, "cc1-3"))
        self.assertEqual([self.call("cc1-2").disposition, self.call("cc1-3").disposition], ["dropped", "nuisance"])
        with self.assertRaisesRegex(UserError, "Nobody talked"):
            self.as_(self.call("cc1-2"), "shift_leader").set_disposition("consulted")

    def test_late_answer_takes_the_automatic_word_back(self):
        self.ingest(self.event("ended", 30, "cc1-4"))
        self.assertEqual(self.call("cc1-4").disposition, "dropped")
        self.ingest(self.event("answered", 10, "cc1-4", agent="9801"))
        self.assertFalse(self.call("cc1-4").disposition)

    def test_unknown_words_are_refused(self):
        for code in ("ticket", "nonsense", None):
            with self.assertRaises(UserError):
                self.mine.set_disposition(code)

    def test_calls_of_others_are_neither_judged_nor_claimed(self):
        theirs = self.as_(self.call(), "other_agent")
        ticket = self.ticket("other_agent", phone="13900139000")
        for attempt in (
            lambda: theirs.set_disposition("consulted"), lambda: theirs.link_ticket(ticket.id),
            lambda: self.as_(ticket, "other_agent").write({"call_ids": [(4, self.call().id)]}),
            lambda: self.ticket("other_agent", call_ids=[(6, 0, self.call().ids)]),
        ):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaises(AccessError):
            self.mine.link_ticket(ticket.id)
        self.assertFalse(self.call().ticket_ids)

    def test_shift_leader_may_correct(self):
        self.as_(self.call(), "shift_leader").set_disposition("wrong_number")
        self.assertEqual(self.call().disposition, "wrong_number")

    def test_nobody_writes_calls_by_hand(self):
        for person in ("agent", "shift_leader", "connector"):
            with self.assertRaises(AccessError):
                self.as_(self.call(), person).write({"chosen_disposition": "nuisance"})
