"""What the rows and columns of a report may be: a field of roll-ups, and how its values are put together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """``field`` of the roll-ups; ``model`` when it is a record, ``level`` up to which its tree is folded."""

    code: str
    label: str
    field: str
    model: str = ""
    level: str = ""  # level of areas, or "top"


_DIMENSIONS = (
    Dimension("time", "Time", "day"),
    Dimension("weekday", "Day of the week", "day"),
    Dimension("hour", "Hour of the day", "hour"),
    Dimension("slot", "Half hour", "slot"),
    Dimension("district", "District", "area_id", "city12319.area", "district"),
    Dimension("street", "Street", "area_id", "city12319.area", "street"),
    Dimension("area", "Area as entered", "area_id", "city12319.area"),
    Dimension("category", "Problem category", "category_id", "city12319.category", "top"),
    Dimension("matter", "Problem category, finest", "category_id", "city12319.category"),
    Dimension("service_type", "Service type", "service_type_id", "city12319.service.type"),
    Dimension("source", "Source", "source_id", "city12319.source"),
    Dimension("department", "Department", "department_id", "city12319.department"),
    Dimension("department_top", "Department with those below it", "department_id", "city12319.department", "top"),
    Dimension("person", "Person", "user_id", "res.users"),
    Dimension("result", "Citizen's judgement", "result_id", "city12319.result"),
    Dimension("stage", "Stage", "stage_id", "city12319.stage"),
    Dimension("phase", "Phase", "phase"),
    Dimension("state", "Handling state", "state"),
    Dimension("mode", "Way of processing", "mode"),
    Dimension("queue", "Queue", "queue"),
    Dimension("unit", "Unit, area or post that was judged", ""),
)
DIMENSIONS = {dimension.code: dimension for dimension in _DIMENSIONS}
LABELS = [(dimension.code, dimension.label) for dimension in _DIMENSIONS]
EVALUATED = "unit"  # rows are results of evaluation runs, not roll-ups
