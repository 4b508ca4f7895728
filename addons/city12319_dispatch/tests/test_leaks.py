from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .moves import ORDER, TICKET
from .rights_common import RightsCase

PHONE = "13800138000"
DIGITS = r"138[ -]?0013[ -]?8000"


@tagged("post_install", "-at_install")
class TestLeaks(RightsCase):
    """Ways around the table of rights that somebody with a login might try."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(
            "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.models", "odoo.orm.models",
        ))
        self.foreign_ = self.foreign()
        self.mine = self.ticket()
        self.order_ = self.handling(ticket=self.ticket())
        self.other_order = self.handling(self.sanitation, "sanitation")

    def rpc(self, person, record, method, *args, **kwargs):
        """Call as the web client and the JSON interface do."""
        self.env.flush_all()
        self.env.invalidate_all()
        model = self.env[record._name].with_user(self.people[person])
        return call_kw(model, method, [record.ids, *args] if record else list(args), kwargs)

    def assertRefused(self, person, record, method, *args, **kwargs):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.rpc(person, record, method, *args, **kwargs)

    # ------------------------------------------------------------------ callers

    def test_caller_is_not_opened_by_guessing_ids(self):
        """The telephone number is what proves that a caller is being served; an id proves nothing."""
        caller = self.foreign_.caller_id
        self.assertRefused("agent", self.mine.browse(), "register", {"summary": "x", "caller_id": caller.id})
        self.assertRefused("agent", self.mine.browse(), "create", [{"summary": "x", "caller_id": caller.id}])
        self.assertRefused("agent", self.mine, "write", {"caller_id": caller.id})
        for name, value, wanted in (
            ("caller_id", caller.id, ["name", "phone"]), ("duplicate_of_id", self.foreign_.id, ["summary", "caller_name"]),
        ):
            spec = {name: {"fields": dict.fromkeys(wanted, {})}}
            for ids in ([], self.mine.ids):  # a form that is being filled in
                shown = self.rpc("agent", self.mine.browse(), "onchange", ids, {name: value}, [name], spec)
                self.assertNotRegex(str(shown), "李先生|139|中山路")
                self.assertRefused("agent", self.mine.browse(), "onchange", ids, {name: value}, [], spec)
            self.assertRefused(
                "agent", self.mine.browse(), "register", {"summary": "x"}, context={f"default_{name}": value},
            )
        self.assertFalse(self.as_(self.foreign_, "agent").has_access("read"))
        self.assertFalse(caller.with_user(self.people["agent"]).has_access("read"))

    def test_agent_does_not_serve_a_caller_by_writing_lines_of_the_caller(self):
        caller = self.mine.caller_id
        row = {"user_id": self.people["other_agent"].id, "at": "2026-01-01 00:00:00"}
        self.assertRefused("agent", caller, "write", {"service_ids": [Command.create(row)]})
        self.assertRefused("agent", self.env["city12319.caller.service"], "create", [
            {**row, "user_id": self.people["agent"].id, "caller_id": self.foreign_.caller_id.id},
        ])
        self.assertRefused("agent", caller, "write", {"ticket_ids": [Command.link(self.foreign_.id)]})

    def test_numbers_are_looked_up_by_agents_and_return_visitors_only_and_leave_a_trace(self):
        callers = self.env["city12319.caller"]
        allowed = {"agent", "other_agent", "shift_leader", "visitor", "other_visitor"}
        for person in self.people:
            with self.subTest(person=person):
                if person not in allowed:
                    self.assertRefused(person, callers, "lookup", PHONE)
                    continue
                self.assertEqual([found["name"] for found in self.rpc(person, callers, "lookup", PHONE)["people"]], ["王女士"])
                self.assertIn(self.people[person], self.mine.sudo().caller_id.service_ids.user_id)

    def test_one_look_up_does_not_open_everybody(self):
        numbers = [f"1380013{index:04}" for index in range(8000, 8300)]
        found = self.rpc("agent", self.env["city12319.caller"], "lookup", " ".join(numbers))
        self.assertLessEqual(len(found["numbers"]), 5)
        self.rpc("agent", self.mine.browse(), "register", {"summary": "x", "phone": "1" * 5000})

    def test_registration_does_not_take_what_the_form_does_not_offer(self):
        """Neither fields of the gate nor bookkeeping, and no values of the wrong kind."""
        for name, value in (
            ("state", "done"), ("version", 9), ("phone_sanitized", "+8613900139000"), ("import_batch", "x"),
            ("import_key", "x"), ("import_note", "x"), ("inspector_id", self.people["inspector"].id), ("nonsense", 1),
            ("reported_at", "yesterday"), ("area_id", "x"), ("area_id", [1]), ("area_id", True), ("latitude", "x"),
            ("summary", ["x"]), ("summary", ""), ("summary", "  "), ("description", {"a": 1}), ("result_id", {"id": 1}),
        ):
            with self.subTest(name=name, value=value):
                self.assertRefused("agent", self.mine.browse(), "register", {"summary": "x", name: value})
        for values in (None, {}, [], ["x"], "x", 1):
            self.assertRefused("agent", self.mine.browse(), "register", values)
            self.assertRefused("agent", self.mine, "advance", "reject", values)
        for values in (["x"], "x", 1):
            self.assertRefused("shift_leader", self.mine, "process", "file", values)
        for mode in (None, [], {}, 1, "", "_file"):
            self.assertRefused("shift_leader", self.mine, "process", mode)
        for code in ([], {}, ["answer"]):
            self.assertRefused("agent", self.mine, "advance", code)
        mine = self.mine.browse(self.rpc("agent", self.mine.browse(), "register", {
            "summary": "x", "create_uid": self.people["leader"].id, "create_date": "2020-01-01 00:00:00", "id": 1,
        }))
        self.assertEqual(mine.create_uid, self.people["agent"])
        self.assertGreater(mine.create_date.year, 2020)

    def test_callers_are_not_found_by_number_or_name_in_search_boxes(self):
        callers = self.env["city12319.caller"]
        for person in ("agent", "visitor"):
            for text in ("李先生", "13900139000", "+86139", "900"):
                self.assertFalse(self.rpc(person, callers, "name_search", text), text)
                self.assertFalse(self.rpc(person, callers, "web_name_search", text, {"display_name": {}}), text)
        for person in ("leader", "dispatcher", "water", "inspector", "statistician", "config_admin", "internal", "portal"):
            self.assertRefused(person, callers, "name_search", "李先生")

    def test_tickets_are_not_found_by_number_or_name_in_search_boxes(self):
        tickets = self.env[TICKET]
        self.assertFalse(self.rpc("agent", tickets, "name_search", self.foreign_.name))
        self.assertFalse(self.rpc("agent", tickets, "search_count", [("display_name", "=", self.foreign_.name)]))
        self.assertFalse(self.rpc("agent", tickets, "formatted_read_group", [("name", "=", self.foreign_.name)], ["name"], []))
        for person in ("water", "dispatcher", "config_admin", "internal", "portal"):
            self.assertRefused(person, tickets, "name_search", self.foreign_.name)
        orders = self.env[ORDER]
        self.assertFalse(self.rpc("water", orders, "name_search", self.other_order.name))
        self.assertTrue(self.rpc("water", orders, "name_search", self.order_.name))

    # ------------------------------------------------------------------ numbers

    def test_number_is_in_nothing_that_a_department_can_read(self):
        """Chatter, tracked changes, time line, chart, buttons, exports: everything that hangs on an order."""
        self.as_(self.order_.ticket_id, "agent").write({"phone": PHONE, "summary": "井盖缺失，有人摔伤", "description": "x"})
        self.as_(self.order_, "dispatcher").write({"summary": "井盖缺失，有人摔伤"})
        self.env.cr.precommit.run()  # tracked changes are posted here
        self.env["city12319.phone.reveal"]._log(self.order_.ticket_id)
        for person in ("water", "sanitation", "dispatcher", "statistician", "leader", "inspector"):
            read = []
            orders = self.as_(self.env[ORDER], person).search([])
            read.append(orders.read())
            read.append(orders.message_ids.read(["body", "preview"]))
            read += [self.rpc(person, order, "flow_timeline") for order in orders]
            read += [self.rpc(person, order, "flow_actions") for order in orders]
            messages = orders.env["mail.message"].search([("model", "=like", "city12319.%")])
            read.append(messages.read())
            self.assertNotRegex(str(read), DIGITS, person)

    def test_messages_of_records_follow_the_record(self):
        messages = self.env["mail.message"]
        for ticket in (self.foreign_, self.mine):
            ticket.message_post(body="内部备注")
        self.other_order.message_post(body="内部备注")
        domain = [("model", "in", [TICKET, ORDER]), ("body", "ilike", "内部备注")]
        expected = {
            "agent": self.mine, "water": self.order_.browse(), "sanitation": self.other_order,
            "internal": self.order_.browse(), "portal": self.order_.browse(), "config_admin": self.order_.browse(),
        }
        for person, record in expected.items():
            found = self.as_(messages, person).search(domain).sudo()
            self.assertEqual([(item.model, item.res_id) for item in found], [(item._name, item.id) for item in record], person)

    def test_nobody_posts_follows_or_plans_on_what_the_person_does_not_read(self):
        for person, record in (
            ("agent", self.foreign_), ("water", self.other_order), ("water", self.mine), ("internal", self.order_),
        ):
            with self.subTest(person=person, record=record):
                self.assertRefused(person, record, "message_post", body="x")
                self.assertRefused(person, self.env["mail.message"], "create", [
                    {"model": record._name, "res_id": record.id, "body": "x"},
                ])
                self.assertFalse(self.rpc(person, record, "message_subscribe", self.people[person].partner_id.ids))
                self.assertRefused(person, record, "activity_schedule", "mail.mail_activity_data_todo")
                self.assertRefused(person, self.env["mail.activity"], "create", [{
                    "res_model_id": self.env["ir.model"]._get_id(record._name), "res_id": record.id, "summary": "x",
                }])
                self.assertRefused(person, self.env["city12319.flow"], "chart", "case", record._name, record.id)
                for method in ("flow_timeline", "flow_actions", "reveal_phone"):
                    self.assertRefused(person, record, method)
                self.assertNotIn(self.people[person].partner_id, record.message_partner_ids)

    def test_department_does_not_subscribe_others(self):
        self.assertRefused("water", self.order_, "message_subscribe", self.people["sanitation"].partner_id.ids)

    def test_number_is_revealed_to_few_and_every_reveal_is_logged(self):
        reveals = self.env["city12319.phone.reveal"]
        order = self.closed(ticket=self.ticket())
        for person in ("water", "dispatcher", "statistician", "sanitation", "config_admin", "internal"):
            self.assertRefused(person, order, "reveal_phone")
            self.assertRefused(person, order.ticket_id, "reveal_phone")
        for person in ("shift_leader", "visitor", "leader", "agent"):
            before = reveals.search_count([])
            self.assertRegex(self.rpc(person, order, "reveal_phone"), DIGITS)
            rows = reveals.search([], limit=1)
            self.assertEqual(reveals.search_count([]), before + 1)
            self.assertRecordValues(rows, [{"ticket_id": order.ticket_id.id, "user_id": self.people[person].id}])
        open_order = self.handling(ticket=self.ticket(contact_allowed=True))
        self.assertRegex(self.rpc("water", open_order, "reveal_phone"), DIGITS)
        for person in ("dispatcher", "statistician"):
            self.assertRefused(person, open_order, "reveal_phone")

    def test_templates_and_message_wizards_do_not_compute_for_the_hotline_roles(self):
        """Whoever may write templates with code reads the whole database: no role of the hotline may."""
        expression = "{{ object.env['city12319.ticket'].sudo().search([], limit=1).phone }}"
        for person in self.people:
            if person in ("system", "public"):
                continue
            user = self.people[person]
            self.assertFalse(user.has_group("mail.group_mail_template_editor"), person)
            partner = user.partner_id
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env["mail.render.mixin"].with_user(user)._render_template(expression, "res.partner", partner.ids)
        values = {"res_model": TICKET, "res_id": self.mine.id, "composition_mode": "comment"}
        composer = self.env["sms.composer"].with_user(self.people["leader"])
        try:
            shown = composer.create({**values, "body": "x"}).read()
        except UserError:
            shown = []
        self.assertNotRegex(str(shown), r"138 ?0013 ?8000|\+8613800138000")

    # ------------------------------------------------------------------ files

    def test_files_are_not_smuggled_onto_records_or_out_of_messages(self):
        values = {"name": "x.txt", "raw": b"x"}
        files = self.env["ir.attachment"]
        for person, record in (
            ("agent", self.foreign_), ("water", self.other_order), ("water", self.order_), ("leader", self.order_),
            ("inspector", self.mine), ("internal", self.order_),
        ):
            with self.subTest(person=person, record=record):
                link = {"res_model": record._name, "res_id": record.id}
                self.assertRefused(person, files, "create", [{**values, **link}])
                own = files.with_user(self.people[person]).create(values).with_env(self.env)
                self.assertRefused(person, own, "write", link)
        theirs = files.with_user(self.people["sanitation"]).create(values).with_env(self.env)
        self.assertRefused("water", self.order_, "message_post", body="x", attachment_ids=theirs.ids)
        self.assertRefused("water", self.env["mail.message"], "create", [
            {"model": ORDER, "res_id": self.order_.id, "body": "x", "attachment_ids": [Command.link(theirs.id)]},
        ])
        self.assertFalse(self.as_(theirs, "water").has_access("read"))

    # ------------------------------------------------------------------ tickets

    def test_agents_register_in_their_own_name_and_keep_it(self):
        other = self.people["other_agent"].id
        self.assertRefused("agent", self.mine.browse(), "register", {"summary": "x", "agent_id": other})
        self.assertRefused("agent", self.mine.browse(), "create", [{"summary": "x", "agent_id": other}])
        self.assertRefused("agent", self.mine, "write", {"agent_id": other})
        self.assertRefused("shift_leader", self.mine, "write", {"agent_id": other})

    def test_agents_act_on_their_own_tickets_only_also_while_they_serve_the_caller(self):
        self.rpc("agent", self.env["city12319.caller"], "lookup", "13900139000")
        self.assertTrue(self.as_(self.foreign_, "agent").has_access("read"))
        self.assertRefused("agent", self.foreign_, "write", {"summary": "x"})
        self.assertRefused("agent", self.foreign_, "advance", "answer", {})
        self.assertRefused("agent", self.foreign_, "advance", "reject", {"reason": "x"})
        self.assertRefused("agent", self.foreign_, "process", "file", {})
        self.assertFalse(self.rpc("agent", self.foreign_, "flow_actions"))

    def test_nobody_processes_a_ticket_without_the_right_to(self):
        for person in ("agent", "dispatcher", "leader", "water", "system", "config_admin", "statistician"):
            for mode in ("file", "transfer"):
                self.assertRefused(person, self.mine, "process", mode, {})
        self.assertRefused("shift_leader", self.mine, "process", "escalate", {"leader_id": self.people["agent"].id})
        self.assertRefused("shift_leader", self.mine, "process", "nonsense", {})
        self.assertRefused("shift_leader", self.mine, "process", "file", {"mode": "transfer"})
        self.assertRefused("shift_leader", self.mine, "process", "file", {"name": "LA-1"})

    def test_duplicate_is_linked_only_to_a_ticket_that_the_person_reads(self):
        self.assertRefused("agent", self.mine, "write", {"duplicate_of_id": self.foreign_.id})
        self.assertRefused("agent", self.mine.browse(), "register", {"summary": "x", "duplicate_of_id": self.foreign_.id})
        self.as_(self.mine, "shift_leader").duplicate_of_id = self.foreign_
        self.as_(self.mine, "agent").duplicate_of_id = False  # taking back what somebody else linked
        self.assertEqual(self.mine._flow_events()[-2:].mapped("code"), ["link_duplicate", "unlink_duplicate"])

    def test_quick_creation_does_not_go_round_the_gate(self):
        for model, person in ((TICKET, "agent"), (TICKET, "shift_leader"), (ORDER, "dispatcher"), (ORDER, "shift_leader")):
            self.assertRefused(person, self.env[model], "name_create", "DJ19990101-0001")
        for person, model in (("agent", "city12319.source"), ("water", "city12319.department"), ("leader", "city12319.area")):
            self.assertRefused(person, self.env[model], "name_create", "x")
        for model in (TICKET, ORDER):  # documents are not archived out of sight
            self.assertFalse(self.env[model]._active_name)

    def test_details_of_a_category_are_filled_in_but_not_defined_by_agents(self):
        definition = [{"name": "depth", "type": "char", "string": "积水深度"}]
        self.category.properties_definition = definition
        self.as_(self.mine, "agent").properties = [{**definition[0], "value": "20 厘米"}]
        self.assertEqual(self.mine.properties["depth"], "20 厘米")
        changed = [{**definition[0], "string": "x", "definition_changed": True, "value": "x"}]
        self.assertRefused("agent", self.mine, "write", {"properties": changed})
        self.assertEqual(self.category.properties_definition[0]["string"], "积水深度")

    def test_rights_are_not_given_by_the_configuration_administrator_to_himself(self):
        admin = self.people["config_admin"]
        self.assertRefused("config_admin", admin, "write", {"group_ids": [Command.link(self.env.ref("base.group_system").id)]})
        self.as_(self.water, "config_admin").member_ids = [Command.link(admin.id)]
        self.assertRefused("config_admin", self.order_, "read", ["name"])
        transition = self.env.ref("city12319_dispatch.transition_feedback")
        self.as_(transition, "config_admin").group_ids = [Command.link(self.env.ref("city12319_intake.group_config_admin").id)]
        self.assertRefused("config_admin", self.order_, "advance", "feedback", {"result": "x"})
