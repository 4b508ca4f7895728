from datetime import datetime

from .escalation_case import EscalationCase


class TestOrderNews(EscalationCase):
    """Whoever gets a case, or an answer about it, hears of it at once."""

    def news(self, order, person, code, **values):
        """Let something happen and return who is told what."""
        self.told()
        self.step(order, person, code, values)
        return self.told()

    def test_departments_hear_of_a_new_case(self):
        order = self.order()
        told = self.news(
            order, "dispatcher", "dispatch", department_id=self.water.id, assist_department_ids=self.sanitation.ids,
        )
        self.assertEqual(set(told), {"water", "water_manager", "sanitation"})
        self.assertIn("供水处", told["water"][0])

    def test_each_reads_it_in_the_own_language_whatever_the_language_of_whoever_acted(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.env.company.partner_id.lang = "zh_CN"
        self.people["water"].lang, self.people["water_manager"].lang = "zh_CN", "en_US"
        self.people["dispatcher"].lang = "en_US"
        order = self.order().with_context(lang="en_US")
        told = self.news(order, "dispatcher", "dispatch", department_id=self.water.id)
        self.assertIn("有新的处理单", told["water"][0])
        self.assertIn("New order", told["water_manager"][0])

    def test_what_is_written_down_is_in_the_language_of_the_house(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.env.company.partner_id.lang = "zh_CN"
        order = self.order().with_context(lang="en_US")
        self.step(order, "dispatcher", "dispatch", {"department_id": self.water.id})
        self.assertEqual(order._flow_events()[-1].text, "主办部门: 供水处")
        self.step(order, "leader", "supervise", {"level": "2", "reason": "请尽快办理"})
        self.assertIn("部门负责人及上级", order._flow_events()[-1].text)
        self.assertFalse(order.proposal_reason.isascii())

    def test_dispatchers_hear_of_a_case_that_comes_back(self):
        order = self.order("pending_receipt")
        told = self.news(order, "water", "refuse", reason="属环卫处")
        self.assertEqual(set(told), {"dispatcher", "shift_leader"})

    def test_the_handler_hears_of_an_assignment(self):
        order = self.order("handling")
        colleague = self.water.member_ids - self.people["water"]
        self.people["colleague"] = colleague
        self.addCleanup(self.people.pop, "colleague")
        told = self.news(order, "water_manager", "assign", handler_id=colleague.id)
        self.assertEqual(set(told), {"colleague"})

    def test_whoever_asked_hears_the_decision(self):
        order = self.order("handling")
        self.step(order, "water", "request_return", {"reason": "属环卫处"})
        told = self.news(order, "dispatcher", "deny", reason="请继续办理")
        self.assertEqual(set(told), {"water"})

    def test_the_department_hears_what_the_review_found(self):
        order = self.order("review")
        told = self.news(order, "shift_leader", "review_fail", reason="照片不清")
        self.assertEqual(set(told), {"water", "water_manager"})
        self.step(order, "water", "feedback", {"result": "已补"})
        self.assertEqual(set(self.news(order, "shift_leader", "review_pass")), {"water", "water_manager"})

    def test_whoever_did_it_is_not_told(self):
        order = self.order()
        self.water.member_ids |= self.people["dispatcher"]
        self.people["dispatcher"].group_ids |= self.env.ref("city12319_intake.group_department")
        self.assertNotIn("dispatcher", self.news(order, "dispatcher", "dispatch", department_id=self.water.id))

    def test_a_department_that_lost_the_case_hears_nothing_of_it(self):
        order = self.order("handling")
        self.step(order, "water", "request_return", {"reason": "属环卫处"})
        self.assertFalse(self.news(order, "dispatcher", "approve"), "the department reads it no more")

    def test_history_that_is_entered_rings_nobody_up(self):
        order = self.order()
        self.told()
        order.with_user(self.people["dispatcher"])._advance(
            "dispatch", {"department_id": self.water.id}, datetime(2026, 1, 5, 1))
        self.assertFalse(self.told())
