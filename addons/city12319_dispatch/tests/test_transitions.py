from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .moves import MOVES, ORDER, TICKET
from .rights_common import RightsCase


class _OnlyOn:
    """Contains the names of all documents but one: the only one on which a transition is possible."""

    def __init__(self, name):
        self.name = name

    def __contains__(self, name):
        return name != self.name


_ASKED = {name: "one request at a time" for name in ("requested", "to_endorse", "endorsed")}
_NOTHING_ASKED = dict.fromkeys(("handling", "assist_received", "supervised"), "no request")
_NO_SECOND_LEVEL = {**_NOTHING_ASKED, "requested": "one level", "to_endorse": "no opinion yet"}
_NO_APPEAL = {"closed": "no appeal", "reworked": "no appeal"}
# documents on which a transition is refused although its stage would allow it, and why
REFUSED = {
    (ORDER, "approve"): {**_NOTHING_ASKED, "to_endorse": "two levels", "endorsed": "two levels"},
    (ORDER, "deny"): {**_NOTHING_ASKED, "endorsed": "at the second level"},
    (ORDER, "endorse"): {**_NOTHING_ASKED, "requested": "one level", "endorsed": "has an opinion"},
    (ORDER, "approve_second"): _NO_SECOND_LEVEL,
    (ORDER, "deny_second"): _NO_SECOND_LEVEL,
    (ORDER, "request_extension"): _ASKED,
    (ORDER, "request_suspend"): _ASKED,
    (ORDER, "request_return"): _ASKED,
    (ORDER, "appeal"): {"closed": "no mark", "appealed": "once", "appeal_reviewed": "once"},
    (ORDER, "appeal_review"): {**_NO_APPEAL, "appeal_reviewed": "has an opinion"},
    (ORDER, "appeal_grant"): {**_NO_APPEAL, "appealed": "no opinion yet"},
    (ORDER, "appeal_deny"): {**_NO_APPEAL, "appealed": "no opinion yet"},
    (ORDER, "supervision_receipt"): _OnlyOn("supervised"),
    (ORDER, "supervision_reply"): _OnlyOn("supervised"),
    (ORDER, "supervision_lift"): _OnlyOn("supervised"),
    (ORDER, "assist_receive"): {"assist_received": "received already"},
    (ORDER, "assist_answer"): {
        name: "not received"
        for name in ("pending_receipt", "handling", "requested", "to_endorse", "endorsed", "suspended", "supervised", "review")
    },
    (ORDER, "visit_unreached"): {"pending_visit": "not called often enough"},
    (TICKET, "visit_close"): {"answered": "not drawn"},
    (TICKET, "visit_redo"): {"answered": "not drawn"},
    (TICKET, "visit_unreached"): {"answered": "not drawn", "answered_drawn": "not called often enough"},
    (TICKET, "verify_request"): {"from_leader": "filed without verification"},
    (TICKET, "verify_result"): {"verifying_for_leader": "asked for by a leader"},
}


