from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .moves import ORDER, TICKET
from .permission_table import PermissionTable
from .rights_common import RightsCase

TABLE = PermissionTable(addons=())


def rpc(record, method, *args):
    return call_kw(record.browse(), method, [record.ids, *args], {})


@tagged("post_install", "-at_install")
class TestCallerFields(RightsCase):
    """Who the caller is and which number it was: field by field, on every way to a value."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.models"))

    def test_fields_of_the_caller_are_closed_to_all_other_roles(self):
        ticket = self.ticket()
        order = self.filed(ticket=ticket)
        # everybody reads the records in this test: what is asserted is the field
        for model in (TICKET, ORDER):
            self.env["ir.rule"].search([("model_id.model", "=", model)]).active = False
            self.env["ir.model.access"].create({
                "name": "test", "model_id": self.env["ir.model"]._get_id(model), "perm_read": True,
            })
        for entry in TABLE.fields:
            for name in entry["names"]:
                for role in TABLE.roles:
                    with self.subTest(field=name, role=role):
                        self.check_field(ticket, order, name, role, role in entry["readable"])

    def check_field(self, ticket, order, name, role, readable):
        """Try every way to get at the value of a field."""
        self.env.invalidate_all()
        user = self.user_of(role)
        ticket, order = ticket.with_user(user), order.with_user(user)
        tickets, orders = ticket.browse(), order.browse()
        ways = {
            "read": lambda: ticket.read([name]),
            "attribute": lambda: ticket[name],
            "web_read": lambda: rpc(ticket, "web_read", {name: {}}),
            "web_read through the order": lambda: rpc(order, "web_read", {"ticket_id": {"fields": {name: {}}}}),
            "search_read": lambda: tickets.search_read([("id", "=", ticket.id)], [name]),
        }
        if user.has_group("base.group_allow_export"):
            ways["export"] = lambda: ticket.export_data(["name", name])
            ways["export through the order"] = lambda: order.export_data(["name", f"ticket_id/{name}"])
        if tickets._fields[name].store:
            ways.update({
                "search": lambda: tickets.search([(name, "!=", False)]),
                "search through the order": lambda: orders.search([(f"ticket_id.{name}", "!=", False)]),
                "sort": lambda: tickets.search([], order=name),
                "group": lambda: tickets._read_group([], [name], ["__count"]),
                "formatted group": lambda: tickets.formatted_read_group([], [name], ["__count"]),
                "aggregate": lambda: tickets._read_group([], [], [f"{name}:count_distinct"]),
                "filtered_domain": lambda: ticket.filtered_domain([(name, "!=", False)]),
            })
        for way, attempt in ways.items():
            try:
                attempt()
            except AccessError:
                self.assertFalse(readable, way)
            else:
                self.assertTrue(readable, way)
        self.assertEqual(name in tickets.fields_get(), readable)

    def test_caller_on_an_order_is_shown_masked_or_hidden_by_role_and_wish(self):
        flags = {
            "plain": {}, "allowed": {"contact_allowed": True}, "confidential": {"confidential": True},
            "confidential_allowed": {"confidential": True, "contact_allowed": True},
        }
        self.assertEqual(flags.keys(), TABLE.contact_columns.keys())
        for column, values in flags.items():
            # an order that every role reads that reads orders at all
            order = self.sent(self.pipes, ticket=self.ticket(**values))
            self.do(self.do(order, "pipes", "receive"), "pipes", "feedback")
            self.do(self.do(order, "shift_leader", "check_request"), "inspector", "check_pass")
            for role, columns in TABLE.contact.items():
                with self.subTest(column=column, role=role):
                    self.check_contact(order, role, columns[column])

    def check_contact(self, order, role, expected):
        words = {
            "caller_name": {"shown": "王女士", "hidden": self.env._("Confidential"), "none": False},
            "contact_phone": {"shown": "138 0013 8000", "masked": "138****8000", "none": False},
        }
        self.env.invalidate_all()
        as_role = order.with_user(self.user_of(role))
        expected = {name: words[name][shown] for name, shown in expected.items()}
        names = list(expected)
        self.assertEqual({name: as_role.read(names)[0][name] for name in names}, expected)
        if as_role.env.user.has_group("base.group_allow_export"):
            row = as_role.export_data(names)["datas"][0]
            self.assertEqual(row, [value or "" for value in expected.values()])
        if as_role.has_access("write"):  # a form that is being edited can name another ticket
            other = self.ticket(confidential=True)
            values = as_role.onchange({"ticket_id": other.id}, ["ticket_id"], {"ticket_id": {}, "caller_name": {}})["value"]
            self.assertEqual(values.get("caller_name", expected["caller_name"]), expected["caller_name"])
