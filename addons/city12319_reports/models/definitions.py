"""The one catalogue of counters and figures, and fields that count, named by it."""

from odoo import fields

from odoo.addons.city12319_evaluation.tools import indicators

from ..tools import figures

CATALOGUE = figures.catalogue(indicators)
COUNTERS, FIGURES = CATALOGUE.counters, CATALOGUE.figures
FIGURE_LABELS = [(item.code, item.name) for item in FIGURES.values()]

# what the facts of closing count together, and roll-ups keep apart: what was closed adds up over days, what waits does not
PARTS = {"close_due": ("closed", "not_closed"), "postponed": ("postponed", "postponed_open")}


def measure(code):
    """Return the field of a roll-up that holds the counter ``code`` for one day."""
    counter = COUNTERS[code]
    kind = fields.Integer if counter.unit == "cases" else fields.Float
    aggregator = "max" if code in figures.LARGEST else None if code in figures.STOCKS else "sum"
    name = counter.name[0].upper() + counter.name[1:]
    return kind(string=name, help=counter.meaning, readonly=True, aggregator=aggregator)
