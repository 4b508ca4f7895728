"""Records for the rows of ``permissions.yaml``, made with the people of the test that asserts them."""

from odoo.fields import Command
from odoo.tools import SQL

_DAY = "2020-03-02"
_FIGURE = {"code": "registered"}


def _row(case, name, **dims):
    """Return a row of a roll-up, which nobody but the count writes."""
    model = case.env[f"city12319.rollup.{name}"]
    columns = {"day": _DAY, **dims}
    case.env.cr.execute(SQL(
        "INSERT INTO %s (%s) VALUES (%s) RETURNING id", SQL.identifier(model._table),
        SQL(", ").join(map(SQL.identifier, columns)), SQL(", ").join(SQL("%s", value) for value in columns.values()),
    ))
    return model.browse(case.env.cr.fetchone()[0])


def records(case):
    """Return ``{model: {class: record}}``."""
    person = {name: {"user_id": case.people[name].id} for name in ("agent", "other_agent", "inspector", "visitor")}
    unit = {"department": {"department_id": case.water.id}, "foreign": {"department_id": case.sanitation.id}}
    of_people = {"own": person["agent"], "foreign": person["other_agent"]}
    below = {"department_id": case.pipes.id}
    dims = {
        "ticket": of_people, "call": of_people, "seat": of_people, "stage": unit,
        "order": {**unit, "below": below, "own": {**unit["foreign"], **person["inspector"]}},
        "visit": {**unit, "own": {**unit["foreign"], **person["visitor"]}},
    }
    days, months = case.env["city12319.rollup.day"], case.env["city12319.report.month"]
    days._mark([months._of(days._today()).month])
    month = months._of(days._today())
    month._log("rebuilt")
    reports = case.env["city12319.report"]
    made = {key: reports.create(_report_values(case, key)) for key in ("open", "limited")}
    return {
        **{
            f"city12319.rollup.{name}": {key: _row(case, name, **columns) for key, columns in classes.items()}
            for name, classes in dims.items()
        },
        days._name: {"any": days.search([], limit=1)},
        "city12319.rollup.mark": {"any": case.env["city12319.rollup.mark"].create({"day": _DAY})},
        reports._name: made,
        "city12319.report.figure": {key: report.figure_ids for key, report in made.items()},
        months._name: {"any": month},
        "city12319.report.month.log": {"any": month.log_ids[:1]},
    }


def _report_values(case, key, code=""):
    groups = case.env.ref("city12319_intake.group_leader").ids if key == "limited" else []
    return {
        "name": "试验", "code": f"t_permission_{key}{code}", "row_dim": "source", "group_ids": [Command.set(groups)],
        "figure_ids": [Command.create(_FIGURE)],
    }


def created_values(case, model, key, record):
    """Return values of a new record that would belong to the class ``key``."""
    record = record.sudo()
    if model == "city12319.report":
        return _report_values(case, key, "_another")
    if model == "city12319.report.figure":
        return {"report_id": record.report_id.id, "code": "filed"}
    if model == "city12319.report.month":
        return {"month": "2001-01-01"}
    if model == "city12319.report.month.log":
        return {"month_id": record.month_id.id, "what": "frozen", "user_id": case.env.uid}
    return {"day": "2001-01-01"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {
        "city12319.report": {"name": "试验二"},
        "city12319.report.figure": {"sequence": 3},
        "city12319.report.month": {"state": "frozen"},
        "city12319.report.month.log": {"reason": "试验"},
    }.get(model, {"day": "2002-02-02"})
