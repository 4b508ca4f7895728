"""Records for the rows of ``permissions.yaml`` (see ``PermissionCase`` of city12319_dispatch)."""


def records(case):
    """Return ``{model: {class: record}}``."""
    message = case.env["city12319.sms"].create({
        "uuid": "0" * 32, "company_id": case.env.company.id, "number": "+8613800138000", "number_masked": "138****8000",
        "body": "试验", "state": "delivered",
    })
    return {
        "city12319.sms": {"any": message},
        "city12319.sms.rule": {"any": case.env["city12319.sms.rule"].create(_rule(case))},
    }


def created_values(case, model, key, record):
    """Return values of a new record of the same class as ``record``."""
    if model == "city12319.sms":
        return {"uuid": "1" * 32, "company_id": case.env.company.id, "body": "试验"}
    return _rule(case)


def written_values(model):
    """Return a change that whoever may write can make."""
    return {"state": "cancelled"} if model == "city12319.sms" else {"name": "试验二"}


def _rule(case):
    return {
        "name": "试验", "transition_id": case.env.ref("city12319_intake.transition_register").id,
        "template_id": case.env.ref("city12319_sms.template_accepted").id,
    }
