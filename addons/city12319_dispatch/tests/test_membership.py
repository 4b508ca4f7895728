from odoo.fields import Command
from odoo.tests import tagged

from .rights_common import RightsCase


@tagged("post_install", "-at_install")
class TestMembership(RightsCase):
    """Who belongs to a department decides what it sees, from the very next look. No cache is cleared in between."""

    def sees(self, person, order):
        orders = self.as_(self.env["city12319.order"], person)  # as a request of its own: records are read anew
        found = bool(orders.search_count([("id", "=", order.id)]))
        self.assertEqual(found, orders.browse(order.id).has_access("read"))
        self.assertEqual(found, bool(orders.env["city12319.task"].search([("order_id", "=", order.id)])))
        self.assertEqual(found, bool(orders.env["city12319.event"].search([("order_id", "=", order.id)])))
        return found

    def assertSees(self, person, order, message=None):
        self.assertTrue(self.sees(person, order), message)

    def assertBlind(self, person, order, message=None):
        self.assertFalse(self.sees(person, order), message)

    def as_config_admin(self, department):
        return department.with_user(self.people["config_admin"])

    def test_new_member_sees_the_orders_of_the_department_and_a_former_one_does_not(self):
        order = self.handling()
        self.assertBlind("sanitation", order)
        self.as_config_admin(self.water).member_ids = [Command.link(self.people["sanitation"].id)]
        self.assertSees("sanitation", order)
        self.as_config_admin(self.water).member_ids = [Command.unlink(self.people["sanitation"].id)]
        self.assertBlind("sanitation", order)
        self.assertSees("water", order)

    def test_new_member_may_act_at_once(self):
        order = self.sent()
        self.as_config_admin(self.water).member_ids = [Command.set(self.people["sanitation"].ids)]
        self.assertFalse(self.as_(order, "water").has_access("read"))
        self.do(order, "sanitation", "receive")
        self.assertEqual(order.handler_id, self.people["sanitation"])

    def test_member_of_a_department_sees_what_lies_below_but_not_above(self):
        below, above = self.handling(self.pipes, "pipes"), self.handling()
        self.assertSees("water", below)
        self.assertBlind("pipes", above)
        self.as_config_admin(self.water).member_ids = [Command.link(self.people["sanitation"].id)]
        self.assertSees("sanitation", below, "membership above opens what lies below")
        self.as_config_admin(self.water).member_ids = [Command.unlink(self.people["sanitation"].id)]
        self.assertBlind("sanitation", below)

    def test_manager_changes(self):
        below = self.handling(self.pipes, "pipes")
        self.assertSees("water_manager", below)
        self.as_config_admin(self.water).manager_id = self.people["sanitation"]
        self.assertBlind("water_manager", below)
        self.assertSees("sanitation", below)

    def test_department_moves_in_the_tree(self):
        order = self.handling(self.pipes, "pipes")
        deep = self.env["city12319.department"].create({"name": "抢修班", "code": "T-WPR", "parent_id": self.pipes.id})
        deep_order = self.sent(deep)
        for record in (order, deep_order):
            self.assertSees("water", record)
            self.assertBlind("sanitation", record)
        self.as_config_admin(self.pipes).parent_id = self.sanitation
        for record in (order, deep_order):
            self.assertBlind("water", record)
            self.assertSees("sanitation", record)
        self.assertSees("pipes", order)
        self.as_config_admin(self.pipes).parent_id = False
        for record in (order, deep_order):
            self.assertBlind("sanitation", record)
        self.assertSees("pipes", deep_order)

    def test_new_department_below_opens_its_orders_to_those_above(self):
        department = self.env["city12319.department"].create({"name": "水表所", "code": "T-WM", "parent_id": self.water.id})
        self.assertSees("water", self.sent(department))

    def test_role_taken_away_closes_the_orders(self):
        order = self.handling()
        self.assertSees("water", order)
        self.people["water"].group_ids = [Command.unlink(self.env.ref("city12319_intake.group_department").id)]
        self.assertFalse(self.as_(order, "water").has_access("read"))

    def test_department_that_gave_the_order_back_is_no_longer_told_about_it(self):
        order = self.sent()
        partner = self.people["water"].partner_id
        self.as_(order, "water").message_subscribe(partner.ids)
        self.assertIn(partner, order.message_partner_ids)
        self.do(order, "water", "refuse")
        self.assertNotIn(partner, order.message_partner_ids)
        self.assertBlind("water", order)

    def test_serving_a_caller_opens_earlier_tickets_until_the_trace_is_gone(self):
        ticket = self.foreign()
        tickets = self.as_(self.env["city12319.ticket"], "agent")
        self.assertFalse(tickets.search([("id", "=", ticket.id)]))
        tickets.env["city12319.caller"].lookup("139 0013 9000")
        self.assertTrue(tickets.search([("id", "=", ticket.id)]))
        ticket.sudo().caller_id.service_ids.filtered(lambda row: row.user_id == self.people["agent"]).unlink()
        self.assertFalse(tickets.search([("id", "=", ticket.id)]))
