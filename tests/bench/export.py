"""How long an export of 100,000 tickets takes in the background, and how much memory: it must not grow with the rows."""

import json
from pathlib import Path

from measure import result

from ops import templates
from ops.layout import state_folder

NAME = "export"
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "export_on_odoo.py"
FEW, MANY = 10_000, 100_000
BESIDE = "Odoo's own export of the same rows"


def run():
    """Fill a copy of the template with tickets and export them as a shift leader, in processes of their own."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, names=["city12319_export"])
    with templates.cloned(rt, template, "bench") as db:
        config = rt.write_config(state_folder() / "test" / "bench.conf", db)

        def measured(kind, rows):
            return json.loads(rt.run_script(SCRIPT, config, db, kind, str(rows)))

        rt.run_script(SCRIPT, config, db, "fill", str(MANY))
        odoo = measured("odoo", MANY)
        for kind in ("xlsx", "csv"):
            many = measured(kind, MANY)
            yield result(f"{NAME}: {MANY} tickets, {kind}", "s", [many["seconds"]], BESIDE, [odoo["seconds"]])
            yield result(f"{NAME}: {MANY} tickets, {kind}, most memory of the process", "MB", [many["most"]],
                         BESIDE, [odoo["most"]])
            yield result(f"{NAME}: {MANY} tickets, {kind}, memory of the export itself", "MB", [many["most"] - many["before"]],
                         f"{FEW} tickets", [(few := measured(kind, FEW))["most"] - few["before"]])
