"""How long statistics take over a year of cases and calls: each report, a day, a month, what a correction costs."""

import json
import os
from pathlib import Path

from measure import result

from ops import templates
from ops.layout import state_folder

NAME = "reports"
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "reports_on_odoo.py"
TICKETS = int(os.environ.get("HOTLINE_BENCH_TICKETS") or 1_000_000)


def run():
    """Fill a copy of the template with a year of facts and measure beside the same question over the facts themselves."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, names=["city12319_reports", "city12319_dashboard"])
    with templates.cloned(rt, template, "bench") as db:
        config = rt.write_config(state_folder() / "test" / "bench.conf", db)
        measured = json.loads(rt.run_script(SCRIPT, config, db, str(TICKETS)))
    for name, (samples, beside, beside_samples) in measured.items():
        yield result(f"{NAME}: {name}, {TICKETS} tickets", "ms", samples, beside, beside_samples)
