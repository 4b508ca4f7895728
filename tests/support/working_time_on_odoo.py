"""Times deadlines by our calendar and by Odoo's; runs in Odoo's Python. CONFIG DB; prints milliseconds as JSON."""

import json
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ops" / "odoo_side"))
from environment import open_environment  # noqa: E402

HOURS, TIMES = [2, 4, 16, 40], 200
AUTUMN = datetime(2026, 10, 12)  # six weeks without special days, which Odoo's calendar could not express


def main(config, database):
    with open_environment(config, database) as env:
        calendar = env["city12319.calendar"]._default()
        theirs = env["resource.calendar"].create({
            "name": "Office", "tz": "Asia/Shanghai", "attendance_ids": [(5, 0, 0)] + [
                (0, 0, {"name": "x", "dayofweek": str(day), "hour_from": start, "hour_to": end, "day_period": period})
                for day in range(5) for start, end, period in ((8.5, 12, "morning"), (14, 17.5, "afternoon"))],
        })
        worked = calendar._frozen()._working_time()
        dice = random.Random(12319)
        cases = [(AUTUMN + timedelta(minutes=dice.randrange(20000)), dice.choice(HOURS)) for _ in range(TIMES)]
        measured = {"deadline": [], "plan_hours": [], "used": [], "batch": [], "compiled": []}
        for start, hours in cases:
            due = timed(measured["deadline"], lambda: worked.deadline(start, hours * 3600, "working_hours"))  # noqa: B023
            same = timed(measured["plan_hours"], lambda: theirs.plan_hours(hours, start))  # noqa: B023
            assert due == same, (start, hours, due, same)
            pauses = [(start + timedelta(hours=1), start + timedelta(hours=5)), (due, due + timedelta(days=2))]
            timed(measured["used"], lambda: worked.used(start, AUTUMN + timedelta(days=30), "working_hours", pauses))  # noqa: B023
        rows = [(start, hours * 3600, "working_hours") for start, hours in cases] * (10_000 // TIMES)
        content = json.loads(calendar._content_text())
        for _ in range(10):
            timed(measured["batch"], lambda: worked.deadline_many(rows))
            timed(measured["compiled"], lambda: type(worked)(content))
        env.cr.rollback()
    json.dump(measured, sys.stdout)


def timed(samples, action):
    """Return what ``action`` answers, and note its milliseconds."""
    started = time.perf_counter()
    answer = action()
    samples.append((time.perf_counter() - started) * 1000)
    return answer


main(*sys.argv[1:])
