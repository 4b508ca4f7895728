"""Records for the rows of ``permissions.yaml`` (see ``PermissionCase`` of city12319_dispatch)."""

SHEET, BLOCK = "city12319.sheet", "city12319.sheet.block"


def records(case):
    """Return ``{model: {class: record}}``."""
    sheet = case.env[SHEET].create({
        "name": "试验", "code": "t_permission", "model": "city12319.order",
        "block_ids": [(0, 0, {"kind": "note", "text": "试验"})],
    })
    case.env.flush_all()
    return {SHEET: {"any": sheet}, BLOCK: {"any": sheet.block_ids}}


def created_values(case, model, key, record):
    """Return values of a new record of the same class as ``record``."""
    if model == SHEET:
        return {"name": "试验二", "code": "t_another", "model": "city12319.ticket"}
    return {"sheet_id": record.sudo().sheet_id.id, "kind": "order_head"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {"name": "试验三"} if model == SHEET else {"text": "试验三"}
