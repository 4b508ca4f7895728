"""Records for the rows of ``permissions.yaml`` (see ``PermissionCase`` of city12319_dispatch)."""


def records(case):
    """Return ``{model: {class: record}}``."""
    entry = case.env["city12319.export.log"].note(kind="export", what="试验", model="city12319.ticket", rows=1)
    return {"city12319.export.log": {"any": entry}}


def created_values(case, model, key, record):
    """Return values of a new record of the same class as ``record``."""
    return {"user_id": case.env.uid, "kind": "export", "what": "试验二"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {"rows": 2}
