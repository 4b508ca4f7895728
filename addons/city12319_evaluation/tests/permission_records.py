"""Records for the rows of ``permissions.yaml``, made with the people of the test that asserts them."""

from odoo import fields
from odoo.fields import Command

INSPECTION, PLAN, RUN = "city12319.inspection", "city12319.inspection.plan", "city12319.evaluation.run"


def records(case):
    """Return ``{model: {class: record}}``."""
    return {**_inspections(case), **_schemes(case), **_results(case)}


def _item(case):
    return case.env.ref("city12319_evaluation.inspection_item_c03")


def _inspections(case):
    def draft(person="inspector", department=None):
        return case.as_(case.env[INSPECTION], person).create({
            "department_id": (department or case.water).id, "subject": "井盖", "text": "松动",
            "line_ids": [Command.create({"item_id": _item(case).id})],
        }).with_env(case.env)

    def submitted(department=None):
        check = draft(department=department)
        case.as_(check, "inspector").submit()
        return check

    def plan(person):
        return case.env[PLAN].create(_plan_values(case, person))

    final, drawn = submitted(), plan("inspector")
    final._freeze()
    drawn.action_draw()
    mine, done = draft(), submitted()
    case.env.flush_all()
    case.env.invalidate_all()
    return {
        INSPECTION: {
            "draft_mine": mine, "draft_other": draft("other_inspector"), "submitted": done, "below": submitted(case.pipes),
            "other": submitted(case.sanitation), "final": final,
        },
        "city12319.inspection.line": {"draft": draft().line_ids, "submitted": done.line_ids},
        "city12319.inspection.item": {
            "unused": case.env["city12319.inspection.item"].create({"name": "试验", "code": "t_permission", "points": 1}),
        },
        PLAN: {"draft": plan("inspector"), "draft_other": plan("other_inspector"), "drawn": drawn},
        "city12319.inspection.plan.unit": {"any": drawn.unit_ids[:1]},
    }


def _plan_values(case, person):
    today = fields.Date.today()
    return {
        "name": "试验", "date_from": fields.Date.subtract(today, days=2), "date_to": fields.Date.add(today, days=2), "size": 1,
        "department_ids": [Command.set(case.water.ids)], "inspector_ids": [Command.set(case.people[person].ids)],
    }


def _scheme_values(case):
    return {
        "name": "试验", "code": "t_permission",
        "department_ids": [Command.set((case.water | case.pipes | case.sanitation).ids)],
        "indicator_ids": [Command.create({
            "code": "given_back_rate", "method": "bands", "weight": 100,
            "band_ids": [Command.create({"bound": 0, "share": 100})],
        })],
        "grade_ids": [Command.create({"name": "A", "bound": 90})],
    }


def _schemes(case):
    schemes = case.env["city12319.evaluation.scheme"]
    published, draft = (schemes.create({**_scheme_values(case), "code": f"t_{state}"}) for state in ("published", "draft"))
    published._publish("2020-01-01")
    case.published_scheme = published
    parts = {
        "indicator": lambda scheme: scheme.indicator_ids, "grade": lambda scheme: scheme.grade_ids,
        "band": lambda scheme: scheme.indicator_ids.band_ids,
    }
    return {
        schemes._name: {"draft": draft, "published": published},
        **{
            f"city12319.evaluation.{name}": {"draft": part(draft), "published": part(published)}
            for name, part in parts.items()
        },
    }


