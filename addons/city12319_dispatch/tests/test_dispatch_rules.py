from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rule_common import RuleCase


@tagged("post_install", "-at_install")
class TestDispatchRules(RuleCase):
    """The life of a rule: draft, dry run, active, revised, retired; what is checked and what is told."""

    # ------------------------------------------------------------------ life

    def test_activating_asks_for_a_dry_run_first(self):
        rule = self.as_(self.draft(), "config_admin")
        action = rule.action_activate()
        self.assertEqual((action["res_model"], rule.state), ("city12319.dispatch.dry.run", "draft"))
        run = self.env["city12319.dispatch.dry.run"].with_user(rule.env.user).create({"rule_ids": rule.ids})
        with self.assertRaises(UserError):
            run.action_activate()
        run.action_run()
        self.assertTrue(rule.dry_run_at)
        rule.any_words = "井盖"
        self.assertFalse(rule.dry_run_at, "what was tried is no longer what would be activated")
        with self.assertRaises(UserError):
            run.action_activate()
        run.action_run()
        rule.action_activate()
        self.assertEqual(rule.state, "active")

    def test_an_active_rule_stays_as_it_is_and_is_revised(self):
        rule = self.rule("井盖", any_words="井盖")
        for values in ({"any_words": "盖板"}, {"department_id": self.pipes.id}, {"state": "draft"}):
            with self.assertRaises(UserError):
                rule.write(values)
        rule.write({"note": "权责清单第12条", "sequence": 5})
        revision = rule.browse(rule.action_revise()["res_id"])
        self.assertEqual((revision.state, revision.name, revision.replaces_id), ("draft", "井盖", rule))
        self.assertEqual(rule.action_revise()["res_id"], revision.id, "one revision at a time")
        revision.write({"department_id": self.pipes.id})
        order = self.filed(summary="井盖缺失")
        self.assertEqual(order.proposal_department_id, self.water)
        revision._activate()
        self.assertEqual((rule.state, revision.state), ("retired", "active"))
        self.assertEqual(self.filed(summary="井盖缺失").proposal_department_id, self.pipes)
        self.assertEqual(order.proposal_rule_id.any_words, "井盖")

    def test_rules_that_were_active_are_kept(self):
        rule = self.rule()
        rule.action_retire()
        with self.assertRaises(UserError):
            rule.unlink()
        self.draft().unlink()

    def test_a_category_in_use_cannot_disappear_from_a_rule(self):
        self.rule(category_ids=self.pipe_category.ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.pipe_category.unlink()
        self.pipe_category.active = False
        self.assertEqual(self.filed().proposal_source, "manual", "a rule for one category is not one for all")

    # ------------------------------------------------------------------ checks

    def test_departments_are_alive(self):
        self.sanitation.active = False
        with self.assertRaisesRegex(ValidationError, "环卫处 is closed"):
            self.draft(department=self.sanitation)
        with self.assertRaisesRegex(ValidationError, "环卫处 is closed"):
            self.draft(assist_department_ids=self.sanitation.ids)
        with self.assertRaises(ValidationError):
            self.draft(assist_department_ids=self.water.ids)
        with self.assertRaises(ValidationError):
            self.draft(valid_from="2026-02-01", valid_to="2026-01-01")
        with self.assertRaises(ValidationError):
            self.draft(all_words="井盖", none_words="井盖")

    def test_a_rule_behind_one_that_takes_everything_cannot_be_activated(self):
        upper = self.rule("供水", sequence=10, category_ids=self.category.ids)
        lower = self.draft("水管", sequence=20, category_ids=self.pipe_category.ids, area_ids=self.north.ids)
        self.assertEqual(lower.shadowed_by_id, upper)
        with self.assertRaisesRegex(UserError, "“供水” comes before it"):
            lower._activate()
        lower.sequence = 5
        self.assertFalse(lower.shadowed_by_id)
        lower._activate()
        self.assertFalse(upper.shadowed_by_id)

    def test_a_draft_tells_what_it_would_hide(self):
        lower = self.rule("窨井盖", sequence=20, any_words="窨井盖, 污水井盖")
        draft = self.draft("井盖", sequence=10, any_words="井盖")
        self.assertEqual(draft.shadows_ids, lower)
        draft._activate()
        self.assertEqual(lower.shadowed_by_id, draft)

    # ------------------------------------------------------------------ alerts

    def notifications(self, rule):
        return self.env["mail.message"].search([
            ("model", "=", rule._name), ("res_id", "=", rule.id), ("message_type", "=", "user_notification"),
        ])

    def test_closing_a_department_alerts_and_its_orders_wait_in_the_manual_queue(self):
        rule = self.rule("供水", any_words="井盖")
        self.rule("其他", self.sanitation, sequence=500)
        order = self.filed()
        self.water.active = False
        self.assertTrue(rule.is_broken)
        self.assertIn(rule, rule.search([("is_broken", "=", True)]))
        self.assertEqual(rule.state, "active", "never switched off in silence")
        self.assertIn("供水处", rule.last_error)
        notification = self.notifications(rule)
        self.assertEqual(len(notification), 1)
        self.assertIn(self.people["config_admin"].partner_id, notification.notified_partner_ids)
        for waiting in (order, self.filed()):
            self.assertEqual((waiting.proposal_source, waiting.proposal_department_id.id), ("broken", False))
            self.assertRegex(waiting.proposal_reason, "“供水” does not work: 供水处 is closed")
        self.assertEqual(len(self.notifications(rule)), 1, "once a day")
        rule.sudo().alerted_on = "2020-01-01"
        self.filed()
        self.assertEqual(len(self.notifications(rule)), 2)
        self.water.active = True
        self.assertFalse(rule.is_broken)
        self.assertEqual(order.proposal_source, "rule")

    def test_a_condition_that_breaks_later_alerts(self):
        rule = self.rule("坏", domain=repr([("category_id", "=", self.pipe_category.id)]))
        self.rule("其他", self.sanitation, sequence=500)
        self.env.cr.execute(
            "UPDATE city12319_dispatch_rule SET domain = %s WHERE id = %s", ["[('removed_field', '=', 1)]", rule.id])
        self.env.registry.clear_cache()
        rule.invalidate_recordset()
        order = self.filed()
        self.assertEqual((order.proposal_source, order.proposal_rule_id), ("broken", rule))
        self.assertTrue(rule.is_broken)
        self.assertEqual(len(self.notifications(rule)), 1)

    def test_a_broken_rule_that_an_order_does_not_reach_does_no_harm(self):
        self.rule("供水", category_ids=self.greening.ids)
        self.rule("其他", self.sanitation, sequence=500)
        self.water.active = False
        self.assertEqual(self.filed().proposal_department_id, self.sanitation)

    # ------------------------------------------------------------------ dry run

    def run_dry(self, rules, person=None, **values):
        runs = self.env["city12319.dispatch.dry.run"]
        run = (runs.with_user(self.people[person]) if person else runs).create({"rule_ids": rules.ids, **values})
        run.action_run()
        return run

    def test_dry_run_counts_what_would_change_and_changes_nothing(self):
        self.rule("旧", self.sanitation, sequence=50, any_words="井盖")
        mine = self.filed(summary="井盖缺失") | self.filed(summary="井盖松动") | self.filed(summary="漏水", description="漏水")
        self.step(mine[0], "dispatcher", "dispatch", {"department_id": self.pipes.id})
        draft = self.draft("新", self.pipes, sequence=10, any_words="缺失、漏水", valid_from="2099-01-01")
        before = mine.mapped("proposal_department_id.name")
        others = self.env["city12319.order"].search_count([("mode", "in", ["file", "transfer"])]) - 3
        run = self.run_dry(draft, date_from="2000-01-01", date_to="2098-01-01")
        self.assertEqual((run.order_count - others, run.tried_count - others), (3, 3))
        pairs = {(line.from_department_id.name, line.to_department_id.name): line.order_count for line in run.line_ids}
        self.assertEqual(pairs["环卫处", "管网所"], 1)
        self.assertIn((False, "管网所"), pairs)
        self.assertLessEqual({mine[0], mine[2]}, set(run.order_ids))
        self.assertNotIn(mine[1], run.order_ids)
        self.assertEqual(mine.mapped("proposal_department_id.name"), before)
        self.assertEqual(draft.state, "draft")
        self.assertRegex(run.manual_after, r"^\d+\.\d% \(\d+ / \d+\)$")

    def test_dry_run_of_nothing_divides_by_nothing(self):
        run = self.run_dry(self.draft(), date_from="1999-01-01", date_to="1999-01-02")
        self.assertEqual((run.tried_count, run.manual_before, run.right_after, len(run.line_ids)), (0, "–", "–", 0))

    def test_administrators_see_counts_and_no_orders(self):
        self.filed()
        run = self.run_dry(self.draft(), "config_admin", date_from="2000-01-01", date_to="2098-01-01")
        self.assertGreaterEqual(run.changed_count, 1)
        with self.assertRaises(AccessError):
            run.read(["order_ids"])
        with self.assertRaises(AccessError):
            run.action_open_orders()
        with self.assertRaises(AccessError):
            run.with_user(self.people["dispatcher"]).read(["changed_count"])

    def test_dry_run_of_a_revision_compares_with_what_it_replaces(self):
        rule = self.rule(any_words="井盖")
        order = self.filed(summary="井盖缺失")
        revision = rule.browse(rule.action_revise()["res_id"])
        revision.department_id = self.pipes
        run = self.run_dry(revision, date_from="2000-01-01", date_to="2098-01-01")
        self.assertIn(order, run.order_ids)
        revision.any_words = "路灯"
        run = self.run_dry(revision, date_from="2000-01-01", date_to="2098-01-01")
        self.assertIn((self.water, self.water.browse()),
                      [(line.from_department_id, line.to_department_id) for line in run.line_ids])

    # ------------------------------------------------------------------ coverage

    def test_coverage_shows_who_decides_where_and_the_holes(self):
        self.rule("供水北", category_ids=self.category.ids, area_ids=self.north.ids)
        self.rule("绿化词", self.sanitation, category_ids=self.greening.ids, any_words="树")
        self.rule("水管南", self.pipes, category_ids=self.pipe_category.ids, area_ids=self.south.ids)
        table = self.as_(self.env["city12319.dispatch.rule"], "config_admin").coverage()

        def cell(category, area):
            return table["cells"][f"{category.id},{area.id}"]

        self.assertEqual((cell(self.category, self.north)["kind"], cell(self.category, self.north)["department"]),
                         ("whole", "供水处"))
        self.assertEqual(cell(self.category, self.south)["kind"], "part")
        self.assertEqual([one["name"] for one in cell(self.greening, self.north)["partial"]], ["绿化词"])
        sanitation = self.env.ref("city12319_intake.category_sanitation")
        self.assertEqual(cell(sanitation, self.north)["kind"], "hole")
        self.assertEqual(sum(table["counts"].values()), len(table["categories"]) * len(table["areas"]))
        below = self.env["city12319.dispatch.rule"].coverage(self.category.id, self.south.id)
        self.assertEqual(below["areas"], [])
        below = self.env["city12319.dispatch.rule"].coverage(self.category.id)
        self.assertEqual(below["cells"][f"{self.pipe_category.id},{self.south.id}"]["department"], "管网所")
        self.water.active = False
        table = self.env["city12319.dispatch.rule"].coverage()
        self.assertEqual(cell(self.category, self.north)["kind"], "broken")

    # ------------------------------------------------------------------ rights

    def test_dispatchers_and_shift_leaders_read_rules_and_administrators_keep_them(self):
        rule = self.rule()
        for person in ("dispatcher", "shift_leader"):
            self.assertTrue(self.as_(rule, person).read(["name", "domain", "accept_rate"]))
            with self.assertRaises(AccessError):
                self.as_(rule, person).write({"note": "x"})
            with self.assertRaises(AccessError):
                self.as_(rule, person).action_retire()
        for person in ("agent", "water", "leader"):
            with self.assertRaises(AccessError):
                self.as_(rule, person).read(["name"])
        self.as_(rule, "config_admin").write({"note": "x"})

    def test_state_cannot_be_forged_through_the_context(self):
        draft = self.as_(self.draft(), "config_admin")
        for key in (True, 1, "key", {}):
            with self.assertRaises(UserError):
                draft.with_context(dispatch_rule_state=key).write({"state": "active"})
        with self.assertRaises(UserError):
            draft.create({"name": "x", "department_id": self.water.id, "state": "active"})
