from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import LONG_AGO, QualityCase

DAY = date(2025, 10, 19)  # of the calls of the case


@tagged("post_install", "-at_install")
class TestRule(QualityCase):
    """Which calls are checked: drawn at random, so that it can be drawn again, and dealt out."""

    def rule(self, **values):
        return self.env["city12319.quality.rule"].create({
            "name": "试验抽检", "sheet_id": self.sheet.id, "period": "day", "per_agent": 2, "seed": 7,
            "checker_ids": [(6, 0, [self.people["checker"].id, self.people["other_checker"].id])], **values,
        })

    def talks(self, count=5):
        for number in range(count):
            self.talk(f"q-a{number}", after=number * 100, caller=f"1380013800{number}")
            self.talk(f"q-b{number}", agent="9802", after=number * 100, caller=f"1390013900{number}")

    def draw(self, rule):
        return rule._draw_period((DAY, DAY))

    def test_so_many_of_each_agent_dealt_in_turn(self):
        self.talks()
        draw = self.draw(self.rule())
        self.assertEqual((draw.candidates, draw.drawn, len(draw.check_ids), draw.undealt), (10, 4, 4, 0))
        by_agent = draw.check_ids.grouped("agent_id")
        self.assertEqual({agent: len(checks) for agent, checks in by_agent.items()}, {
            self.people["agent"]: 2, self.people["other_agent"]: 2,
        })
        by_checker = draw.check_ids.grouped("checker_id")
        self.assertEqual({len(checks) for checks in by_checker.values()}, {2})

    def test_same_seed_draws_the_same_and_a_change_is_noticed(self):
        self.talks()
        draw = self.draw(self.rule())
        self.assertEqual(draw.action_draw_again()["params"]["type"], "success")
        self.talk("q-late", after=900, caller="13700137000")
        with self.assertRaisesRegex(UserError, "no longer"):
            draw.action_draw_again()

    def test_a_period_is_drawn_once_and_calls_under_check_are_not_drawn_again(self):
        self.talks(2)
        rule = self.rule(per_agent=1)
        first = self.draw(rule)
        with self.assertRaisesRegex(UserError, "already"):
            self.draw(rule)
        second = self.draw(self.rule(name="其余", take_all=True))
        self.assertEqual(second.candidates, 2)
        self.assertFalse(first.check_ids.call_id & second.check_ids.call_id)
        self.assertEqual(first.action_draw_again()["params"]["type"], "success")

    def test_kinds_of_calls(self):
        short = self.talk("q-short", caller="13800138001")
        bad = self.talk("q-bad", after=100, caller="13800138002")
        noted = self.talk("q-noted", after=200, caller="13800138003")
        self.as_(noted, "agent").set_disposition("nuisance", "要求退款")
        self.ingest(self.event("satisfaction", LONG_AGO + 190, "q-bad", data={"score": 3}))
        rule = self.rule(take_all=True)
        kinds = {
            "satisfaction": ({"least_key": 3}, bad), "words": ({"words": "退款，投诉"}, noted),
            "disposition": ({"disposition": "nuisance"}, noted), "long": ({"least_talk": 3600}, noted.browse()),
            "outgoing": ({"direction": "out"}, noted.browse()), "all": ({}, short | bad | noted),
        }
        for kind, (values, expected) in kinds.items():
            with self.subTest(kind=kind):
                candidate = rule.copy({"name": kind, **values})
                found = self.env["city12319.call"].search(candidate._domain(DAY, DAY))
                self.assertEqual(found & (short | bad | noted), expected)

    def test_leaders_get_no_call_that_they_took_part_in(self):
        self.env["city12319.seat"].create({"number": "9880", "user_id": self.people["shift_leader"].id})
        self.talk("q-l", agent="9880")
        self.talk("q-a", after=100, caller="13800138001")
        rule = self.rule(take_all=True, checker_ids=[(6, 0, self.people["shift_leader"].ids)])
        draw = self.draw(rule)
        self.assertEqual((draw.drawn, draw.undealt), (2, 1))
        self.assertEqual(draw.check_ids.call_id, self.call("q-a"))

    def test_empty_period_is_kept_so_that_it_is_seen(self):
        draw = self.rule()._draw_period((DAY - timedelta(days=300), DAY - timedelta(days=300)))
        self.assertEqual((draw.candidates, draw.drawn), (0, 0))

    def test_only_leaders_draw_and_draws_stay(self):
        self.talks(1)
        rule = self.rule()
        with self.assertRaises(UserError):
            self.as_(rule, "checker").action_draw()
        draw = self.draw(rule)
        with self.assertRaises(AccessError):
            draw.write({"seed": 8})
        with self.assertRaises(AccessError):
            draw.unlink()
        with self.assertRaises(UserError):
            rule.unlink()

    def test_job_draws_what_is_over_once(self):
        rule = self.rule(words="没有这样的通话")
        self.run_job("ir_cron_draw")
        self.assertEqual(len(rule.draw_ids), 1)
        self.run_job("ir_cron_draw")
        self.assertEqual(len(rule.draw_ids), 1)
