"""How long a deadline takes to work out, beside the working-time calendar of Odoo."""

import json
from pathlib import Path

from measure import result

from ops import templates
from ops.layout import state_folder

NAME = "working_time"
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "working_time_on_odoo.py"


def run():
    """Work the same deadlines out by both calendars in a copy of the template."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, names=["city12319_dispatch"])
    with templates.cloned(rt, template, "bench") as db:
        config = rt.write_config(state_folder() / "test" / "bench.conf", db)
        measured = json.loads(rt.run_script(SCRIPT, config, db))
    yield result(f"{NAME}: deadline", "ms", measured["deadline"], "resource.calendar.plan_hours", measured["plan_hours"])
    yield result(f"{NAME}: time used with two pauses", "ms", measured["used"])
    yield result(f"{NAME}: 10,000 deadlines in one batch", "ms", measured["batch"])
    yield result(f"{NAME}: calendar worked out anew for 60 years", "ms", measured["compiled"])
