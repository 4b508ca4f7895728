from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .rule_common import RuleCase


@tagged("post_install", "-at_install")
class TestDispatchProposal(RuleCase):
    """Which department is proposed for an order, when, why, and what becomes of the proposal."""

    def assertProposed(self, order, source, department, reason="."):
        self.assertEqual((order.proposal_source, order.proposal_department_id), (source, department))
        self.assertRegex(order.proposal_reason, reason)

    def test_first_rule_that_fits_decides_and_says_why(self):
        self.rule("其他", self.sanitation, sequence=90)
        upper = self.rule("井盖", self.pipes, sequence=10, category_ids=self.category.ids, area_ids=self.north.ids,
                          any_words="井盖, 窨井盖", urgency="urgent")
        order = self.filed(area_id=self.street.id)
        self.assertProposed(order, "rule", self.pipes, f"^Rule {upper.id} “井盖”: category .*, area .*一街道.*, words 井盖$")
        self.assertEqual((order.proposal_rule_id, order.urgency), (upper, "urgent"))
        elsewhere = self.filed(area_id=self.south.id)
        self.assertProposed(elsewhere, "rule", self.sanitation, "everything else")

    def test_categories_and_areas_count_with_everything_below_them(self):
        self.rule(category_ids=self.category.ids, area_ids=self.north.ids)
        self.assertProposed(self.filed(category_id=self.pipe_category.id, area_id=self.street.id), "rule", self.water)
        self.assertProposed(
            self.filed(category_id=self.greening.id, area_id=self.street.id), "manual", self.water.browse())
        self.assertProposed(self.filed(category_id=self.pipe_category.id, area_id=False), "manual", self.water.browse())

    def test_words_one_of_all_of_none_of(self):
        self.rule(any_words="井盖、盖板", all_words="中山路", none_words="电信；通信")
        self.assertProposed(self.filed(summary="中山路井盖破损"), "rule", self.water, "井盖、中山路")
        self.assertProposed(self.filed(summary="井盖破损", description="在解放路"), "manual", self.water.browse())
        self.assertProposed(self.filed(summary="中山路电信井盖破损"), "manual", self.water.browse())

    def test_owner_of_the_component_wins_then_keeper_then_rules(self):
        self.rule(department=self.sanitation, urgency="urgent")
        order = self.filed(component_id=self.component.id)
        self.assertProposed(order, "owner", self.water, "Owner of .*井盖")
        self.assertEqual(order.urgency, "urgent", "how urgent it is, is still up to the rules")
        self.component.owner_id = False
        self.assertProposed(self.filed(component_id=self.component.id), "keeper", self.pipes, "Keeper")
        self.component.keeper_id = False
        self.assertProposed(self.filed(component_id=self.component.id), "rule", self.sanitation)

    def test_a_closed_owner_does_not_get_orders(self):
        self.water.active = False
        self.assertProposed(self.filed(component_id=self.component.id), "keeper", self.pipes)

    def test_proposal_follows_the_content_while_the_order_waits(self):
        rule = self.rule(category_ids=self.greening.ids, department=self.sanitation)
        order = self.filed()
        self.assertProposed(order, "manual", self.water.browse(), "No rule fits")
        self.as_(order, "dispatcher").category_id = self.greening
        self.assertProposed(order.with_env(self.env), "rule", self.sanitation)
        self.as_(order, "dispatcher").component_id = self.component
        self.assertProposed(order.with_env(self.env), "owner", self.water)
        self.step(order, "dispatcher", "dispatch", {"department_id": self.sanitation.id})
        self.as_(order, "dispatcher").write({"component_id": False})
        self.assertProposed(order.with_env(self.env), "owner", self.water)  # dispatched: it stays what it was
        self.assertFalse(rule.proposed_count)

    def test_a_new_rule_serves_what_waits_when_asked(self):
        order = self.filed()
        self.rule()
        self.assertProposed(order, "manual", self.water.browse())
        self.as_(order, "dispatcher").action_propose_again()
        self.assertProposed(order.with_env(self.env), "rule", self.water)
        with self.assertRaises(AccessError):
            self.as_(order, "leader").action_propose_again()

    def test_order_for_a_leader_is_not_proposed_to_anybody(self):
        self.rule()
        self.assertFalse(self.order("leader_review", "escalate").proposal_source)

    def test_dialog_starts_with_the_proposal_and_tells_why(self):
        self.rule(assist_department_ids=self.sanitation.ids, urgency="critical")
        order = self.filed()
        department = self.dispatch_field(order, "department_id")
        self.assertEqual((department["value"]["id"], department["hint"]), (self.water.id, order.proposal_reason))
        self.assertEqual([one["id"] for one in self.dispatch_field(order, "assist_department_ids")["value"]],
                         self.sanitation.ids)
        self.assertEqual(self.dispatch_field(order, "urgency")["value"], "critical")

    def test_confirming_takes_what_the_dialog_showed(self):
        rule = self.rule(assist_department_ids=self.sanitation.ids)
        order = self.filed()
        self.step(order, "dispatcher", "dispatch")
        self.assertEqual((order.department_id, order.assist_department_ids), (self.water, self.sanitation))
        self.assertTrue(order.proposal_accepted)
        self.assertEqual((rule.proposed_count, rule.accepted_count, rule.accept_rate), (1, 1, "100%"))

    def test_another_department_is_a_refusal_of_the_proposal(self):
        rule = self.rule(assist_department_ids=self.pipes.ids)
        order, other = self.filed(), self.filed()
        self.assertEqual(rule.accept_rate, "–")
        self.step(order, "dispatcher", "dispatch", {"department_id": self.sanitation.id, "urgency": "urgent"})
        self.step(other, "dispatcher", "dispatch", {"department_id": self.water.id})
        self.assertFalse(order.proposal_accepted)
        self.assertFalse(order.assist_department_ids, "those were to assist somebody else")
        self.assertEqual(order.urgency, "urgent")
        rule.invalidate_recordset()
        self.assertEqual((rule.proposed_count, rule.accepted_count, rule.accept_rate), (2, 1, "50%"))
        event = order._flow_events()[-1:]
        self.assertEqual((event.proposal_rule_id, event.proposal_department_id), (rule, self.water))
        self.assertFalse(event.proposal_accepted)

    def test_nothing_proposed_means_that_a_department_has_to_be_chosen(self):
        order = self.filed()
        with self.assertRaisesRegex(UserError, "Fill in"):
            self.as_(order, "dispatcher").advance("dispatch", {})
        self.step(order, "dispatcher", "dispatch", {"department_id": self.water.id})
        self.assertFalse(order.proposal_accepted)
        self.assertEqual(order._flow_events()[-1:].proposal_source, "manual")

    def test_what_was_given_back_is_not_proposed_again(self):
        self.rule()
        order = self.filed()
        self.step(order, "dispatcher", "dispatch")
        self.step(order, "water", "refuse", {"reason": "属环卫处"})
        self.assertProposed(order, "manual", self.water.browse(), "gave the order back.*everything else")
        self.assertFalse(self.dispatch_field(order, "department_id")["value"])

    def test_done_again_by_who_did_it(self):
        self.rule(department=self.sanitation)
        order = self.order("pending_visit")
        self.step(order, "visitor", "visit_redo", {"reason": "仍漏水"})
        self.assertProposed(order, "previous", self.water, "before")
        self.assertEqual(self.dispatch_field(order, "department_id")["value"]["id"], self.water.id)

    def test_department_chosen_at_filing_is_kept(self):
        self.rule(department=self.sanitation)
        order = self.as_(self.ticket(), "shift_leader").process("file", {"department_id": self.water.id})
        self.assertProposed(order.with_env(self.env), "previous", self.water, "when the case was filed")

    def test_validity(self):
        rule = self.rule(valid_to="2020-12-31")
        self.assertProposed(self.filed(), "manual", self.water.browse())
        rule.action_retire()
        self.rule(valid_from="2020-01-01", valid_to="2099-12-31")
        self.assertProposed(self.filed(), "rule", self.water)

    def test_only_active_rules_count(self):
        rule = self.draft()
        self.assertProposed(self.filed(), "manual", self.water.browse())
        rule._activate()
        self.assertProposed(self.filed(), "rule", self.water)
        rule.action_retire()
        self.assertProposed(self.filed(), "manual", self.water.browse())

    def test_manual_queue_counts_what_nothing_fits(self):
        orders = self.env["city12319.order"]
        before = self.as_(orders, "dispatcher").manual_queue_count()
        order = self.filed()
        self.rule(category_ids=self.greening.ids)
        self.filed(category_id=self.greening.id)
        self.assertEqual(self.as_(orders, "dispatcher").manual_queue_count(), before + 1)
        queue = self.env["ir.actions.actions"]._for_xml_id("city12319_dispatch.order_action_manual")["domain"]
        self.assertIn(order, orders.search(eval(queue)))  # noqa: S307 our own data
        self.step(order, "dispatcher", "dispatch", {"department_id": self.water.id})
        self.assertEqual(self.as_(orders, "dispatcher").manual_queue_count(), before)

    def test_figures_of_all_proposals(self):
        rules = self.env["city12319.dispatch.rule"]
        since = {figure["source"]: figure for figure in rules.accept_figures()}
        self.rule(category_ids=self.greening.ids)
        for values in ({"category_id": self.greening.id}, {"component_id": self.component.id}, {}):
            self.step(self.filed(**values), "dispatcher", "dispatch", {"department_id": self.water.id})
        self.step(self.filed(category_id=self.greening.id), "dispatcher", "dispatch", {"department_id": self.sanitation.id})
        figures = {figure["source"]: figure for figure in self.as_(rules, "config_admin").accept_figures()}

        def gained(source, name):
            return figures[source][name] - since.get(source, {name: 0})[name]

        self.assertEqual((gained("rule", "proposed"), gained("rule", "accepted")), (2, 1))
        self.assertEqual((gained("owner", "proposed"), gained("owner", "accepted")), (1, 1))
        self.assertEqual((gained("manual", "proposed"), figures["manual"]["rate"]), (1, None))
        with self.assertRaises(AccessError):
            self.as_(rules, "agent").accept_figures()

    def test_departments_do_not_see_what_was_proposed(self):
        self.rule()
        order = self.order("handling")
        with self.assertRaises(AccessError):
            self.as_(order, "water").read(["proposal_reason"])
        with self.assertRaises(AccessError):
            self.as_(order, "dispatcher").write({"proposal_department_id": self.sanitation.id})
