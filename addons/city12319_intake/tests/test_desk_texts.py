from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .desk_case import DeskCase


class TestQuickText(DeskCase):
    def own(self, person="agent", **values):
        return self.as_("city12319.quick.text", person).create({"name": "停水通知", "text": "{address}停水", **values})

    def names(self, person):
        return [item["name"] for item in self.as_("city12319.quick.text", person).usable()]

    def test_initials_in_pinyin(self):
        self.assertEqual(self.own().initials, "tstz")
        self.assertEqual(self.own(name="A座 停水").initials, "azts")

    def test_own_ones_are_seen_by_their_owner_alone(self):
        self.own(name="我的常用语")
        self.assertIn("我的常用语", self.names("agent"))
        self.assertNotIn("我的常用语", self.names("colleague"))
        self.assertIn("地址确认", self.names("colleague"), "shared ones are delivered")
        self.assertEqual(self.names("config_admin"), [])

    def test_shared_ones_are_for_shift_leaders_to_write(self):
        shared = self.env.ref("city12319_intake.quick_text_dz")
        for change in (lambda text: text.write({"text": "x"}), lambda text: text.unlink()):
            with self.assertRaises(AccessError):
                change(self.as_(shared, "agent"))
        with self.assertRaises(AccessError):
            self.own(shared=True)
        with self.assertRaises(AccessError):
            self.own().shared = True
        self.as_(shared, "shift_leader").text = "新的说法"
        self.assertEqual(shared.text, "新的说法")
        self.own("shift_leader", name="公共", shared=True)
        self.assertIn("公共", self.names("agent"))

    def test_nobody_reads_or_gives_away_somebody_elses(self):
        own = self.own()
        with self.assertRaises(AccessError):
            self.as_(own, "colleague").read(["text"])
        with self.assertRaises(AccessError):
            self.as_(own, "shift_leader").write({"text": "x"})
        with self.assertRaises(AccessError):
            self.own(user_id=self.people["colleague"].id)

    def test_use_is_counted_also_of_shared_ones(self):
        shared = self.env.ref("city12319_intake.quick_text_dz")
        before = shared.use_count
        self.as_(shared, "agent").count_use()
        self.assertEqual(shared.use_count, before + 1)
        with self.assertRaises(AccessError):
            self.as_(self.own(), "colleague").count_use()

    def test_abbreviation_once_per_person(self):
        self.own(abbreviation="ts")
        self.own("colleague", abbreviation="ts")
        with self.assertRaises(ValidationError):
            self.own(abbreviation="a b")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.own(abbreviation="TS")

    def test_those_of_a_category_say_so(self):
        self.own(category_id=self.water.id)
        item = next(item for item in self.as_("city12319.quick.text", "agent").usable() if item["name"] == "停水通知")
        self.assertIn(self.water.id, item["categories"])
        self.assertNotIn(self.power.id, item["categories"])


class TestTicketTemplate(DeskCase):
    def test_values_as_a_form_takes_them(self):
        self.as_("city12319.ticket.template", "agent").create({
            "name": "停电", "category_id": self.power.id, "summary": "小区停电",
        })
        template = next(
            item for item in self.as_("city12319.ticket.template", "agent").usable() if item["name"] == "停电"
        )
        self.assertEqual(template["values"], {
            "category_id": {"id": self.power.id, "display_name": self.power.display_name}, "summary": "小区停电",
        })
        self.assertFalse(template["shared"])

    def test_own_and_shared(self):
        shared = self.env.ref("city12319_intake.ticket_template_water")
        self.assertIn(shared.name, [item["name"] for item in self.as_("city12319.ticket.template", "agent").usable()])
        with self.assertRaises(AccessError):
            self.as_(shared, "agent").write({"summary": "x"})
        with self.assertRaises(AccessError):
            self.as_("city12319.ticket.template", "visitor").search([])
        self.as_(shared, "shift_leader").write({"summary": "停水"})


class TestCopyContent(DeskCase):
    def test_content_without_caller_number_and_stage(self):
        ticket = self.ticket(latitude=20.0, longitude=110.0)
        content = ticket.copy_content()
        self.assertEqual(content["summary"], "中山路自来水管爆裂")
        self.assertEqual(content["category_id"]["id"], self.water.id)
        self.assertFalse(content.keys() & {"caller_id", "caller_name", "phone", "name", "stage_id", "reported_at"})

    def test_opens_a_new_ticket_with_the_content(self):
        ticket = self.ticket()
        action = ticket.action_copy_as_new()
        copy = self.as_("city12319.ticket", "agent").with_context(**action["context"]).create({})
        self.assertEqual((copy.summary, copy.address, copy.category_id), (ticket.summary, ticket.address, self.water))
        self.assertFalse(copy.phone)
        self.assertFalse(copy.caller_name)
        self.assertNotEqual(copy.name, ticket.name)
        self.assertEqual(copy.stage_code, "registered")

    def test_not_of_a_ticket_that_one_does_not_read(self):
        ticket = self.ticket("colleague", phone="13900139000", caller_name="李先生")
        with self.assertRaises(AccessError):
            self.as_(ticket, "agent").copy_content()
        with self.assertRaises(AccessError):
            self.as_(ticket, "agent").action_copy_as_new()


class TestDraft(DeskCase):
    def drafts(self, person="agent"):
        return self.as_("city12319.ticket.draft", person)

    def test_kept_changed_and_forgotten(self):
        self.drafts().save_draft("abcdef012345", {"summary": "停"}, "停")
        self.drafts().save_draft("abcdef012345", {"summary": "停水"}, "停水")
        self.assertEqual([(draft["words"], draft["data"]) for draft in self.drafts().mine()], [("停水", {"summary": "停水"})])
        self.drafts().discard(["abcdef012345", "unknown0"])
        self.assertEqual(self.drafts().mine(), [])

    def test_nobody_else_sees_it(self):
        self.drafts().save_draft("abcdef012345", {"phone": "13800138000"})
        draft = self.env["city12319.ticket.draft"].search([("key", "=", "abcdef012345")])
        self.assertEqual(self.drafts("colleague").mine(), [])
        self.assertEqual(self.drafts("shift_leader").mine(), [])
        with self.assertRaises(AccessError):
            self.as_(draft, "shift_leader").read(["data"])
        self.drafts("colleague").discard(["abcdef012345"])
        self.assertEqual(len(self.drafts().mine()), 1)
        with self.assertRaises(AccessError):
            self.drafts("visitor").save_draft("abcdef012345", {"summary": "x"})
        with self.assertRaises(AccessError):
            self.drafts().create({"key": "abcdef999", "data": {"a": 1}, "user_id": self.people["colleague"].id})

    def test_what_is_not_a_draft_is_refused(self):
        for key, data in (("x", {}), ("a b c d e f g h", {}), ("abcdef012345", []), ("abcdef012345", {"a": "x" * 200000})):
            with self.assertRaises(UserError):
                self.drafts().save_draft(key, data)

    def test_only_so_many(self):
        for number in range(25):
            self.drafts().save_draft(f"draft-{number:04}", {"summary": str(number)})
        self.assertEqual(len(self.drafts().mine()), 20)