def _results(case):
    month = fields.Date.start_of(fields.Date.context_today(case.env.user.with_context(tz="Asia/Shanghai")), "month")
    entries = case.env["city12319.evaluation.entry"]

    def run(scheme, first=month, publish=True):
        made = case.env[RUN].create({"scheme_id": scheme.id, "date_from": first})
        made._compute_now()
        if publish:
            made.action_freeze()
            made.action_publish()
        return made

    counted = entries.create(_entry_values(case, month))
    published = run(case.published_scheme)
    free = entries.create(_entry_values(case, month))
    last_month = fields.Date.subtract(month, months=1)
    computed = run(case.published_scheme, last_month, publish=False)
    people = run(case.env.ref("city12319_evaluation.scheme_agent"))
    draft = case.env[RUN].create(
        {"scheme_id": case.published_scheme.id, "date_from": fields.Date.subtract(month, months=2)})
    case.env.flush_all()
    case.env.invalidate_all()

    def line(run, department):
        return run.line_ids.filtered(lambda line: line.department_id == department)

    cases = case.env["city12319.evaluation.case"]
    of_department = {"own": line(published, case.water), "other": line(published, case.sanitation)}
    unpublished = line(computed, case.water)
    return {
        RUN: {"draft": draft, "computed": computed, "published": published},
        "city12319.evaluation.line": {
            **of_department, "below": line(published, case.pipes), "computed": unpublished,
            "person": people.line_ids.filtered(lambda line: line.user_id == case.people["agent"]),
        },
        "city12319.evaluation.figure": {
            **{key: of.figure_ids[:1] for key, of in of_department.items()}, "computed": unpublished.figure_ids[:1],
        },
        cases._name: {key: cases.search([("line_id", "=", of.id)], limit=1) for key, of in of_department.items()},
        entries._name: {"free": free, "published": counted},
    }


def _entry_values(case, day):
    return {"day": day, "points": 1, "reason": "试验", "department_id": case.water.id}


def created_values(case, model, key, record):
    """Return values of a new record that would belong to the class ``key``."""
    record = record.sudo()
    if model == INSPECTION:
        state = {"draft_mine": "draft", "draft_other": "draft", "final": "final"}.get(key, "submitted")
        return {
            "department_id": record.department_id.id, "subject": "井盖", "inspector_id": record.inspector_id.id, "state": state,
        }
    if model == "city12319.inspection.line":
        return {"inspection_id": record.inspection_id.id, "item_id": _item(case).id}
    if model == PLAN:
        person = "other_inspector" if key == "draft_other" else "inspector"
        return {**_plan_values(case, person), "state": record.state}
    if model == "city12319.evaluation.scheme":
        return {**_scheme_values(case), "state": record.state}
    if model == RUN:
        first = fields.Date.subtract(record.date_from, months=6)
        return {"scheme_id": record.scheme_id.id, "date_from": first, "state": record.state}
    if model == "city12319.evaluation.entry":
        values = _entry_values(case, record.day)
        return {**values, "line_ids": [Command.set(record.line_ids.ids)]} if key == "published" else values
    return _other_values(model, record)


def _other_values(model, record):
    return {
        "city12319.inspection.item": {"name": "试验", "code": "t_another", "points": 1},
        "city12319.inspection.plan.unit": {"plan_id": record.id, "department_id": record.id},
        "city12319.evaluation.indicator": {"scheme_id": record.id, "code": "handled_rate"},
        "city12319.evaluation.band": {"bound": 1, "share": 1},
        "city12319.evaluation.grade": {"name": "B", "bound": 1},
        "city12319.evaluation.line": {"name": "试验"},
        "city12319.evaluation.figure": {"code": "handled_rate"},
        "city12319.evaluation.case": {"counter": "handled"},
    }[model] | {
        name: record[name].id for name in ("plan_id", "department_id", "scheme_id", "indicator_id", "run_id", "line_id")
        if name in record._fields and record[name]
    }


def written_values(model):
    """Return a change that whoever may write can make."""
    return {
        INSPECTION: {"text": "试验"},
        "city12319.inspection.line": {"note": "试验"},
        "city12319.inspection.plan.unit": {"drawn": 9},
        "city12319.evaluation.indicator": {"weight": 1},
        "city12319.evaluation.band": {"share": 1},
        "city12319.evaluation.figure": {"points": 9},
        "city12319.evaluation.case": {"amount": 9},
        "city12319.evaluation.entry": {"reason": "试验二"},
        RUN: {"date_from": "2020-01-01"},
    }.get(model, {"name": "试验二"})
