"""Records for the rows of ``permissions.yaml``: see ``PermissionCase`` of the dispatch addon."""

from datetime import date, timedelta

from odoo.addons.city12319_flow import gate_key
from odoo.addons.city12319_telephony.tools import call_events

_START = 1795400728.0


def _calls(case):
    numbers = {"agent": "9970", "other_agent": "9971"}
    seats = case.env["city12319.seat"].create([
        {"number": number, "user_id": case.people[person].id} for person, number in numbers.items()
    ])
    calls = case.env["city12319.call"]
    for key, person in (("draft", "agent"), ("submitted", "agent"), ("foreign", "other_agent"), ("free", "agent")):
        common = {"call": f"quality-{key}", "server": "t", "direction": "in", "caller": "13312345678"}
        calls._take_in([call_events.parse(event) for event in (
            {"kind": "offered", "at": _START, **common},
            {"kind": "answered", "at": _START + 5, "agent": numbers[person], **common},
            {"kind": "ended", "at": _START + 50, **common},
        )])
    seats.write({"active": False, "user_id": False})  # the telephony addon gives them seats of its own
    case.env.flush_all()
    return {call.call_key.removeprefix("quality-"): call for call in calls.search([("call_key", "=like", "quality-%")])}


def records(case):
    calls = _calls(case)
    unused, used = case.env["city12319.quality.sheet"].create([
        {"name": name, "item_ids": [(0, 0, {"section": "通话", "name": "礼貌", "max_points": 10})]} for name in ("未用", "已用")
    ])
    rule = case.env["city12319.quality.rule"].create({"name": "试验", "sheet_id": used.id})
    draw = gate_key.opened(case.env["city12319.quality.draw"]).create({
        "rule_id": case.env["city12319.quality.rule"].create({"name": "已抽", "sheet_id": used.id}).id,
        "date_from": date(2026, 1, 1), "date_to": date(2026, 1, 1), "criteria": [],
    })
    checks = {
        key: case.env["city12319.quality.check"].create([{
            "call_id": calls[key].id, "sheet_id": used.id, "checker_id": case.people["shift_leader"].id,
        }])
        for key in ("draft", "submitted", "foreign")
    }
    for key in ("submitted", "foreign"):
        gate_key.opened(checks[key]).write({"state": "submitted", "appeal_until": checks[key].create_date + timedelta(days=3)})
    case.quality_call = calls["free"]
    case.env.flush_all()
    return {
        "city12319.quality.check": {key: gate_key.closed(check) for key, check in checks.items()},
        "city12319.quality.line": {key: gate_key.closed(check).line_ids[:1] for key, check in checks.items()},
        "city12319.quality.sheet": {"unused": unused, "used": used},
        "city12319.quality.item": {"unused": unused.item_ids, "used": used.item_ids},
        "city12319.quality.rule": {"any": rule},
        "city12319.quality.draw": {"any": gate_key.closed(draw)},
    }


def created_values(case, model, key, record):
    return {
        "city12319.quality.check": {"call_id": case.quality_call.id,
                                    "sheet_id": record.sudo().sheet_id.id if "sheet_id" in record else 0},
        "city12319.quality.line": {"check_id": record.sudo().check_id.id if "check_id" in record else 0, "item_id": 1},
        "city12319.quality.sheet": {"name": "试验"},
        "city12319.quality.item": {"sheet_id": record.sudo().sheet_id.id if "sheet_id" in record else 0, "section": "通话",
                                   "name": "专业", "max_points": 5},
        "city12319.quality.rule": {"name": "试验二", "sheet_id": record.sudo().sheet_id.id if "sheet_id" in record else 0},
        "city12319.quality.draw": {"rule_id": record.sudo().rule_id.id if "rule_id" in record else 0,
                                   "date_from": "2026-02-01", "date_to": "2026-02-01"},
    }[model]


def written_values(model):
    return {
        "city12319.quality.check": {"comment": "试验"}, "city12319.quality.line": {"note": "试验"},
        "city12319.quality.sheet": {"pass_score": 70}, "city12319.quality.item": {"max_points": 8},
        "city12319.quality.rule": {"name": "试验三"}, "city12319.quality.draw": {"seed": 9},
    }[model]
