from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .moves import ORDER, TICKET
from .rights_common import RightsCase

# what a remote call can put into a context, in the hope to pass for the gate
FORGED_CONTEXTS = [
    {},
    {"city12319_gate": True},
    {"city12319_gate": "true"},
    {"city12319_gate": 1},
    {"city12319_gate": {}},
    {"city12319_gate": "<object object>"},
    {"default_stage_id": 1, "default_state": "done", "install_mode": True, "tracking_disable": True},
]


@tagged("post_install", "-at_install")
class TestGate(RightsCase):
    """Stages, states, numbers and facts change through the gate, and in no other way."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(
            "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.models", "odoo.orm.models",
        ))
        self.order_ = self.handling(ticket=self.ticket(), assisting=self.sanitation)
        self.ticket_ = self.order_.ticket_id
        self.closed_stage = self.env.ref("city12319_dispatch.stage_closed")

    def rows(self):
        """Return the rows of the documents, their events, tasks and requests, as the database has them."""
        self.env.flush_all()
        queries = {
            "ticket": "SELECT * FROM city12319_ticket ORDER BY id", "order": "SELECT * FROM city12319_order ORDER BY id",
            "event": "SELECT * FROM city12319_event ORDER BY id", "task": "SELECT * FROM city12319_task ORDER BY id",
            "request": "SELECT * FROM city12319_request ORDER BY id",
        }
        rows = {}
        for name, query in queries.items():
            self.env.cr.execute(query)
            rows[name] = self.env.cr.fetchall()
        return rows

    def rpc(self, person, record, method, *args, **kwargs):
        """Call as the web client and the JSON interface do."""
        model = self.env[record._name].with_user(self.people[person])
        return call_kw(model, method, [record.ids, *args] if record else list(args), kwargs)

    def assertRefused(self, call, *args, **kwargs):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            call(*args, **kwargs)

    def is_written(self, person, record, values, context):
        """Tell whether a remote call wrote ``values``. Without a savepoint: nothing is left behind by a refusal."""
        try:
            return self.rpc(person, record, "write", values, context=context)
        except AccessError:
            return False

    def is_created(self, person, model, values, context):
        try:
            return self.rpc(person, self.env[model], "create", [values], context=context)
        except AccessError:
            return False

    def gated_values(self, record):
        """Return ``{field: a value it could have}`` for the gated fields of a document."""
        values = {}
        for name in record._flow_gated_fields():
            field = record._fields[name]
            values[name] = {
                "many2one": lambda name=name: record[name].search([], limit=1).id,
                "one2many": lambda: [Command.clear()],
                "many2many": lambda: [Command.set(self.water.ids)],
                "selection": lambda field=field: field.get_values(self.env)[0],
                "integer": lambda: 7,
                "boolean": lambda: True,
                "datetime": lambda: "2026-01-01 00:00:00",
            }.get(field.type, lambda: "DJ20260101-0001")()
        return values

    # ------------------------------------------------------------------ writing

    def test_no_role_writes_a_gated_field_whatever_the_context_says(self):
        before = self.rows()
        for record in (self.ticket_, self.order_):
            values = self.gated_values(record)
            self.assertGreater(len(values), 10)
            for person in self.people:
                for name, value in values.items():
                    for context in FORGED_CONTEXTS:
                        with self.subTest(person=person, field=name, context=context):
                            self.assertFalse(self.is_written(person, record, {name: value}, context))
        self.assertEqual(self.rows(), before)

    def test_not_even_the_superuser_writes_a_gated_field_outside_the_gate(self):
        for record in (self.ticket_, self.order_):
            for name, value in self.gated_values(record).items():
                with self.subTest(field=name), self.assertRaises(AccessError):
                    record.sudo().write({name: value})

    def test_screens_and_imports_use_the_same_gate(self):
        before = self.rows()
        stage = self.closed_stage
        for record, person in ((self.ticket_, "shift_leader"), (self.order_, "shift_leader"), (self.order_, "system")):
            self.assertRefused(self.rpc, person, record, "web_save", {"stage_id": stage.id}, {})
            self.assertRefused(self.rpc, person, record, "web_save_multi", [{"stage_id": stage.id}], {})
            for fields, row in (
                ([".id", "stage_id/.id"], [str(record.id), str(stage.id)]),
                ([".id", "version"], [str(record.id), "99"]),
                ([".id", "event_ids/code"], [str(record.id), "visit_close"]),
                (["summary", "stage_id/.id", "name"], ["x", str(stage.id), "DJ20260101-0001"]),
            ):
                answer = self.rpc(person, record.browse(), "load", fields, [row])
                self.assertFalse(answer["ids"], fields)
                self.assertTrue(answer["messages"])
        self.assertEqual(self.rows(), before)

    def test_commands_from_other_models_do_not_reach_behind_the_gate(self):
        ticket, order = self.ticket_, self.order_
        stage = {"stage_id": self.closed_stage.id}
        event = order._flow_events()[-1:]
        other = self.ticket()
        before = self.rows()
        for values in (
            {"ticket_ids": [Command.update(ticket.id, stage)]},
            {"ticket_ids": [Command.update(ticket.id, {"order_ids": [Command.update(order.id, stage)]})]},
            {"ticket_ids": [Command.create({"summary": "x", "state": "done"})]},
            {"ticket_ids": [Command.delete(ticket.id)]},
        ):
            for person in ("agent", "shift_leader", "system"):
                self.assertRefused(self.rpc, person, ticket.caller_id, "write", values)
        for record, name, target in (
            (ticket, "order_ids", order), (ticket, "event_ids", event), (order, "event_ids", event),
            (order, "task_ids", order.task_ids[:1]), (ticket, "duplicate_ids", other),
        ):
            for command in (
                Command.create({"code": "visit_close", "summary": "x", **stage}), Command.update(target.id, {"round": 9}),
                Command.delete(target.id),
            ):
                for person in ("agent", "shift_leader", "dispatcher", "system"):
                    with self.subTest(field=name, command=command[0], person=person):
                        self.assertRefused(self.rpc, person, record, "write", {name: [command]})
        self.assertEqual(self.rows(), before)

    def test_lines_given_at_registration_do_not_borrow_the_key(self):
        mine = self.ticket()
        before = self.rows()
        stage = {"stage_id": self.closed_stage.id, "state": "done", "version": 99}
        event = {"code": "visit_close", "user_id": self.people["leader"].id, "at": "2020-01-01 00:00:00", "round": 1}
        for values in (
            {"duplicate_ids": [Command.create({"summary": "x", **stage, "name": "DJ19990101-0001"})]},
            {"duplicate_ids": [Command.update(mine.id, stage)]},
            {"event_ids": [Command.create(event)]},
            {"order_ids": [Command.create({"summary": "x", "mode": "file", **stage})]},
        ):
            for person in ("agent", "shift_leader"):
                with self.subTest(values=values):
                    self.assertRefused(self.rpc, person, mine.browse(), "create", [{"summary": "新登记", **values}])
                    self.assertRefused(self.rpc, person, mine.browse(), "register", {"summary": "新登记", **values})
        self.assertEqual(self.rows(), before)

    def test_defaults_of_the_context_do_not_fill_in_what_the_gate_writes(self):
        inspector, leader = self.people["inspector"].id, self.people["leader"].id
        forged = {
            "default_verification": "confirmed", "default_inspector_id": inspector, "default_round": 9,
            "default_version": 9, "default_answer": "x", "default_stage_id": self.closed_stage.id,
            "default_state": "done", "default_is_open": False, "default_instruction_text": "x", "default_name": "DJ-1",
            "default_order_id": self.order_.id, "default_department_id": self.water.id, "default_leader_id": leader,
            "default_handler_id": leader, "default_visitor_id": leader, "default_result": "x", "default_supervised": True,
            "default_return_count": 9, "default_suspended_until": "2099-01-01 00:00:00", "default_user_id": leader,
            "default_reason": "x", "default_text": "x", "default_received_at": "2020-01-01 00:00:00",
            "default_received_by_id": leader, "default_answered_by_id": leader, "default_decision": "x",
            "default_decided_by_id": leader, "default_role": "assist", "default_sees": False,
            "default_from_stage_id": self.closed_stage.id, "default_attachment_ids": [Command.clear()],
            "default_address": "中山路", "default_contact_allowed": True, "default_agent_id": leader,
        }
        ticket = self.env[TICKET].browse(
            self.rpc("agent", self.ticket_.browse(), "register", {"summary": "新登记"}, context={
                key: value for key, value in forged.items() if key != "default_agent_id"
            }),
        )
        self.assertRecordValues(ticket, [{
            "stage_code": "registered", "state": "processing", "is_open": True, "round": 1, "version": 1,
            "verification": False, "inspector_id": False, "answer": False, "instruction_text": False,
            # what a person may fill in may be proposed
            "address": "中山路", "contact_allowed": True, "agent_id": self.people["agent"].id,
        }])
        self.assertRegex(ticket.name, r"^DJ\d{8}-\d{4,}$")
        self.assertRecordValues(ticket._flow_events(), [{
            "code": "register", "order_id": False, "department_id": False, "user_id": self.people["agent"].id,
            "reason": False, "text": False, "from_stage_id": False,
        }])
        self.assertRefused(
            self.rpc, "agent", ticket.browse(), "register", {"summary": "x"}, context={"default_agent_id": leader},
        )
        order_id = self.rpc("shift_leader", ticket, "process", "file", {}, context=forged)
        order = self.env[ORDER].browse(order_id)
        self.rpc("dispatcher", order, "advance", "dispatch", {"department_id": self.water.id}, context=forged)
        self.rpc("water", order, "advance", "receive", {}, context=forged)
        self.rpc("water", order, "advance", "request_return", {"reason": "不是我们"}, context=forged)
        self.assertRecordValues(order, [{
            "leader_id": False, "handler_id": self.people["water"].id, "visitor_id": False, "result": False,
            "supervised": False, "return_count": 0, "suspended_until": False, "round": 1, "stage_code": "handling",
        }])
        self.assertRecordValues(order.task_ids, [{
            "role": "main", "sees": True, "received_by_id": self.people["water"].id, "answered_by_id": False,
        }])
        self.assertRecordValues(order.request_ids, [{"state": "pending", "decision": False, "decided_by_id": False}])
        self.assertEqual(
            [(event.code, event.user_id.name, event.order_id) for event in ticket._flow_events()],
            [("register", "agent", order.browse()), ("process_file", "shift_leader", order),
             ("dispatch", "dispatcher", order), ("receive", "water", order), ("request_return", "water", order)],
        )

    # ------------------------------------------------------------------ creating and deleting

    def test_orders_events_tasks_and_requests_are_created_by_nobody(self):
        order = self.order_
        values = {
            ORDER: {"ticket_id": order.ticket_id.id, "mode": "file", "summary": "x", "stage_id": order.stage_id.id},
            "city12319.event": {
                "code": "feedback", "ticket_id": order.ticket_id.id, "order_id": order.id, "user_id": self.env.uid,
                "at": "2020-01-01 00:00:00", "round": 1,
            },
            "city12319.task": {
                "order_id": order.id, "department_id": self.sanitation.id, "role": "main", "round": 1, "state": "done",
                "assigned_at": "2020-01-01 00:00:00",
            },
            "city12319.request": {
                "order_id": order.id, "department_id": self.water.id, "kind": "return", "state": "approved", "round": 1,
                "reason": "x", "requested_by_id": self.env.uid, "requested_at": "2020-01-01 00:00:00",
            },
            "city12319.phone.reveal": {"ticket_id": order.ticket_id.id, "user_id": self.env.uid, "at": "2020-01-01 00:00:00"},
        }
        for model, vals in values.items():
            for person in self.people:
                for context in FORGED_CONTEXTS:
                    with self.subTest(model=model, person=person):
                        self.assertFalse(self.is_created(person, model, vals, context))
        for model in (ORDER, "city12319.event"):
            with self.assertRaises(AccessError):
                self.env[model].sudo().create(values[model])

    def test_facts_are_never_changed_or_deleted_not_even_by_the_superuser(self):
        event = self.order_._flow_events()[-1:]
        self.as_(self.ticket_, "agent").reveal_phone()
        reveal = self.env["city12319.phone.reveal"].search([("ticket_id", "=", self.ticket_.id)])
        before = self.rows()
        for fact, vals in ((event, {"reason": "x"}), (reveal, {"at": "2020-01-01 00:00:00"})):
            for record in (fact, fact.sudo(), fact.with_user(self.people["system"])):
                with self.assertRaises(AccessError):
                    record.write(vals)
                with self.assertRaises(AccessError):
                    record.unlink()
        for document in (self.ticket_, self.order_):
            for record in (document.sudo(), *(document.with_user(user) for user in self.people.values())):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    record.unlink()
        self.assertEqual(self.rows(), before)

    def test_copy_of_a_ticket_is_a_new_registration_and_orders_are_not_copied(self):
        ticket = self.closed(ticket=self.ticket()).ticket_id
        copy = self.as_(ticket, "agent").copy()
        self.assertRecordValues(copy.with_env(self.env), [{
            "stage_code": "registered", "state": "processing", "agent_id": self.people["agent"].id, "round": 1,
            "result_id": False, "summary": ticket.summary, "order_ids": [],
        }])
        self.assertNotEqual(copy.name, ticket.name)
        self.assertEqual(copy._flow_events().mapped("code"), ["register"])
        self.assertRefused(self.rpc, "agent", ticket, "copy", {"stage_id": self.closed_stage.id})
        self.assertRefused(self.rpc, "agent", ticket, "copy", {"name": ticket.name})
        for person in ("shift_leader", "dispatcher", "system"):
            self.assertRefused(self.rpc, person, self.order_, "copy")

    def test_inner_methods_are_not_reachable_from_outside(self):
        for record in (self.ticket_, self.order_):
            for method in (
                "_advance", "_flow_create", "_flow_enter", "_flow_record", "_flow_apply", "_import_register", "_open_for",
                "_write", "_reveal_phone", "_flow_events", "_bounce", "lock_for_update", "with_context", "sudo", "with_env",
                "flush_recordset", "browse", "mapped", "filtered",
            ):
                with self.subTest(method=method), self.assertRaises(AccessError):
                    self.rpc("system", record, method)

    # ------------------------------------------------------------------ what is given

    def test_reference_to_a_record_that_the_person_does_not_read_is_refused(self):
        """As an administrator could ask for it: a transition with a field that points to restricted records."""
        field = self.env["ir.model.fields"]._get(ORDER, "previous_id")
        transition = self.env.ref("city12319_dispatch.transition_feedback")
        transition.optional_field_ids = [Command.link(field.id)]
        foreign = self.handling(self.sanitation, "sanitation")
        values = {"result": "已更换", "previous_id": foreign.id}
        self.assertRefused(self.rpc, "water", self.order_, "advance", "feedback", values)
        readable = self.handling()
        self.rpc("water", self.order_, "advance", "feedback", {**values, "previous_id": readable.id})
        self.assertEqual(self.order_.previous_id, readable)

    # ------------------------------------------------------------------ files

    def file(self, person, **values):
        return self.env["ir.attachment"].with_user(self.people[person]).create({
            "name": "photo.txt", "raw": b"photo", **values,
        }).with_env(self.env)

    def test_only_files_that_the_person_just_uploaded_can_be_given(self):
        others = self.file("sanitation")
        public = self.file("sanitation", public=True)
        used = self.env["ir.attachment"].with_user(self.people["water"]).sudo().create({
            "name": "x", "raw": b"x", "res_model": "res.partner", "res_id": self.people["water"].partner_id.id,
        })
        of_record = self.env["ir.attachment"].create({"name": "x", "raw": b"x", "res_model": ORDER, "res_id": self.order_.id})
        for files in (others, public, of_record, used, others | self.file("water")):
            self.assertRefused(
                self.rpc, "water", self.order_, "advance", "feedback", {"result": "x", "attachment_ids": files.ids},
            )

    def test_files_that_are_given_belong_to_whoever_reads_the_order_and_to_nobody_else(self):
        file = self.file("water", public=True, access_token="guessable")
        readers = {"water", "water_manager", "sanitation", "shift_leader", "dispatcher", "leader", "other_leader",
                   "statistician", "agent", "system"}
        self.rpc("water", self.order_, "advance", "feedback", {"result": "x", "attachment_ids": file.ids})
        self.env.invalidate_all()
        self.assertRecordValues(file, [{
            "res_model": ORDER, "res_id": self.order_.id, "public": False, "access_token": False,
        }])
        self.assertEqual(self.order_._flow_events()[-1:].attachment_ids, file)
        for person in self.people:
            with self.subTest(person=person):
                self.assertEqual(self.as_(file, person).has_access("read"), person in readers)
        self.assertEqual(self.as_(self.order_, "leader").flow_timeline()[-1]["attachments"][0]["id"], file.id)

    def test_file_of_an_event_is_not_changed_moved_published_or_deleted(self):
        file = self.file("water")
        self.rpc("water", self.order_, "advance", "feedback", {"result": "x", "attachment_ids": file.ids})
        for person in self.people:
            for vals in (
                {"raw": b"other"}, {"datas": "eA=="}, {"name": "x"}, {"res_id": False}, {"public": True},
                {"access_token": "x"}, {"res_model": "res.partner", "res_id": self.people["water"].partner_id.id},
            ):
                with self.subTest(person=person, vals=vals):
                    self.assertRefused(self.rpc, person, file, "write", vals)
            self.assertRefused(self.rpc, person, file, "unlink")
            if person != "public":
                self.assertRefused(self.rpc, person, file, "generate_access_token")
        self.assertRefused(file.sudo().unlink)
        self.env.invalidate_all()
        self.assertEqual(file.raw, b"photo")

    def test_files_of_the_ticket_are_copied_to_the_order_without_public_links(self):
        ticket = self.ticket()
        self.file("agent", res_model=TICKET, res_id=ticket.id, public=True, access_token="guessable")
        order = self.filed(ticket=ticket)
        copies = self.env["ir.attachment"].search([("res_model", "=", ORDER), ("res_id", "=", order.id)])
        self.assertRecordValues(copies, [{"public": False, "access_token": False, "raw": b"photo"}])