@tagged("post_install", "-at_install")
class TestTransitions(RightsCase):
    """Every transition on a document in every stage by every person: the legal ones work, the others change nothing."""

    def setUp(self):
        super().setUp()
        self.transitions = self.env["city12319.transition"].search([("model", "in", [TICKET, ORDER])])
        self.enterContext(mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"))

    def documents(self):
        """Return ``{model: {name: document}}``: one in every stage, and those with a request or an assisting answer."""
        shared = {"assisting": self.sanitation}
        escalated = [self.filed(ticket=self.ticket(), mode="escalate") for _ in range(3)]
        orders = {
            "leader_review": escalated[0],
            "verifying": self.do(escalated[1], "leader", "instruct_verify"),
            "instructed": self.do(escalated[2], "leader", "instruct_pass"),
            "pending_dispatch": self.filed(ticket=self.ticket()),
            "withdrawn": self.do(self.filed(ticket=self.ticket()), "dispatcher", "send_back"),
            "pending_receipt": self.sent(ticket=self.ticket(), **shared),
            "handling": self.handling(ticket=self.ticket(), **shared),
            "requested": self.do(self.handling(ticket=self.ticket(), **shared), "water", "request_extension"),
            "to_endorse": self.asked_twice_over(ticket=self.ticket(), **shared),
            "endorsed": self.do(self.asked_twice_over(ticket=self.ticket(), **shared), "dispatcher", "endorse"),
            "assist_received": self.do(self.handling(ticket=self.ticket(), **shared), "sanitation", "assist_receive"),
            "suspended": self.do(self.handling(ticket=self.ticket(), **shared), "water", "request_suspend"),
            "supervised": self.supervised(ticket=self.ticket(), **shared),
            "review": self.review(ticket=self.ticket(), **shared),
            "checking": self.checking(ticket=self.ticket(), **shared),
            "pending_visit": self.to_visit(ticket=self.ticket(), **shared),
            "pending_visit_tried": self.tried(self.to_visit(ticket=self.ticket(), **shared)),
            "closed": self.closed(ticket=self.ticket(), **shared),
            "reworked": self.reworked(ticket=self.ticket(), **shared),
            "appealed": self.do(self.reworked(ticket=self.ticket(), **shared), "water", "appeal"),
            "appeal_reviewed": self.do(self.reworked(ticket=self.ticket(), **shared), "water", "appeal"),
        }
        self.do(orders["suspended"], "dispatcher", "approve")
        self.do(orders["appeal_reviewed"], "dispatcher", "appeal_review")
        from_leader = self.ticket(source_id=self.env.ref("city12319_intake.source_leader").id)
        tickets = {
            "registered": self.ticket(),
            "imported": self.env[TICKET].sudo()._import_register([{"summary": "去年的登记"}]).with_env(self.env),
            "from_leader": from_leader,
            "verifying": self.verifying(ticket=self.ticket()),
            "verifying_for_leader": orders["verifying"].ticket_id,
            "answered": self.do(self.ticket(), "agent", "answer"),
            "answered_drawn": self.drawn_answer("visitor"),
            "answered_tried": self.tried(self.drawn_answer("visitor")),
            "rejected": self.do(self.ticket(), "agent", "reject"),
            "void": self.do(self.ticket(), "shift_leader", "void"),
            **{
                name: orders[name].ticket_id
                for name in (
                    "leader_review", "pending_dispatch", "pending_receipt", "handling", "suspended", "review", "checking",
                    "pending_visit", "closed",
                )
            },
        }
        return {TICKET: tickets, ORDER: orders}

    def state(self, document):
        """Return everything that a transition could have changed on a case, as the database has it."""
        self.env.flush_all()
        ticket = document if document._name == TICKET else document.ticket_id
        tables = [
            "city12319_order", "city12319_event", "city12319_task", "city12319_request", "city12319_appeal", "city12319_visit",
        ]
        parts = [SQL("SELECT to_jsonb(t)::text FROM city12319_ticket t WHERE id = %s", ticket.id)]
        for table in tables:
            of_ticket = SQL("ticket_id = %s", ticket.id) if table in (
                "city12319_order", "city12319_event", "city12319_visit",
            ) else SQL(
                "order_id IN (SELECT id FROM city12319_order WHERE ticket_id = %s)", ticket.id,
            )
            parts.append(SQL("SELECT to_jsonb(t)::text FROM %s t WHERE %s", SQL.identifier(table), of_ticket))
        return sorted(self.env.execute_query(SQL(" UNION ALL ").join(parts)))

    @contextmanager
    def undone(self):
        """Undo what happens inside."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def refusal(self, document, person, code, values):
        """Let a person try something, and return the refusal, or None when it worked."""
        try:
            document.with_user(self.people[person]).advance(code, dict(values))
        except (AccessError, UserError) as error:
            self.assertNotIsInstance(error, ValidationError)
            return error
        return None

    def assertRefused(self, document, person, code, values):
        error = self.refusal(document, person, code, values)
        self.assertIsNotNone(error, "this must be refused")
        self.assertReadable(error)

    def assertDone(self, document, person, code, values, before):
        with self.undone():
            self.assertIsNone(self.refusal(document, person, code, values))
            self.assertGreater(len(self.state(document)), len(before), "an event was written")

    def assertReadable(self, error):
        """A refusal is a sentence for people."""
        text = str(error)
        self.assertGreater(len(text), 10)
        self.assertNotRegex(text, r"%\(|Traceback|psycopg|KeyError|city12319_\w+_check")

    # ------------------------------------------------------------------

    def test_every_transition_and_every_stage_stands_in_the_tables_of_this_test(self):
        self.assertEqual({(item.model, item.code) for item in self.transitions}, MOVES.keys())
        documents = self.documents()
        for model in (TICKET, ORDER):
            found = self.stages(documents[model].values())
            needed = self.transitions.filtered(lambda item, model=model: item.model == model).from_stage_ids
            self.assertFalse(needed - found, "a document in each of these stages")
        used = self.env["city12319.stage"].search([("flow_id.code", "=", "case")])
        self.assertFalse(used - self.stages([*documents[TICKET].values(), *documents[ORDER].values()]))

    def stages(self, documents):
        return self.env["city12319.stage"].union(*(document.stage_id for document in documents))

    def test_every_transition_on_every_stage_by_every_person(self):
        documents = self.documents()
        before = {document: self.state(document) for kind in documents.values() for document in kind.values()}
        self.legal = self.illegal = 0
        for transition in self.transitions:
            move = MOVES[transition.model, transition.code]
            exceptions = REFUSED.get((transition.model, transition.code), {})
            tried = False
            for name, document in documents[transition.model].items():
                able = set(move.people.split())
                if name in exceptions or document.stage_id not in transition.from_stage_ids:
                    able = set()
                with self.subTest(transition=transition.code, on=f"{document._name} {name}"):
                    self.try_people(document, transition.code, move.resolved(self.names), able, before[document])
                tried |= bool(able)
            self.assertEqual(tried, bool(move.people), f"{transition.code} was tried by all who may do it")
        self.assertGreater(self.legal, 80)
        self.assertGreater(self.illegal, 8000)

    def try_people(self, document, code, values, able, before):
        """Let everybody try one transition on one document: those in ``able`` can do it, for the others nothing changes."""
        for person in self.people.keys() - able - {"public"}:
            with self.subTest(by=person):
                self.illegal += 1
                self.assertRefused(document, person, code, values)
        self.assertEqual(self.state(document), before, "refused, but something changed")
        for person in able:
            with self.subTest(by=person):
                self.legal += 1
                self.assertDone(document, person, code, values, before)

    def legal_moves(self):
        """Yield (transition, document, person, values) once for every transition that people do."""
        documents = self.documents()
        for transition in self.transitions:
            move = MOVES[transition.model, transition.code]
            exceptions = REFUSED.get((transition.model, transition.code), {})
            for name, document in documents[transition.model].items():
                if move.people and document.stage_id in transition.from_stage_ids and name not in exceptions:
                    yield transition, document, move.people.split()[0], move.resolved(self.names)
                    break
            else:
                self.assertFalse(move.people)

    def test_what_is_missing_unknown_wrong_or_stale_is_refused_by_name(self):
        tried = 0
        for transition, document, person, values in self.legal_moves():
            before = self.state(document)
            for what, bad in self.bad_values(transition, document, values):
                with self.subTest(transition=f"{transition.model} {transition.code}", what=what):
                    self.assertRefused(document, person, transition.code, bad)
                    self.assertEqual(self.state(document), before, "refused, but something changed")
                    tried += 1
        self.assertGreater(tried, 250)

    def bad_values(self, transition, document, values):
        """Yield (what is wrong, values) for one transition."""
        required = transition.required_field_ids.mapped("name")
        for name in required:
            rest = {key: value for key, value in values.items() if key != name}
            if not document._flow_default(transition, name):
                yield f"no {name}", rest
            yield f"empty {name}", {**rest, name: False}
        if transition.reason == "required":
            rest = {key: value for key, value in values.items() if key != "reason"}
            yield "no reason", rest
            yield "blank reason", {**rest, "reason": "  \n"}
        yield "unknown field", {**values, "nonsense": 1}
        for name in ("stage_id", "name", "version", "ticket_id", "active", "message_follower_ids"):
            yield f"field {name} that is not asked for", {**values, name: 1}
        yield "stale version", {**values, "expected_version": document.version - 1}
        yield "future version", {**values, "expected_version": document.version + 1}
        yield "version as text", {**values, "expected_version": "x"}
        yield "reason of another kind", {**values, "reason": {"a": 1}}
        yield "files that do not exist", {**values, "attachment_ids": [2**31 - 1]}
        yield "files of another kind", {**values, "attachment_ids": [[6, 0, [1]]]}
        model = self.env[transition.fields_model_id.model or transition.model]
        for field in transition.required_field_ids | transition.optional_field_ids:
            kind = model._fields[field.name].type
            wrong = {
                "many2one": [2**31 - 1, "x", [1], {"id": 1}, True], "many2many": [[2**31 - 1], ["x"], 1, [[0, 0, {}]]],
                "datetime": ["x", [1]], "selection": ["x", 1], "char": [{"a": 1}, ["x"], 1], "text": [{"a": 1}, ["x"], 1],
            }
            for value in wrong.get(kind, []):
                yield f"{value!r} as {field.name}", {**values, field.name: value}

    def test_unknown_code_is_refused(self):
        ticket = self.ticket()
        for code in ("", "nonsense", "Dispatch", "dispatch ", False, None, 7):
            with self.subTest(code=code):
                self.assertRefused(ticket, "shift_leader", code, {})

    def test_buttons_are_those_transitions_that_work(self):
        documents = self.documents()
        for model, by_name in documents.items():
            for name, document in by_name.items():
                for person in self.people:
                    mine = document.with_user(self.people[person])
                    if not mine.has_access("read"):
                        with self.assertRaises(AccessError):
                            mine.flow_actions()
                        continue
                    with self.subTest(document=f"{model} {name}", person=person):
                        shown = {action["code"] for action in mine.flow_actions()}
                        self.assertEqual(shown, self.expected_buttons(document, name, person))

    def expected_buttons(self, document, name, person):
        codes = set()
        for transition in self.transitions.filtered(lambda item: item.model == document._name):
            move = MOVES[transition.model, transition.code]
            refused = name in REFUSED.get((transition.model, transition.code), {})
            # a request is offered while another one waits: the refusal explains it better than a missing button
            offered = not refused or transition.code.startswith("request_")
            if document.stage_id in transition.from_stage_ids and offered and person in move.people.split():
                codes.add(transition.code)
        return codes

    def test_retired_transition_is_for_nobody_whatever_the_context_says(self):
        order = self.filed()
        self.transitions.filtered(lambda item: item.code == "send_back").active = False
        dispatcher = self.as_(order, "dispatcher").with_context(active_test=False)
        with self.assertRaises(UserError):
            dispatcher.advance("send_back", {"reason": "应转办"})
        self.assertNotIn("send_back", [action["code"] for action in dispatcher.flow_actions()])

    def test_several_documents_move_together_or_not_at_all(self):
        orders = self.filed() | self.sent() | self.filed()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_(orders, "dispatcher").advance("dispatch", {"department_id": self.water.id})
        self.assertEqual(orders.mapped("stage_id.code"), ["pending_dispatch", "pending_receipt"])

    def test_order_is_assigned_to_people_of_its_department_only(self):
        order = self.handling()
        with self.assertRaisesRegex(UserError, "sanitation"):
            self.as_(order, "water_manager").advance("assign", {"handler_id": self.people["sanitation"].id})
