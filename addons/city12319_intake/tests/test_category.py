"""Classes of standards: versions, three levels, and how an agent finds one."""

from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

GB = "GB/T 47678.5-2026"


@tagged("post_install", "-at_install")
class TestCategory(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories = cls.env["city12319.category"]
        cls.water = cls.env.ref("city12319_intake.category_water")
        cls.agent = new_test_user(cls.env, "t_class_agent", "city12319_intake.group_agent")

    def gb(self, code, kind="event"):
        return self.categories.search([("standard", "=", GB), ("kind", "=", kind), ("code", "=", code)])

    def make(self, **values):
        return self.categories.create({"name": "试验", "code": "T1", "standard": "T", "kind": "event", **values})

    def names(self, text, **options):
        return [name for _id, name in self.categories.name_search(text, [("is_current", "=", True)], **options)]

    def test_the_delivered_standard_is_complete_and_never_renumbered(self):
        minor = self.categories.search([("standard", "=", GB), ("level", "=", "minor")])
        self.assertEqual(len(minor.filtered(lambda category: category.kind == "component")), 153)
        self.assertEqual(len(minor.filtered(lambda category: category.kind == "event")), 250)
        self.assertFalse(minor.filtered(lambda category: category.code in ("01016", "05001", "06031", "07005", "09007")))
        self.assertEqual(set(minor.mapped("parent_id.level")), {"major"})
        self.assertEqual(set(minor.mapped("parent_id.parent_id.level")), {"problem"})
        self.assertTrue(all(category.code.startswith(category.parent_id.code) for category in minor))
        self.assertEqual(len(set(minor.mapped("valid_from"))), 1)

    def test_a_code_is_a_component_and_an_event(self):
        self.assertEqual(self.gb("01001", "component").name, "供水井盖")
        self.assertEqual(self.gb("01001", "event").name, "供水井盖异常")
        self.assertEqual(self.gb("01001")._problem(), self.water)

    def test_loading_again_changes_nothing(self):
        before = self.categories.search_count([])
        cover = self.gb("01001")
        cover.write({"name": "水表井盖异常", "valid_to": "2099-01-01"})
        self.categories._load_delivered()
        self.assertEqual(self.categories.search_count([]), before)
        self.assertEqual(cover.name, "水表井盖异常")

    def test_a_code_is_unique_within_standard_and_kind(self):
        major = self.make(parent_id=self.water.id)
        self.make(code="T101", parent_id=major.id)
        self.make(code="T101", standard="T2", parent_id=self.make(standard="T2", parent_id=self.water.id).id)
        other = self.make(parent_id=self.env.ref("city12319_intake.category_gas").id)  # the same major class elsewhere
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make(code="T101", parent_id=other.id)

    def test_three_levels_of_one_kind(self):
        major = self.make(parent_id=self.water.id)
        minor = self.make(code="T101", parent_id=major.id)
        self.assertEqual((self.water.level, major.level, minor.level), ("problem", "major", "minor"))
        with self.assertRaises(ValidationError):
            self.make(code="T10101", parent_id=minor.id)
        with self.assertRaises(ValidationError):
            self.make(code="T102", kind="component", parent_id=major.id)

    def test_found_by_initials_pinyin_name_and_code(self):
        self.assertIn("供水井盖异常", self.names("gsjg"))
        self.assertIn("供水井盖", self.names("jg", limit=8))
        self.assertIn("暴露垃圾", self.names("baolu"))
        self.assertIn("暴露垃圾", self.names("垃圾"))
        self.assertEqual(self.names("06010"), ["暴露垃圾"])
        self.assertEqual(set(self.names("0601")), set(self.categories.search([("code", "=like", "0601%")]).mapped("name")))
        self.assertIn("垃圾站（箱）满溢", self.names("lj 满"))
        self.assertFalse(self.names("不存在的东西"))
        self.assertFalse(self.names("%"))

    def test_found_by_what_citizens_call_it(self):
        self.gb("01001").keywords = "自来水盖板"
        self.assertIn("供水井盖异常", self.names("盖板"))
        self.assertIn("供水井盖异常", self.names("zls"))

    def test_the_whole_name_comes_before_longer_ones(self):
        self.assertEqual(self.names("路灯")[0], "路灯")
        self.water.keywords = "供水 井盖"
        self.assertNotEqual(self.names("jg")[0], self.water.name)  # found by another word: after the names

    def test_problem_categories_come_first_when_nothing_is_typed(self):
        names = [self.categories.browse(found) for found, _name in self.categories.name_search("", limit=8)]
        self.assertEqual({category.level for category in names}, {"problem"})

    def test_favourites_of_the_agent_come_first(self):
        seldom, often, old = self.gb("06010"), self.gb("06042"), self.gb("06011")
        tickets = self.env["city12319.ticket"].with_user(self.agent)
        now = fields.Datetime.now()
        for category, count, days in ((seldom, 1, 1), (often, 3, 80), (old, 5, 100)):
            for _number in range(count):
                tickets.register({
                    "summary": "垃圾", "category_id": category.id, "reported_at": now - timedelta(days=days),
                })
        tickets.register({"summary": "停水", "category_id": self.water.id})
        mine = self.categories.with_user(self.agent)
        self.assertEqual(mine._favourites(), [often.id, seldom.id])
        self.assertEqual([found for found, _name in mine.name_search("", limit=3)][:2], [often.id, seldom.id])
        self.assertEqual([found for found, _name in mine.name_search("lj", limit=8)][:2], [often.id, seldom.id])
        self.assertNotIn(often.id, [found for found, _name in mine.name_search("", [("kind", "=", "component")])])
        self.assertFalse(self.categories._favourites())

    def test_suggestions_tell_code_and_problem_category(self):
        shown = self.gb("01001").with_context(formatted_display_name=True).display_name
        self.assertIn("01001", shown)
        self.assertEqual(self.gb("01001").display_name, "供水井盖异常")

    def test_what_has_ended_is_not_offered_and_stays_readable(self):
        category = self.gb("06010")
        ticket = self.env["city12319.ticket"].with_user(self.agent).register({
            "summary": "垃圾", "category_id": category.id,
        })
        domain = self.env["city12319.ticket"].fields_get(["category_id"])["category_id"]["domain"]
        self.assertIn("is_current", domain)
        category.valid_to = fields.Date.context_today(category) - timedelta(days=1)
        self.assertFalse(category.is_current)
        self.assertNotIn("暴露垃圾", self.names("暴露垃圾"))
        ticket.invalidate_recordset()
        self.assertEqual(ticket.category_id.display_name, "暴露垃圾")
        with Form(ticket) as form:
            form.description = "还在"
        self.assertEqual(ticket.category_id, category)

    def test_what_has_not_begun_is_not_offered(self):
        today = fields.Date.context_today(self.categories)
        category = self.make(valid_from=today + timedelta(days=1))
        self.assertFalse(category.is_current)
        self.assertNotIn(category, self.categories.search([("is_current", "=", True)]))
        self.assertIn(category, self.categories.search([("is_current", "=", False)]))
        category.valid_from = today
        self.assertIn(category, self.categories.search([("is_current", "=", True)]))

    def test_retiring_a_standard(self):
        major = self.make(parent_id=self.water.id, valid_from="2013-01-01")
        ended = self.make(code="T101", parent_id=major.id, valid_to="2015-12-31")
        minor = self.make(code="T102", parent_id=major.id)
        self.env["city12319.category.retire"].create({"standard": "T", "valid_to": "2020-06-30"}).action_retire()
        self.assertEqual((major | minor).mapped("valid_to"), [date(2020, 6, 30)] * 2)
        self.assertEqual(ended.valid_to, date(2015, 12, 31))
        with self.assertRaises(UserError):
            self.env["city12319.category.retire"].create({"standard": "T", "valid_to": "2012-01-01"}).action_retire()

    def test_words_of_past_registrations_still_find_the_list(self):
        words = self.env["city12319.import.synonym"]._word_lists()["category"]
        self.assertEqual(words.find(["非正规垃圾填埋场"]), self.gb("06032").id)
        self.assertEqual(words.find(["water"]), self.water.id)
