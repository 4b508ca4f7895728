import json

from odoo.tests import new_test_user

from .desk_case import DeskCase

NOTICE = "city12319.notice"


class TestNotice(DeskCase):
    """Who is told, by which way, and who never is."""

    def setUp(self):
        super().setUp()
        self.case = self.ticket()
        self.env.cr.precommit.run()
        self.bus_before = self.env["bus.bus"].sudo().search([], order="id desc", limit=1).id

    def send(self, *people, **values):
        users = self.env["res.users"].union(*(self.people[name] for name in people))
        given = {"title": "催办", "body": "请尽快办理\n剩余 2 小时", "record": self.case.sudo(), **values}
        return self.env[NOTICE]._send(users, **given)

    def popups(self):
        """Return the pop-ups that went out: name of the person and payload."""
        self.env.cr.precommit.run()
        names = {person.partner_id.id: name for name, person in self.people.items()}
        found = {}
        for row in self.env["bus.bus"].sudo().search([("id", ">", self.bus_before)]):
            message = json.loads(row.message)
            if message["type"] == NOTICE:
                found[names[json.loads(row.channel)[2]]] = message["payload"]
        return found

    def inbox(self, person):
        return self.env["mail.notification"].sudo().search([
            ("res_partner_id", "=", self.people[person].partner_id.id), ("notification_type", "=", "inbox"),
        ]).mail_message_id

    # ------------------------------------------------------------------ ways

    def test_pops_up_on_the_pages_of_these_people_alone(self):
        told = self.send("agent", "shift_leader", channels=("popup",))
        self.assertEqual(told, self.people["agent"] | self.people["shift_leader"])
        popups = self.popups()
        self.assertEqual(set(popups), {"agent", "shift_leader"})
        self.assertEqual(popups["agent"], {
            "title": "催办", "body": "请尽快办理\n剩余 2 小时", "urgent": False, "model": "city12319.ticket",
            "ids": self.case.ids, "name": self.case._description, "inbox": False, "receipt": False,
        })

    def test_receipt_is_offered_on_the_pop_up_of_a_record_only(self):
        self.send("agent", channels=("popup",), receipt="action_read")
        self.send("shift_leader", channels=("popup",), receipt="action_read", record=None)
        popups = self.popups()
        self.assertEqual((popups["agent"]["receipt"], popups["shift_leader"]["receipt"]), ("action_read", False))

    def test_inbox_holds_it_with_the_record(self):
        self.send("agent", "shift_leader", channels=("inbox",))
        message = self.inbox("agent")
        self.assertEqual(message, self.inbox("shift_leader"), "one message for all")
        self.assertRecordValues(message, [{"model": "city12319.ticket", "res_id": self.case.id, "subject": "催办"}])
        self.assertIn("剩余 2 小时", message.body)
        self.assertEqual(self.as_(message, "agent").subject, "催办", "whom it is for may read it")
        self.assertFalse(self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)]), "no mail")

    def test_sms_goes_to_mobile_numbers_alone(self):
        self.people["agent"].partner_id.phone = "138 0013 8000 / 0571-88886666"
        self.people["shift_leader"].partner_id.phone = "0571-88886666"
        self.send("agent", "shift_leader", channels=("sms",))
        sms = self.env["sms.sms"].search([("partner_id", "in", self.people["agent"].partner_id.ids)])
        self.assertRecordValues(sms, [{"number": "+8613800138000", "state": "outgoing"}])
        self.assertIn("请尽快办理", sms.body)
        self.assertFalse(self.env["sms.sms"].search([("partner_id", "=", self.people["shift_leader"].partner_id.id)]))

    def test_text_is_never_markup(self):
        self.send("agent", body="<script>alert(1)</script>", channels=("inbox",))
        self.assertNotIn("<script", self.inbox("agent").body)

    # ------------------------------------------------------------------ who may know

    def test_who_may_not_read_the_record_is_not_told_by_any_way(self):
        self.people["colleague"].partner_id.phone = "13900139000"
        told = self.send("agent", "colleague", "visitor", "config_admin")
        self.assertEqual(told, self.people["agent"])
        self.assertEqual(set(self.popups()), {"agent"})
        for person in ("colleague", "visitor", "config_admin"):
            self.assertFalse(self.inbox(person))
        self.assertFalse(self.env["sms.sms"].search([("partner_id", "=", self.people["colleague"].partner_id.id)]))

    def test_of_several_records_all_must_be_readable(self):
        other = self.ticket("colleague", phone="13900139000", caller_name="李先生")
        both = self.case.sudo() | other.sudo()
        told = self.send("agent", "colleague", "shift_leader", record=both)
        self.assertEqual(told, self.people["shift_leader"])

    def test_readers_agree_with_what_each_person_reads(self):
        other = self.ticket("colleague", phone="13900139000", caller_name="李先生")
        both = self.case.sudo() | other.sudo()
        users = self.env["res.users"].union(*self.people.values())
        readers = self.env[NOTICE]._readers(users, both)
        for user in users:
            expected = both.with_user(user)._filtered_access("read").ids
            self.assertEqual(readers.get(user.id, set()), set(expected), user.name)

    def test_archived_people_are_not_told(self):
        self.people["agent"].active = False
        self.assertFalse(self.send("agent"))

    def test_without_a_record_everybody_named_is_told(self):
        told = self.send("agent", "config_admin", record=None)
        self.assertEqual(told, self.people["agent"] | self.people["config_admin"])
        self.assertEqual(self.popups()["config_admin"]["ids"], [])

    def test_many_people_cost_no_more_queries_than_few(self):
        people = self.env["res.users"].union(*(
            new_test_user(
                self.env, f"d_many_{number}", groups="city12319_intake.group_shift_leader",
                context={"no_reset_password": True, "tracking_disable": True},
            )
            for number in range(12)
        ))
        people.partner_id.phone = "13800138000"

        def cost(users):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.env[NOTICE]._send(users, "催办", "请办理", record=self.case.sudo()), users)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(people)  # what Odoo remembers of a person's groups and rules is read once
        self.assertEqual(cost(people[:2]), cost(people))

    def test_told_by_a_person_it_names_that_person(self):
        notice = self.env[NOTICE].with_user(self.people["shift_leader"])
        notice._send(self.people["agent"], "催办", "请办理", record=self.case, channels=("inbox",))
        self.assertEqual(self.inbox("agent").author_id, self.people["shift_leader"].partner_id)
