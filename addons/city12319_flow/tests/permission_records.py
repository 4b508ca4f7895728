"""Records for the rows of ``permissions.yaml`` of this addon; see ``PermissionCase`` of city12319_dispatch."""

CALENDAR, TIMETABLE, DAY, VERSION = (
    "city12319.calendar", "city12319.calendar.timetable", "city12319.calendar.day", "city12319.calendar.version")


def records(case):
    """Return ``{model: {class: record}}``."""
    calendars = case.env[CALENDAR]
    unused, used = calendars.create([{"name": "试验"}, {"name": "试验"}])
    days = case.env[DAY]
    return {
        CALENDAR: {"unused": unused, "used": used._frozen().calendar_id},
        TIMETABLE: {"any": unused.timetable_ids},
        DAY: {
            "typed": days.create({"name": "试验", "date": "2039-01-01"}),
            "published": days.search([("source", "=", "published")], limit=1),
        },
        VERSION: {"any": used.version_ids},
    }


def created_values(case, model, key, record):
    """Return values of a new record that would belong to the class ``key``."""
    if model == TIMETABLE:
        return {"calendar_id": record.calendar_id.id, "name": "试验", "valid_from": "2039-01-01"}
    if model == VERSION:
        return {"calendar_id": record.calendar_id.id, "number": 99, "digest": "0", "content": "{}"}
    return {"name": "试验", "date": "2039-01-02"} if model == DAY else {"name": "试验"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {"number": 98} if model == VERSION else {"name": "试验二"}
