"""A family of facts: one statement, and the counters that come out of it."""

from dataclasses import dataclass, field

MODELS = {
    "ticket_id": "city12319.ticket", "order_id": "city12319.order", "event_id": "city12319.event",
    "clock_id": "city12319.clock", "request_id": "city12319.request", "supervision_id": "city12319.supervision",
    "visit_id": "city12319.visit", "inspection_id": "city12319.inspection", "call_id": "city12319.call",
    "seat_state_id": "city12319.seat.state",
}


@dataclass(frozen=True, eq=False)
class Family:
    """Facts as a SELECT, one row per thing that is counted.

    :param rows: function of (start, end, cut), naive UTC, ``end`` not included; what happened at ``cut`` or later is not
        seen. Its rows have ``codes``, the counters for which they count, and ``amount``, how much.
    :param codes: the counters
    :param thing: column that names what is counted, a key of ``MODELS``
    :param things: other columns for some counters
    :param sums: counters that are sums of a column of their own: ``{counter: column}``
    :param timed: counter whose clocks are timed in working hours, as the column ``hours``; needs ``clock_id``
    """

    rows: object
    codes: tuple
    thing: str
    things: dict = field(default_factory=dict)
    sums: dict = field(default_factory=dict)
    timed: str = ""

    def column(self, code):
        """Return the column that names what the counter ``code`` counts."""
        return self.things.get(code, self.thing)

    @property
    def counters(self):
        """All counters that come out of it."""
        return (*self.codes, *self.sums)
