from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools import rule_domain
from .rule_common import RuleCase


@tagged("post_install", "-at_install")
class TestDispatchRuleCondition(RuleCase):
    """Conditions of rules: what may stand in them, and that they mean what they mean in the database."""

    def test_a_condition_fits_the_orders_that_the_database_finds(self):
        orders = (
            self.filed(area_id=self.street.id, address="中山路12号")
            | self.filed(area_id=self.south.id, category_id=self.pipe_category.id, address=False)
            | self.filed("transfer", category_id=self.greening.id, component_id=self.component.id, summary="KTV噪音100%")
        )
        self.env.flush_all()
        conditions = [
            [("category_id", "=", self.category.id)], [("category_id", "!=", self.category.id)],
            [("category_id", "child_of", self.category.id)], [("category_id", "child_of", [self.greening.id])],
            [("area_id", "=", False)], [("area_id", "!=", False)], [("area_id", "child_of", self.north.id)],
            [("area_id", "in", [self.north.id, self.south.id])], [("area_id", "not in", [self.south.id])],
            [("area_id", "in", [self.south.id, False])],
            [("address", "ilike", "中山")], [("address", "not ilike", "中山")], [("address", "=", False)],
            [("address", "=ilike", "中山%")], [("address", "=like", "中山__号")], [("address", "!=", "中山路12号")],
            [("summary", "ilike", "ktv")], [("summary", "like", "ktv")], [("summary", "ilike", "100\\%")],
            [("summary", "ilike", "K_V")], [("component_id", "ilike", "井盖")], [("component_id", "not ilike", "井盖")],
            [("mode", "=", "transfer")], [("mode", "in", ["file", "escalate"])], [("supervised", "=", True)],
            [("supervised", "!=", True)], [("round", "<", 2)], [("round", ">=", 2)], [("return_count", "=", 0)],
            [("reported_at", ">", "2020-01-01 00:00:00")], [("reported_at", "<=", "2020-01-01 00:00:00")],
            ["|", ("mode", "=", "transfer"), "&", ("area_id", "!=", False), ("category_id", "=", self.category.id)],
            ["!", "|", ("mode", "=", "transfer"), ("area_id", "=", self.south.id)],
            [(1, "=", 1)], [(0, "=", 1)], [("mode", "=", "file"), ("round", "=", 1), "!", ("address", "=", False)],
        ]
        for condition in conditions:
            with self.subTest(condition):
                rule = self.draft(domain=repr(condition))
                compiled = rule_domain.compile_condition(rule._read_condition())
                names = {leaf[0] for leaf in rule_domain.leaves(rule._read_condition())}
                found = orders.filtered(lambda order, compiled=compiled, names=names: compiled(
                    {name: order._rule_value(name) for name in names}
                ))
                self.assertEqual(found, orders.search([("id", "in", orders.ids), *condition]).sorted("id"))

    def test_what_cannot_be_evaluated_is_refused_on_save(self):
        for condition in (
            "[('no_such_field', '=', 1)]", "[('phone', '=', '138')]", "[('ticket_id.phone', '=', '138')]",
            "[('caller_name', 'ilike', '王')]", "[('stage_id', '=', 1)]", "[('department_id', '=', 1)]",
            "[('mode', '=', 'no_such_mode')]", "[('round', '=', 'two')]", "[('round', 'ilike', '2')]",
            "[('category_id', '=', 'water')]", "[('category_id', '=', 987654321)]", "[('category_id', '>', 1)]",
            "[('summary', 'child_of', 1)]", "[('summary', 'ilike', '')]", "[('reported_at', '>', '2026-01-01')]",
            "[('reported_at', '>', 'today')]", "[('summary', 'any', [])]", "['|', ('round', '=', 1)]", "[", "1", "user.id",
            "[('round', '=', uid)]",
        ):
            with self.subTest(condition), self.assertRaisesRegex(ValidationError, "condition of “规则”"):
                self.draft(domain=condition)

    def test_every_field_that_a_condition_may_look_at_exists_and_is_stored(self):
        orders = self.env["city12319.order"]
        for name in self.env["city12319.dispatch.rule"]._rule_fields():
            self.assertTrue(orders._fields[name].store, name)
            self.assertFalse(orders._fields[name].groups, name)
