"""Which lines of the server log are accepted: Odoo's own, each with its reason."""

import re

START = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ ([A-Z]+) ", re.MULTILINE)

ALLOWED = [
    (r"odoo\.sql_db: bad query: (.|\n)*(could not serialize access|could not obtain lock)",
     "two requests at the same moment: Odoo tries again or tells the second user"),
    (r"odoo\.http: .*(SerializationFailure|LockNotAvailable)",
     "the same, as the request layer reports it before it tries again"),
    (r"odoo\.addons\.bus\.websocket: could not serialize access",
     "two tabs of one person close at the same moment: Odoo notes that the person has gone"),
    (r"odoo\.http: Exception during request handling(.|\n)*odoo\.exceptions\.RedirectWarning: ",
     "a refusal that leads somewhere: Odoo logs it as an error and shows it as a question"),
    (r"py\.warnings: .*/odoo/addons/bus/websocket\.py:\d+: DeprecationWarning: Queue\(0\)",
     "Odoo's websocket calls gevent in a way that newer versions of gevent call old"),
]


def unexpected_entries(text, refusals=()):
    """The warnings and errors of a log (with their traceback) that nothing above accepts.

    `refusals` are messages of the server that somebody asked for, by trying what is not allowed.
    """
    starts = list(START.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    patterns = [re.compile(pattern) for pattern, _ in ALLOWED]
    patterns += [re.compile(rf" WARNING \S+ odoo\.http: {re.escape(refusal.strip())}") for refusal in set(refusals)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        entry = text[start.start():end]
        if start[1] in ("WARNING", "ERROR", "CRITICAL") and not any(p.search(entry) for p in patterns):
            found.append(entry)
    return found
