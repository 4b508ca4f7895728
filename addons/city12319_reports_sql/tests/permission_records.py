"""Records for the rows of ``permissions.yaml`` (see ``PermissionCase`` of city12319_dispatch)."""


def records(case):
    """Return ``{model: {class: record}}``."""
    return {"bi.sql.view": {"any": case.env["bi.sql.view"].create(_view("t_one"))}}


def created_values(case, model, key, record):
    """Return values of a new record of the same class as ``record``."""
    return _view("t_two")


def written_values(model):
    """Return a change that whoever may write can make."""
    return {"name": "试验二"}


def _view(name):
    return {"name": "试验", "technical_name": name, "query": "SELECT id AS x_id FROM city12319_area"}
