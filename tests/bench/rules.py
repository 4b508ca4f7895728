"""How long a proposal takes among 5,000 dispatch rules, beside asking the database rule by rule."""

import json
from pathlib import Path

from measure import result

from ops import templates
from ops.layout import state_folder

NAME = "dispatch_rules"
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "rules_on_odoo.py"
RULES, COMPONENTS = 5000, 100_000


def run():
    """Fill a copy of the template with rules, components and orders, and decide the orders in three ways."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, names=["city12319_dispatch"])
    with templates.cloned(rt, template, "bench") as db:
        config = rt.write_config(state_folder() / "test" / "bench.conf", db)
        measured = json.loads(rt.run_script(SCRIPT, config, db, str(RULES), str(COMPONENTS)))
    size = f"{measured['rules']} rules, {measured['components']} components"
    yield result(f"{NAME}: proposal ({size})", "ms", measured["indexed"], "a search per rule", measured["searched"])
    yield result(f"{NAME}: matching alone ({size})", "ms", measured["matched"], "rule by rule in Python", measured["listed"])
    yield result(f"{NAME}: index made anew ({size})", "ms", measured["compiled"])
