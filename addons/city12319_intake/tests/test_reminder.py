from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .desk_case import DeskCase

NOW = "2030-01-01 01:00:00"


class TestReminder(DeskCase):
    # ------------------------------------------------------------------ setting

    def test_takes_subject_number_and_caller_from_the_ticket(self):
        ticket = self.ticket()
        reminder = self.reminder(ticket_id=ticket.id, name="")
        self.assertEqual(reminder.name, "中山路自来水管爆裂")
        self.assertEqual(reminder.caller_id.name, "王女士")
        self.assertIn("138", reminder.phone)
        self.assertEqual(reminder.remind_at, reminder.due_at)

    def test_form_takes_over_from_the_ticket(self):
        ticket = self.ticket()
        form = Form(self.as_("city12319.reminder", "agent"))
        form.ticket_id = ticket
        form.due_at = "2030-01-01 02:00:00"
        self.assertEqual(form.name, "中山路自来水管爆裂")
        reminder = form.save()
        self.assertEqual(reminder.user_id, self.people["agent"])

    @freeze_time(NOW)
    def test_quick_choices(self):
        ticket = self.ticket()
        self.assertEqual(ticket.set_reminder("15m"), "2030-01-01 01:15:00")
        self.assertEqual(ticket.set_reminder("1h"), "2030-01-01 02:00:00")
        self.assertEqual(ticket.set_reminder("tomorrow"), "2030-01-02 01:00:00", "nine o'clock in Shanghai")
        self.assertEqual(len(ticket.reminder_ids), 3)
        with self.assertRaises(UserError):
            ticket.set_reminder("yesterday")

    def test_for_a_colleague_who_then_reads_the_ticket(self):
        ticket = self.ticket()
        with self.assertRaises(AccessError):
            self.as_(ticket, "colleague").read(["summary"])
        self.reminder(ticket_id=ticket.id, user_id=self.people["colleague"].id)
        self.assertEqual(self.as_(ticket, "colleague").summary, "中山路自来水管爆裂")

    def test_not_about_a_ticket_that_one_does_not_read(self):
        ticket = self.ticket("colleague", phone="13900139000", caller_name="李先生")
        with self.assertRaises(AccessError):
            self.reminder(ticket_id=ticket.id)
        with self.assertRaises(AccessError):
            self.reminder(caller_id=ticket.sudo().caller_id.id)
        with self.assertRaises(AccessError):
            self.reminder().write({"ticket_id": ticket.id})

    def test_not_for_somebody_without_a_desk(self):
        with self.assertRaises(ValidationError):
            self.reminder(user_id=self.people["inspector"].id)

    # ------------------------------------------------------------------ who sees it

    def test_only_for_whom_it_is_who_set_it_and_shift_leaders(self):
        reminder = self.reminder(user_id=self.people["colleague"].id)
        for person in ("agent", "colleague", "shift_leader"):
            self.assertEqual(self.as_(reminder, person).name, "回电")
        with self.assertRaises(AccessError):
            self.as_(reminder, "visitor").read(["name"])
        with self.assertRaises(AccessError):
            self.as_(reminder, "visitor").action_done()
        with self.assertRaises(AccessError):
            self.as_(reminder, "inspector").read(["name"])
        with self.assertRaises(AccessError):
            self.as_(reminder, "agent").unlink()

    def test_everybody_concerned_is_told_over_the_bus(self):
        reminder = self.reminder(user_id=self.people["colleague"].id)
        self.env.cr.precommit.run()
        bus = self.env["bus.bus"].sudo().search([], order="id desc", limit=5)
        partner = self.people["colleague"].partner_id
        mine = bus.filtered(lambda row: f'"res.partner",{partner.id}]' in row.channel.replace(" ", ""))
        self.assertTrue(mine, bus.mapped("channel"))
        self.assertIn("city12319.reminder", mine[0].message)
        self.assertNotIn("回电", mine[0].message, "no content is sent")
        self.assertTrue(reminder)

    # ------------------------------------------------------------------ acting

    @freeze_time(NOW)
    def test_upcoming_tells_what_is_due_and_when(self):
        self.reminder(name="过期", due_at="2030-01-01 00:30:00")
        self.reminder(name="一会儿", due_at="2030-01-01 01:10:00")
        self.reminder(name="下周", due_at="2030-01-08 01:00:00")
        self.reminder("colleague", name="别人的", due_at="2030-01-01 01:10:00")
        upcoming = self.as_("city12319.reminder", "agent").upcoming()
        self.assertEqual([(item["name"], item["delay"]) for item in upcoming["reminders"]], [("过期", 0), ("一会儿", 600)])
        self.assertEqual((upcoming["overdue"], upcoming["today"]), (1, 1))

    @freeze_time(NOW)
    def test_snooze_pops_up_later_and_stays_overdue(self):
        reminder = self.reminder(due_at="2030-01-01 00:30:00")
        reminder.snooze(15)
        self.assertEqual(fields.Datetime.to_string(reminder.remind_at), "2030-01-01 01:15:00")
        self.assertEqual(fields.Datetime.to_string(reminder.due_at), "2030-01-01 00:30:00")
        self.assertTrue(reminder.overdue)
        self.assertEqual(reminder.snooze_count, 1)
        for minutes in (0, -5, 100000):
            with self.assertRaises(UserError):
                reminder.snooze(minutes)

    def test_done_twice_is_done_once(self):
        reminder = self.reminder(user_id=self.people["colleague"].id)
        self.as_(reminder, "colleague").action_done()
        self.as_(reminder, "agent").action_done()
        self.assertRecordValues(reminder, [{"state": "done", "done_by_id": self.people["colleague"].id}])
        self.as_(reminder, "agent").snooze(5)
        self.assertEqual(reminder.snooze_count, 0)

    def test_call_is_counted_and_gives_the_number(self):
        reminder = self.reminder(phone="138 0013 8000")
        self.assertEqual(reminder.log_call(), "+8613800138000")
        self.assertEqual(reminder.call_count, 1)
        with self.assertRaises(UserError):
            self.reminder().log_call()

    def test_overdue_is_found(self):
        late = self.reminder(due_at=fields.Datetime.now() - timedelta(hours=1))
        early = self.reminder(due_at=fields.Datetime.now() + timedelta(hours=1))
        found = self.as_("city12319.reminder", "agent").search([("overdue", "=", True)])
        self.assertIn(late, found)
        self.assertNotIn(early, found)
        self.assertIn(early, self.as_("city12319.reminder", "agent").search([("overdue", "=", False)]))

    # ------------------------------------------------------------------ the calendar

    def test_stands_in_the_calendar_of_whom_it_is_for_without_citizen_data(self):
        ticket = self.ticket()
        reminder = self.reminder(ticket_id=ticket.id, user_id=self.people["colleague"].id)
        event = reminder.sudo().event_id
        self.assertEqual((event.user_id, event.start), (self.people["colleague"], reminder.due_at))
        self.assertEqual(event.privacy, "private")
        self.assertNotIn("中山路", f"{event.name} {event.description}")
        self.assertFalse(event.alarm_ids)

    def test_moved_in_the_calendar(self):
        reminder = self.reminder()
        event = self.as_(reminder.event_id, "agent")
        event.write({"start": "2030-01-03 03:00:00", "stop": "2030-01-03 03:15:00"})
        self.assertEqual(fields.Datetime.to_string(reminder.due_at), "2030-01-03 03:00:00")
        self.assertEqual(reminder.remind_at, reminder.due_at)

    def test_moved_on_the_form(self):
        reminder = self.reminder()
        reminder.due_at = "2030-01-03 03:00:00"
        self.assertEqual(reminder.event_id.start, reminder.due_at)

    def test_deleted_from_the_calendar_is_cancelled(self):
        reminder = self.reminder()
        self.as_(reminder.event_id, "agent").unlink()
        self.assertEqual(reminder.state, "cancelled")

    def test_cancelled_leaves_the_calendar(self):
        reminder = self.reminder()
        event = reminder.event_id
        reminder.action_cancel()
        self.assertFalse(event.active)
        reminder.action_reopen()
        self.assertTrue(event.active)

    def test_colleagues_do_not_move_it_in_the_calendar(self):
        reminder = self.reminder()
        with self.assertRaises(AccessError):
            self.as_(reminder.event_id, "colleague").write({"start": "2030-01-03 03:00:00"})


