"""Replays planned cases through the gate, in the order of time, each step by the person who is in charge of it."""

import random
from datetime import datetime, timedelta

from odoo import fields

from .hours import at_work, to_utc
from .photos import picture
from .texts import phrases

MODULE = "city12319_demo"
# dictionaries that come with the intake addon, and not with the made-up city
OF_INTAKE = ("source_", "category_", "service_type_", "result_")
OF_DISPATCH = ("visit_outcome_", "visit_time_")
PHOTO_NAMES = {"before": "现场照片-处理前.jpg", "after": "现场照片-处理后.jpg"}


class Replay:
    """Turns planned cases into tickets, orders and events.

    :param env: environment of the superuser; it only looks up records, all else is done by the persons of the plan
    """

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True})
        self.ids = {}
        self.tickets = {}  # id() of the case → ticket
        self.orders = {}

    def run(self, cases):
        """Make ``cases`` (oldest first) and give the tickets external ids: ``ticket_001`` is the oldest."""
        agenda = [(case.at, number, -1, case, None) for number, case in enumerate(cases)]
        agenda += [
            (step.at, number, place, case, step)
            for number, case in enumerate(cases) for place, step in enumerate(case.steps)
        ]
        for _at, number, _place, case, step in sorted(agenda, key=lambda item: item[:3]):
            if step is None:
                self.register(case)
            else:
                self.advance(case, step, seed=number)
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"{MODULE}.ticket_{number:03}", "record": self.tickets[id(case)].sudo(), "noupdate": True}
            for number, case in enumerate(cases, 1)
        ])

    def register(self, case):
        values = self.values(case.values)
        if case.duplicate_of:
            values["duplicate_of_id"] = self.tickets[id(case.duplicate_of)].id
        tickets = self.env["city12319.ticket"].with_user(self.user(case.agent))
        self.tickets[id(case)] = tickets._flow_create("register", [values], at_list=[to_utc(case.at)])

    def advance(self, case, step, seed):
        document = self.tickets[id(case)] if step.document == "ticket" else self.orders[id(case)]
        actor = self.user(step.actor)
        values = self.values(step.values)
        if step.reason:
            values["reason"] = step.reason
        if step.visit or step.calls:
            self.visit(document, actor, step)
        if step.photos:
            # the picture of a place stays the same from step to step, but for what was done there
            values["attachment_ids"] = [self.photo(actor, state, seed) for state in step.photos]
        event = document.with_user(actor)._advance(step.code, values, at=to_utc(step.at))
        if step.code == "answer":
            self.visit_answer(document, step)
        if step.code.startswith("process_"):
            self.orders[id(case)] = self.env["city12319.order"].browse(event.order_id.id)

    def visit(self, order, actor, step):
        """Note what the return visitor does before the case is closed: calls in vain, scores, who answered."""
        visit = order.visit_ids.filtered(lambda item: item.state == "waiting").with_user(actor).sudo()
        visit._assign(visit.env.user)
        for at, outcome in step.calls:
            visit._record_attempt(
                visit.env["city12319.visit.outcome"].browse(self.ref(f"visit_outcome_{outcome}")), to_utc(at),
            )
        visit._gated().write({**step.visit, "assigned_at": to_utc(step.calls[0][0] if step.calls else step.at)})

    def visit_answer(self, ticket, step):
        """The sample of the tickets answered on the spot is called back on the next day."""
        at = to_utc(at_work(random.Random(f"{step.at}"), step.at + timedelta(hours=20), "visitor"))
        visitor = self.user("visitor")
        visit = ticket.sudo().visit_ids.filtered(lambda item: item.state == "waiting")
        if visit and at < fields.Datetime.now():
            visit._assign(self.env["res.users"].browse(visitor))
            visit._gated().write({"score_result": 5, "score_speed": 5, "score_attitude": 5, "assigned_at": at})
            ticket.with_user(visitor)._advance(
                "visit_close", {"result_id": self.ref("result_satisfied"), "reason": phrases.VISIT_ANSWER}, at=at,
            )

    def photo(self, actor, state, seed):
        attachment = self.env["ir.attachment"].with_user(actor).create({
            "name": PHOTO_NAMES[state], "raw": picture(state, seed), "mimetype": "image/jpeg",
        })
        return attachment.id

    # ------------------------------------------------------------------ values of the plan

    def values(self, values):
        return {name: self.value(name, value) for name, value in values.items()}

    def value(self, name, value):
        if isinstance(value, datetime):
            return to_utc(value)
        if name.endswith("_ids"):
            return [self.ref(item) for item in value]
        return self.ref(value) if name.endswith("_id") else value

    def user(self, login):
        return self.ref(f"user_{login}")

    def ref(self, name):
        """Return the id of the record with the external id ``name``."""
        if name not in self.ids:
            module = MODULE
            if name.startswith(OF_INTAKE):
                module = "city12319_intake"
            elif name.startswith(OF_DISPATCH):
                module = "city12319_dispatch"
            self.ids[name] = self.env["ir.model.data"]._xmlid_to_res_id(f"{module}.{name}", raise_if_not_found=True)
        return self.ids[name]
