"""Records for the rows of ``permissions.yaml``, made with the people of the test that asserts them."""

from odoo import fields
from odoo.fields import Command

PERIODIC, SCHEDULE, DELIVERY = "city12319.periodic.report", "city12319.report.schedule", "city12319.report.delivery"


def records(case):
    """Return ``{model: {class: record}}``."""
    schedule = case.env[SCHEDULE].create(_schedule_values(case))
    reports = case.env[PERIODIC]
    draft, published = (reports.create({"kind": "day", "date_from": f"2020-01-0{day}"}) for day in (1, 2))
    published.action_publish()
    return {
        PERIODIC: {"draft": draft, "published": published},
        SCHEDULE: {"any": schedule},
        DELIVERY: {
            "mine": _delivery(case, schedule, "department_manager"), "other": _delivery(case, schedule, "other_agent"),
        },
    }


def _schedule_values(case):
    return {
        "name": "试验", "kind": "month", "periodic": True, "user_ids": [Command.set(case.user_of("department_manager").ids)],
    }


def _delivery(case, schedule, person):
    return case.env[DELIVERY].create({
        "schedule_id": schedule.id, "user_id": case.user_of(person).id, "date_from": "2020-01-01", "date_to": "2020-01-31",
    })


def created_values(case, model, key, record):
    """Return values of a new record that would belong to the class ``key``."""
    record = record.sudo()
    if model == PERIODIC:
        first = fields.Date.add(record.date_from, days=30)
        return {"kind": "day", "date_from": first, **({"state": "published"} if key == "published" else {})}
    if model == SCHEDULE:
        return _schedule_values(case)
    return {
        "schedule_id": record.schedule_id.id, "user_id": record.user_id.id, "date_from": "2020-02-01", "date_to": "2020-02-29",
    }


def written_values(model):
    """Return a change that whoever may write can make."""
    return {PERIODIC: {"intro": "试验"}, SCHEDULE: {"name": "试验二"}, DELIVERY: {"reason": "试验"}}[model]