class TestShiftHandover(DeskCase):
    def notes(self, person):
        """Return what ``person`` has to read of what was written in this test."""
        notes = self.as_("city12319.my.day", person)._notes()
        return [note["text"] for note in notes if note["text"] == "系统今晚维护"]

    def hand_over(self, person="agent", **values):
        wizard = self.as_("city12319.shift.handover", person).create(values)
        return wizard, wizard.action_hand_over()

    def test_open_reminders_change_hands_and_it_is_recorded(self):
        first, second = self.reminder(name="一"), self.reminder(name="二")
        done = self.reminder(name="三")
        done.action_done()
        wizard, _action = self.hand_over(to_user_id=self.people["colleague"].id, text="二号线路检修中")
        self.assertEqual(wizard.reminder_ids, first | second)
        self.assertEqual((first | second).user_id, self.people["colleague"])
        self.assertEqual(done.user_id, self.people["agent"])
        self.assertRecordValues(first.handover_ids, [{
            "from_user_id": self.people["agent"].id, "to_user_id": self.people["colleague"].id,
            "user_id": self.people["agent"].id,
        }])
        self.assertEqual(first.sudo().event_id.user_id, self.people["colleague"])
        note = self.as_("city12319.shift.note", "colleague").search([("author_id", "=", self.people["agent"].id)])
        self.assertRecordValues(note, [{"text": "二号线路检修中", "reminder_count": 2}])

    def test_what_somebody_else_has_set_is_handed_over_too(self):
        ticket = self.ticket()
        reminder = self.reminder("shift_leader", ticket_id=ticket.id, user_id=self.people["agent"].id)
        self.hand_over(to_user_id=self.people["colleague"].id)
        self.assertEqual(reminder.user_id, self.people["colleague"])
        with self.assertRaises(AccessError):
            self.as_(reminder, "agent").read(["name"])
        self.assertEqual(self.as_(reminder, "colleague").ticket_id.summary, ticket.summary)

    def test_note_alone_is_for_everybody(self):
        reminder = self.reminder()
        self.hand_over(text="系统今晚维护")
        self.assertEqual(reminder.user_id, self.people["agent"])
        for person in ("colleague", "visitor"):
            self.assertTrue(self.notes(person))
        self.assertFalse(self.notes("agent"), "the author knows")

    def test_acknowledged_notes_are_not_shown_again(self):
        self.hand_over(text="系统今晚维护")
        note = self.as_("city12319.shift.note", "colleague").search([("text", "=", "系统今晚维护")])
        note.acknowledge()
        note.acknowledge()
        self.assertEqual(len(self.as_(note, "agent").ack_ids), 1)
        self.assertFalse(self.notes("colleague"))
        self.assertTrue(self.notes("visitor"))

    def test_nothing_to_hand_over_is_refused(self):
        with self.assertRaises(UserError):
            self.hand_over()
        with self.assertRaises(UserError):
            self.hand_over(to_user_id=self.people["agent"].id, text="给自己")

    def test_notes_are_private_and_never_edited(self):
        note = self.as_("city12319.shift.note", "agent").create({
            "text": "只给你", "to_user_id": self.people["colleague"].id,
        })
        with self.assertRaises(AccessError):
            self.as_(note, "visitor").read(["text"])
        with self.assertRaises(AccessError):
            self.as_(note, "agent").write({"text": "改了"})
        self.assertEqual(self.as_(note, "shift_leader").text, "只给你")
        with self.assertRaises(AccessError):
            self.as_("city12319.shift.note", "agent").create({
                "text": "冒名", "author_id": self.people["colleague"].id,
            })

    def test_handovers_are_facts(self):
        reminder = self.reminder()
        reminder.user_id = self.people["colleague"]
        with self.assertRaises(AccessError):
            reminder.handover_ids.sudo().write({"to_user_id": self.people["agent"].id})
        with self.assertRaises(AccessError):
            reminder.handover_ids.sudo().unlink()
        with self.assertRaises(AccessError):
            self.as_("city12319.reminder.handover", "agent").create({
                "reminder_id": reminder.id, "from_user_id": 1, "to_user_id": 1, "user_id": 1, "at": fields.Datetime.now(),
            })

    def test_nobody_hands_over_what_is_not_theirs(self):
        reminder = self.reminder("colleague")
        with self.assertRaises(AccessError):
            self.as_(reminder, "agent").write({"user_id": self.people["agent"].id})
        self.as_(reminder, "shift_leader").write({"user_id": self.people["agent"].id})
        self.assertEqual(reminder.user_id, self.people["agent"])
