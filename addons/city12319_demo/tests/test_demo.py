from odoo import fields
from odoo.tests import TransactionCase, tagged

ROLES = {
    "agent1": "agent", "agent2": "agent", "shiftleader": "shift_leader", "dispatcher": "dispatcher",
    "water": "department", "sanitation": "department", "watermanager": "department_manager",
    "sanitationmanager": "department_manager", "leader": "leader", "inspector": "inspector", "visitor": "visitor",
    "kbeditor": "kb_editor", "kbapprover": "kb_approver", "statistician": "statistician", "configadmin": "config_admin",
}


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The made-up city as the installation left it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.of_city("city12319.ticket")
        cls.events = cls.env["city12319.event"].search([("ticket_id", "in", cls.tickets.ids)])

    @classmethod
    def of_city(cls, model):
        """Return the records of ``model`` that came with the demo addon."""
        names = cls.env["ir.model.data"].search([("module", "=", "city12319_demo"), ("model", "=", model)])
        return cls.env[model].browse(names.mapped("res_id"))

    def test_city_has_its_size(self):
        self.assertEqual(len(self.tickets), 300)
        self.assertEqual(len(self.of_city("city12319.department")), 20)
        self.assertEqual(len(self.of_city("city12319.component")), 200)
        levels = self.of_city("city12319.area").grouped("level")
        self.assertEqual(
            {level: len(areas) for level, areas in levels.items()},
            {"city": 1, "district": 4, "street": 8, "community": 20, "grid": 60},
        )

    def test_every_stage_has_a_case(self):
        by_people = self.env["city12319.transition"].search([
            ("group_ids", "!=", False), ("model", "in", ["city12319.ticket", "city12319.order"]),  # not the import of tables
        ])
        stages = by_people.to_stage_id | by_people.branch_stage_ids
        self.assertGreater(len(stages), 14)
        present = self.tickets.stage_id | self.tickets.order_ids.stage_id
        self.assertFalse(stages - present, (stages - present).mapped("code"))

    def test_every_step_was_done_by_somebody_who_may_do_it(self):
        # links between reports are noted by the gate itself, along with the registration
        noted = self.events.filtered(lambda event: not event.transition_id.group_ids)
        self.assertEqual(set(noted.mapped("code")), {"link_duplicate"})
        # a case that was given back or reworked too often is put under supervision by the system
        by_system = self.events.filtered(lambda event: event.user_id._is_superuser() and event not in noted)
        self.assertLessEqual(set(by_system.mapped("code")), {"supervise"})
        for event in self.events.filtered("transition_id.group_ids") - by_system:
            groups = event.transition_id.group_ids
            self.assertTrue(groups & event.user_id.all_group_ids, (event.code, event.user_id.login))
            self.assertFalse(event.user_id._is_superuser())

    def test_events_of_a_case_rise_in_time_and_none_lies_in_the_future(self):
        now = fields.Datetime.now()
        steps = self.events.filtered(lambda event: event.transition_id.group_ids and not event.user_id._is_superuser())
        for events in steps.grouped("ticket_id").values():
            times = events.sorted("id").mapped("at")
            self.assertTrue(all(before < after for before, after in zip(times, times[1:], strict=False)), times)
            self.assertLessEqual(times[-1], now)
        self.assertLessEqual(max(self.tickets.mapped("reported_at")), now)

    def test_numbers_carry_the_day_of_registration(self):
        self.assertEqual(len(set(self.tickets.mapped("name"))), 300)
        for record, moment in [
            *((ticket, ticket.reported_at) for ticket in self.tickets),
            *((order, order.event_ids.sorted("id")[0].at) for order in self.tickets.order_ids),
        ]:
            day = fields.Datetime.context_timestamp(record.with_context(tz="Asia/Shanghai"), moment)
            self.assertEqual(record.name[2:10], day.strftime("%Y%m%d"))

    def test_last_event_says_where_the_case_is(self):
        for ticket in self.tickets:
            last = ticket.event_ids.sorted("id")[-1]
            self.assertEqual(last.to_stage_id.ticket_stage_id or last.to_stage_id, ticket.stage_id)
            self.assertEqual(ticket.state, ticket.stage_id.state)

    def test_city_shows_all_kinds_of_cases(self):
        orders = self.tickets.order_ids
        self.assertEqual(set(orders.mapped("mode")), {"file", "escalate", "transfer"})
        self.assertEqual(set(orders.request_ids.mapped("state")), {"pending", "approved", "denied"})
        self.assertEqual(set(orders.request_ids.mapped("kind")), {"extension", "suspend", "return"})
        self.assertTrue(orders.filtered("previous_id"))
        self.assertTrue(orders.filtered("return_count"))
        self.assertTrue(orders.filtered(lambda order: order.round > 2))
        self.assertTrue(orders.filtered("supervised"))
        self.assertTrue(orders.task_ids.filtered(lambda task: task.role == "assist" and task.state == "done"))
        self.assertTrue(self.tickets.filtered("confidential"))
        self.assertTrue(self.tickets.filtered("duplicate_of_id"))
        self.assertTrue(self.tickets.filtered("component_id"))
        self.assertTrue(self.tickets.filtered(lambda ticket: not ticket.caller_id))
        self.assertEqual(len(self.tickets.source_id), 5)
        self.assertEqual(len(self.tickets.service_type_id), 5)
        self.assertEqual(len(self.tickets.category_id), 14)
        photos = self.events.attachment_ids
        self.assertGreater(len(photos), 50)
        self.assertEqual(set(photos.mapped("mimetype")), {"image/jpeg"})

    def test_departments_have_people_a_manager_and_a_phone(self):
        departments = self.of_city("city12319.department")
        for department in departments:
            self.assertTrue(department.member_ids and department.manager_id and department.phone, department.name)
        self.assertGreaterEqual(len(departments.filtered("parent_id")), 3)
        self.assertGreaterEqual(len(departments.filtered(lambda department: department.kind == "liaison")), 2)
        water = departments.filtered(lambda department: department.name.startswith("供水"))
        self.assertIn("water", water.member_ids.mapped("login"))

    def test_people_log_in_with_their_login_and_have_one_role(self):
        roles = self.env["res.groups"].search([("privilege_id.category_id", "=", self.env.ref(
            "city12319_intake.module_category_city12319").id)])
        users = {user.login: user for user in self.of_city("res.users")}
        for login, role in ROLES.items():
            user = users[login]
            self.assertEqual(user.group_ids & roles, self.env.ref(f"city12319_intake.group_{role}"))
            self.assertEqual((user.lang, user.tz, user.notification_type), ("zh_CN", "Asia/Shanghai", "inbox"))
        for login in ("agent1", "configadmin", "traffic", "admin"):
            answer = self.env["res.users"].authenticate(
                {"type": "password", "login": login, "password": login}, {"interactive": False},
            )
            self.assertEqual(answer["auth_method"], "password")

    def test_departments_see_their_orders_and_nobody_elses(self):
        for login in ("water", "sanitation", "gas"):
            user = self.env.ref(f"city12319_demo.user_{login}")
            orders = self.env["city12319.order"].with_user(user).search([("ticket_id", "in", self.tickets.ids)])
            self.assertTrue(orders)
            self.assertLess(len(orders), 60)
            for order in orders.sudo():
                self.assertIn(user, order.task_ids.department_id.visible_user_ids)

    def test_citizens_were_called_back(self):
        visits = self.tickets.visit_ids.filtered("order_id")
        by_state = visits.grouped("state")
        done = by_state["done"]
        self.assertTrue(by_state["waiting"] and by_state["unreached"])
        self.assertGreater(len(done), 60)
        satisfied = sum(done.mapped("satisfied")) / sum(done.mapped("effective"))
        self.assertTrue(0.6 < satisfied < 0.98, satisfied)
        self.assertTrue(all(0 < visit.score_result <= 5 for visit in done if not visit.redone and visit.result_id))
        self.assertTrue(any(visit.attempt_count > 1 for visit in done))
        self.assertTrue(any(visit.redone for visit in done))
        self.assertFalse(self.env["city12319.reminder"].search([("ticket_id", "in", visits.ticket_id.ids)]))
        for visit in done:
            self.assertGreaterEqual(visit.done_at, visit.opened_at)
            self.assertTrue(all(visit.opened_at <= call.at <= visit.done_at for call in visit.attempt_ids))
