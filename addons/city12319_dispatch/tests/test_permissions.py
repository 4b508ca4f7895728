import importlib
import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .moves import MOVES, ORDER, TICKET
from .permission_table import PermissionTable, sources
from .rights_common import RightsCase

_logger = logging.getLogger(__name__)

READING = {"list", "read", "export", "rpc"}  # these leave nothing to undo


class PermissionCase(RightsCase):
    """Records of every class of the table, and how to try an operation on one of them.

    Another installed addon with rows in its ``tests/permissions.yaml`` has a module ``tests/permission_records.py`` with:

    * ``records(case)``: ``{model: {class: record}}`` of its rows; ``case`` is the running test, with its ``people``
    * ``created_values(case, model, key, record)``: values of a new record that would belong to the class ``key``
    * ``written_values(model)``: a change that whoever may write can make
    * ``MOVES``: ``{(model, code): Move}`` for the transitions that its classes name, if any
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = set(cls.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"))
        cls.table = PermissionTable(installed)
        cls.parts = [
            importlib.import_module(f"odoo.addons.{name}.tests.permission_records")
            for name in sources(installed) if name != "city12319_dispatch"
        ]
        cls.moves = {**MOVES, **{key: move for part in cls.parts for key, move in getattr(part, "MOVES", {}).items()}}

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(
            "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.models", "odoo.http",
        ))
        self.records = {**self.documents(), **self.other_records()}
        self.part_of = {}
        for part in self.parts:
            records = part.records(self)
            self.records.update(records)
            self.part_of.update(dict.fromkeys(records, part))

    def other_records(self):
        """Return ``{model: {class: record}}`` of what does not come out of the flow."""
        tickets = self.env[TICKET]
        visited = self.ticket("other_agent", phone="13600136000", caller_name="周先生")
        self.as_(self.env["city12319.caller"], "visitor").lookup("13600136000")
        served = tickets.search([("phone_sanitized", "=", "+8613700137000")]).caller_id
        self.as_(served.ticket_ids[:1], "agent").reveal_phone()
        unused = {
            name: self.env[name].create(self.values_of(name))
            for name in (
                "city12319.source", "city12319.service.type", "city12319.result", "city12319.category",
                "city12319.area", "city12319.visit.outcome", "city12319.visit.time", "city12319.visit.rule",
                "city12319.visit.script", "city12319.flow", "city12319.stage", "city12319.transition", "city12319.numbering",
            )
        }
        some = {
            "city12319.instruction": self.env["city12319.instruction"].search([], limit=1),
            "city12319.state": self.env["city12319.state"].search([], limit=1),
            "city12319.import.synonym": self.env["city12319.import.synonym"].search([], limit=1),
            "city12319.department": self.sanitation,
            **{
                name: self.env[name].create(self.values_of(name))
                for name in (
                    "city12319.condition", "city12319.time.limit", "city12319.closing.method", "city12319.escalation.level",
                )
            },
            "city12319.component": self.env["city12319.component"].create({"name": "井盖", "code": "T-1"}),
            "city12319.numbering.counter": self.env["city12319.numbering.counter"].create(
                {"code": "t_permission", "day": "2001-01-01", "last": 1}),
            "city12319.request.kind": self.env.ref("city12319_dispatch.request_kind_return"),
            "city12319.caller.service": served.service_ids[:1],
            "city12319.phone.reveal": self.env["city12319.phone.reveal"].search([], limit=1),
        }
        rules = self.env["city12319.dispatch.rule"]
        draft, active = (rules.create({**self.values_of(rules._name), "sequence": 10**6}) for _ in range(2))
        active._set_state("active")
        self.env.flush_all()  # what is tried on it is rolled back
        return {
            rules._name: {"draft": draft, "active": active},
            "city12319.caller": {
                "served": served, "visited": visited.caller_id, "unknown": self.foreign().caller_id,
            },
            **{name: {"unused": record} for name, record in unused.items()},
            **{name: {"any": record} for name, record in some.items()},
            **self.desk_records(),
        }

    # ------------------------------------------------------------------ values

    def values_of(self, model):
        """Return values with which a record of ``model`` could be created."""
        flow = self.env.ref("city12319_intake.flow_case")
        model_id = self.env["ir.model"]._get_id(ORDER)
        named = {"name": "试验", "code": "t_permission"}
        values = {
            "city12319.area": {**named, "level": "district"},
            "city12319.caller": {"name": "试验", "phone": "13500135000"},
            "city12319.request.kind": {"code": "return"},
            "city12319.caller.service": {
                "caller_id": self.env["city12319.caller"].sudo().search([], limit=1).id,
                "user_id": self.people["other_leader"].id, "at": "2026-01-01 00:00:00",
            },
            "city12319.dispatch.rule": {"name": "试验", "department_id": self.sanitation.id},
            "city12319.condition": {"name": "试验", "category_id": self.category.id, "limit": 1},
            "city12319.time.limit": {"target": "total", "urgency": "critical", "limit": 1},
            "city12319.closing.method": {"name": "试验"},
            "city12319.escalation.level": {"name": "试验"},
            "city12319.import.synonym": {"field": "source", "word": "试验来源", "value": "public"},
            "city12319.stage": {**named, "flow_id": flow.id},
            "city12319.transition": {**named, "flow_id": flow.id, "model_id": model_id},
            "city12319.numbering": {**named, "pattern": "TT{yyyy}{mm}{dd}-{number}"},
            "city12319.numbering.counter": {"code": "t_permission", "day": "2000-01-01", "last": 1},
            "city12319.reminder": {"name": "试验", "due_at": "2030-01-01 00:00:00"},
            "city12319.quick.text": {"name": "试验", "text": "试验"},
            "city12319.ticket.template": {"name": "试验"},
            "city12319.ticket.draft": {"key": "t-permission-2", "data": {"summary": "试验"}},
            "city12319.shift.note": {"text": "试验"},
            "city12319.visit.rule": {"name": "试验"},
            "city12319.visit.script": {"name": "试验", "text": "您好，{caller}"},
        }
        return values.get(model, named)

    def created_values(self, model, key, record):
        """Return values of a new record that would belong to the same class as ``record``."""
        if model in self.part_of:
            return self.part_of[model].created_values(self, model, key, record)
        if model == TICKET:
            values = {"summary": "试验"}
            if key in ("own", "confidential"):
                return {**values, "agent_id": self.people["agent"].id, "confidential": key == "confidential"}
            if key in ("served", "foreign"):
                return {**values, "caller_id": record.sudo().caller_id.id}
            return {**values, "stage_id": record.stage_id.id}
        if model == ORDER:
            return {"summary": "试验", "ticket_id": record.ticket_id.id, "mode": record.mode, "name": "LA-1"}
        if model == "city12319.event":
            return {
                "code": "dispatch", "ticket_id": record.ticket_id.id, "order_id": record.order_id.id,
                "user_id": self.env.uid, "at": "2026-01-01 00:00:00", "round": 1,
            }
        if model in (
            "city12319.task", "city12319.request", "city12319.appeal", "city12319.phone.reveal", "city12319.reminder.handover",
            "city12319.shift.note.ack", "city12319.clock", "city12319.clock.pause",
            "city12319.visit", "city12319.visit.attempt", "city12319.supervision",
            "city12319.escalation", "city12319.escalation.line",
        ):
            return {
                name: value[0] if isinstance(value, tuple) else value
                for name, value in record.sudo().read(load="_classic_read")[0].items()
                if name in record._fields and record._fields[name].required and record._fields[name].store
            }
        values = self.values_of(model)
        if model == "city12319.time.limit":
            return {**values, "urgency": "urgent"}
        if model in ("city12319.condition", "city12319.closing.method"):
            return {**values, "name": "试验二"}
        if model == "city12319.reminder":
            return {**values, "user_id": record.sudo().user_id.id}
        if model in ("city12319.quick.text", "city12319.ticket.template"):
            return {**values, "shared": key == "shared"}
        return {**values, "code": "t_another"} if model != "city12319.numbering.counter" and "code" in values else values

    def written_values(self, model):
        if model in self.part_of:
            return self.part_of[model].written_values(model)
        simple = {
            TICKET: {"summary": "试验"}, ORDER: {"summary": "试验"}, "city12319.event": {"reason": "试验"},
            "city12319.task": {"answer": "试验"}, "city12319.request": {"decision": "试验"},
            "city12319.request.kind": {"max_days": 7}, "city12319.appeal": {"decision": "试验"},
            "city12319.caller": {"note": "试验"}, "city12319.caller.service": {"at": "2026-01-01 00:00:00"},
            "city12319.phone.reveal": {"at": "2026-01-01 00:00:00"}, "city12319.numbering.counter": {"last": 1},
            "city12319.import.synonym": {"word": "试验词"}, "city12319.reminder.handover": {"at": "2026-01-01 00:00:00"},
            "city12319.ticket.draft": {"words": "试验"}, "city12319.desk.mark": {"seen_at": "2026-01-01 00:00:00"},
            "city12319.clock": {"round": 2}, "city12319.clock.pause": {"ended_at": "2026-01-01 00:00:00"},
            "city12319.supervision": {"reply": "试验"},
            "city12319.escalation": {"attempts": 1}, "city12319.escalation.line": {"tells_at": "2026-01-01 00:00:00"},
            "city12319.time.limit": {"note": "试验"}, "city12319.condition": {"note": "试验"},
            "city12319.closing.method": {"name": "试验三"},
            "city12319.visit": {"time_id": self.env.ref("city12319_dispatch.visit_time_evening").id},
            "city12319.visit.attempt": {"note": "试验"},
            "city12319.shift.note": {"text": "试验二"}, "city12319.shift.note.ack": {"at": "2026-01-01 00:00:00"},
        }
        return simple.get(model, {"name": "试验二"})

    # ------------------------------------------------------------------ operations: each returns, or raises a refusal

    def try_list(self, record, cls):
        domain = [("id", "=", record.id)]
        model = record.browse()
        found = model.search(domain)
        counts = {len(found), model.search_count(domain), model._read_group(domain, [], ["__count"])[0][0]}
        counts.add(len(model.with_context(active_test=False).name_search(domain=domain, name="")))
        self.assertEqual(len(counts), 1, "search, count, grouping and search by name disagree")
        if not found:
            raise AccessError("not listed")

    def try_read(self, record, cls):
        self.assertEqual(record.read()[0]["id"], record.id)

    def try_create(self, record, cls):
        record.browse().create(self.created_values(record._name, cls.key, record))

    def try_write(self, record, cls):
        record.write(self.written_values(record._name))
        self.env.flush_all()

    def try_unlink(self, record, cls):
        record.unlink()

    def try_export(self, record, cls):
        self.assertEqual(record.export_data([".id", "display_name"])["datas"][0][0], str(record.id))

    def try_rpc(self, record, cls):
        if "flow_timeline" in dir(record):
            self.assertTrue(self.rpc(record, "flow_timeline"))
        else:
            self.assertEqual(self.rpc(record, "web_read", {"display_name": {}})[0]["id"], record.id)

    def try_advance(self, record, cls):
        move = self.moves[record._name, cls.advance]
        self.rpc(record, "advance", move.code, move.resolved(self.names))

    def try_reveal(self, record, cls):
        self.assertRegex(self.rpc(record, "reveal_phone"), r"\d{3} ?\d{4} ?\d{4}$")

    def rpc(self, record, method, *args):
        """Call as the web client and the JSON interface do."""
        return call_kw(record.browse(), method, [record.ids, *args], {})

    def is_allowed(self, operation, record, cls):
        """Try an operation and undo it; tell whether it was allowed."""
        attempt = getattr(self, f"try_{operation}")
        if operation in READING:
            return self.is_done(attempt, record, cls)
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            done = self.is_done(attempt, record, cls)
            self.env.flush_all()
            return done
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def is_done(self, attempt, record, cls):
        try:
            attempt(record, cls)
        except (AccessError, UserError) as error:
            if isinstance(error, ValidationError):
                raise
            self.assertTrue(str(error).strip(), "a refusal says why")
            return False
        return True


@tagged("post_install", "-at_install")
class TestPermissions(PermissionCase):
    """Every cell of the table of rights, in the database and over RPC."""

    def test_every_cell_of_the_table_holds(self):
        cells, wrong = 0, []
        for rights in self.table.models:
            for cls in rights.classes:
                record = self.records[rights.model][cls.key]
                self.assertEqual(len(record), 1, f"{rights.model} {cls.key}")
                cells += self.check_class(rights, cls, record, wrong)
        _logger.info("%s cells of rights", cells)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def check_class(self, rights, cls, record, wrong):
        cells = 0
        for role, allowed in cls.cells.items():
            as_role = record.with_user(self.user_of(role))
            operations = {letter: self.table.operations[letter]["name"] for letter in rights.operations if letter != "A"}
            # what leaves nothing to undo comes first: the cache stays warm
            for letter, operation in sorted(operations.items(), key=lambda item: item[1] not in READING):
                cells += 1
                try:
                    is_allowed = self.is_allowed(operation, as_role, cls)
                except Exception as error:  # noqa: BLE001 any other failure is neither allowed nor a readable refusal
                    wrong.append(f"{rights.model} {cls.key}: {operation} as {role}: {type(error).__name__}: {error}")
                    continue
                if is_allowed != (letter in allowed):
                    may = "must" if letter in allowed else "must not"
                    wrong.append(f"{rights.model} {cls.key}: {role} {may} {operation}")
        return cells


@tagged("post_install", "-at_install")
class TestAttachmentAddresses(PermissionCase, HttpCase):
    """The column of the table that goes through the web server: files of records."""

    def test_file_opens_for_whoever_reads_the_record_and_for_nobody_else(self):
        files = {}
        for rights in self.table.models:
            for cls in rights.classes:
                record = self.records[rights.model][cls.key]
                files[rights.model, cls.key] = self.env["ir.attachment"].create({
                    "name": "photo.txt", "raw": b"photo", "res_model": record._name, "res_id": record.id,
                })
        self.env.flush_all()
        cells, wrong = 0, []
        for role in self.table.roles:
            login = None if role == "public" else self.user_of(role).login
            self.authenticate(login, login)
            for rights in self.table.models:
                for cls in rights.classes:
                    cells += 1
                    status = self.url_open(f"/web/content/{files[rights.model, cls.key].id}", allow_redirects=False).status_code
                    if (status == 200) != ("A" in cls.cells[role]) or status not in (200, 403, 404):
                        wrong.append(f"{rights.model} {cls.key}: {status} for {role}")
        _logger.info("%s cells of attachments", cells)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
