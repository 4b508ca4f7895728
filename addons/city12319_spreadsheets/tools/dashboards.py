"""The dashboards that come ready. Pure Python, no Odoo.

Usage: ``python -m addons.city12319_spreadsheets.tools.dashboards`` writes data/files again.
"""

from pathlib import Path

from .dashboard_file import Card, Chart, Dashboard, Table, text

FOLDER = Path(__file__).resolve().parents[1] / "data" / "files"
TICKET, ORDER, STAGE, VISIT, CALL = (
    f"city12319.rollup.{name}" for name in ("ticket", "order", "stage", "visit", "call")
)
FIELDS = {
    TICKET: ("area_id",), ORDER: ("area_id", "department_id"), STAGE: ("area_id", "department_id"),
    VISIT: ("area_id", "department_id"), CALL: (),
}
HALF = 492

DASHBOARDS = {
    "duty": Dashboard(
        period="last_7_days", relations=("area",), fields=FIELDS,
        cards=(
            Card("Calls offered", CALL, "call_in"), Card("Answer rate", CALL, "call_answered", "call_requested"),
            Card("Tickets registered", TICKET, "registered"), Card("Answered at once", TICKET, "answered"),
            Card("Filed", TICKET, "filed"),
        ),
        charts=(
            Chart("Tickets by day", TICKET, "line", "day:day", "registered"),
            Chart("Calls by hour of the day", CALL, "bar", "hour", "call_in", HALF),
            Chart("Tickets by source", TICKET, "pie", "source_id", "registered", HALF),
        ),
        tables=(
            Table("Agents", TICKET, "user_id", ("registered", "answered", "filed")),
            Table("Problem categories", TICKET, "category_id", ("registered", "filed")),
        ),
    ),
    "department": Dashboard(
        period="last_30_days", relations=("department", "area"), fields=FIELDS,
        cards=(
            Card("Received", ORDER, "received"), Card("Handled", ORDER, "handled"),
            Card("Handled on time", ORDER, "handled_on_time", "handle_due"),
            Card("Refused", ORDER, "refused", less_is_better=True),
            Card("Done again", ORDER, "reworked", less_is_better=True),
        ),
        charts=(
            Chart("Orders handled by day", ORDER, "line", "day:day", "handled"),
            Chart("Departments: orders received", ORDER, "bar", "department_id", "received", HALF),
            Chart("Stages: working hours", STAGE, "bar", "stage_id", "stage_time", HALF),
        ),
        tables=(
            Table("Departments", ORDER, "department_id", ("received", "handled", "handled_on_time")),
            Table("Problem categories", ORDER, "category_id", ("received", "handled", "refused")),
        ),
    ),
    "leader": Dashboard(
        period="last_30_days", relations=("area",), fields=FIELDS,
        cards=(
            Card("Tickets registered", TICKET, "registered"), Card("Closed", ORDER, "closed"),
            Card("Closed on time", ORDER, "closed_on_time", "closed"),
            Card("Satisfaction", VISIT, "visit_satisfied", "visit_effective"),
            Card("Answer rate of calls", CALL, "call_answered", "call_requested"),
        ),
        charts=(
            Chart("Tickets by week", TICKET, "line", "day:week", "registered"),
            Chart("Departments: cases closed", ORDER, "bar", "department_id", "closed", HALF),
            Chart("Service types", TICKET, "pie", "service_type_id", "registered", HALF),
        ),
        tables=(
            Table("Departments: closed", ORDER, "department_id", ("closed", "closed_on_time", "reworked")),
            Table("Problem categories", TICKET, "category_id", ("registered", "repeated", "filed")),
            Table("Areas", TICKET, "area_id", ("registered", "repeated", "filed")),
        ),
    ),
}


def main():
    """Write the files of all dashboards."""
    for name, dashboard in DASHBOARDS.items():
        (FOLDER / f"{name}_dashboard.json").write_text(text(dashboard), encoding="utf-8")


if __name__ == "__main__":
    main()
