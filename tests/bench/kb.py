"""Search and suggestions among 100,000 articles beside plain ilike, and how well real questions find their answers."""

import json
from pathlib import Path

from measure import result

from ops import templates
from ops.layout import state_folder

NAME = "kb"
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "kb_on_odoo.py"
ROWS = 100_000
SORTS = {
    "message": "whole message → its reply, by suggestions",
    "subject": "subject of a message → its reply, by search",
    "regulation": "short question → regulation, by search",
}


def run():
    """Fill a copy of the template, index it, ask; then ask real questions."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, names=["city12319_kb"])
    with templates.cloned(rt, template, "bench") as db:
        config = rt.write_config(state_folder() / "test" / "bench.conf", db)
        measured = json.loads(rt.run_script(SCRIPT, config, db, str(ROWS)))
    rows = f"{measured['rows']} articles"
    yield result(f"{NAME}: search ({rows})", "ms", measured["search"], "ilike on title, keywords and text", measured["ilike"])
    yield result(f"{NAME}: search, ilike on a trigram index ({rows})", "ms", measured["trigram"])
    for query, samples in measured["by_query"].items():
        yield result(f"{NAME}: search “{query}”", "ms", samples)
    yield result(f"{NAME}: suggestions for four sentences ({rows})", "ms", measured["suggest"])
    yield result(f"{NAME}: index written ({rows})", "s", [measured["build_seconds"]], "trigram index built",
                 [measured["trigram_build_seconds"]])
    size = measured["search_title_idx_mb"] + measured["search_body_idx_mb"]
    yield result(f"{NAME}: size of the index ({rows})", "MB", [size], "trigram index", [measured["trigram_mb"]])
    yield result(f"{NAME}: size of the table with its indexes", "MB", [measured["table_mb"]])
    for sort, halves in (measured["relevance"] or {}).items():
        for half, ranks in halves.items():
            title = f"{NAME}: {SORTS[sort]}, {half} ({len(ranks)} questions)"
            for name, value in figures(ranks).items():
                yield result(f"{title}: {name}", "share", [value])


def figures(ranks):
    """Return recall at 1 and 5 and the mean reciprocal rank of ranks (0: not found)."""
    return {
        "recall at 1": sum(rank == 1 for rank in ranks) / len(ranks),
        "recall at 5": sum(0 < rank <= 5 for rank in ranks) / len(ranks),
        "mean reciprocal rank": sum(1 / rank for rank in ranks if rank) / len(ranks),
    }
