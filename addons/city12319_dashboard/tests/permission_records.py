"""Records for the rows of ``permissions.yaml`` (see ``PermissionCase`` of city12319_dispatch)."""


def records(case):
    """Return ``{model: {class: record}}``."""
    return {"city12319.screen.notice": {"any": case.env.ref("city12319_dashboard.screen_notice")}}


def created_values(case, model, key, record):
    """Return values of a new record of the same class as ``record``."""
    return {"sent_at": "2026-01-01 00:00:00"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {"sent_at": "2026-01-01 00:00:00"}
