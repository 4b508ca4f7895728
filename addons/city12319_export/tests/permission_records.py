"""Records for the rows of ``permissions.yaml`` (see ``PermissionCase`` of city12319_dispatch)."""

TICKET = "city12319.ticket"


def records(case):
    """Return ``{model: {class: record}}``."""
    leader, other = case.people["shift_leader"], case.people["other_leader"]
    sets = {
        "shared": case.env["city12319.export.set"].create(_set(case, False)),
        "own": case.env["city12319.export.set"].create(_set(case, leader.id)),
    }
    entry = case.env["city12319.export.log"].note(kind="export", what="试验", model=TICKET, rows=1)
    return {
        "city12319.export.log": {"any": entry},
        "city12319.export.job": {
            "own": case.env["city12319.export.job"].create(_job(leader)),
            "foreign": case.env["city12319.export.job"].create(_job(other)),
        },
        "city12319.export.set": sets,
        "city12319.export.set.line": {"shared": sets["shared"].line_ids},
    }


def created_values(case, model, key, record):
    """Return values of a new record of the same class as ``record``."""
    if model == "city12319.export.job":
        return _job(record.sudo().user_id)
    if model == "city12319.export.set":
        return _set(case, record.sudo().user_id.id)
    if model == "city12319.export.set.line":
        return {"set_id": record.sudo().set_id.id, "field": "name"}
    return {"user_id": case.env.uid, "kind": "export", "what": "试验二"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {
        "city12319.export.log": {"rows": 2}, "city12319.export.job": {"total": 2},
        "city12319.export.set.line": {"header": "试验"},
    }.get(model, {"name": "试验二"})


def _job(user):
    return {"name": "试验", "user_id": user.id, "model": TICKET, "columns": [["name", "编号"]], "options": {}}


def _set(case, user_id):
    return {
        "name": "试验", "model_id": case.env["ir.model"]._get_id(TICKET), "user_id": user_id,
        "line_ids": [(0, 0, {"field": "summary"})],
    }
