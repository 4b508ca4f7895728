"""How long the minute job of escalation takes: it must cost what is due, not what is open."""

import json
from pathlib import Path

from measure import result

from ops import templates
from ops.layout import state_folder

NAME = "sweep"
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "sweep_on_odoo.py"
FEW, MANY, DUE = 10_000, 1_000_000, 1000


def run():
    """Fill a copy of the template with open orders and let the same number of them become overdue, among few and many."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, names=["city12319_dispatch"])
    with templates.cloned(rt, template, "bench") as db:
        config = rt.write_config(state_folder() / "test" / "bench.conf", db)
        measured = json.loads(rt.run_script(SCRIPT, config, db, str(FEW), str(MANY), str(DUE)))
    name = f"{NAME}: minute job, {DUE} due of {MANY} open"
    yield result(name, "ms", measured["many"], f"{DUE} due of {FEW} open", measured["few"])
    yield result(name, "ms", measured["many"], "one pass over all open orders, as helpdesk_mgmt_sla", measured["pass"])
