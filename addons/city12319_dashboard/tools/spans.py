"""The time that a dashboard looks at: a period up to today, and the one that it is compared with. Dates, no ORM."""

from dataclasses import dataclass
from datetime import date, timedelta

from odoo.addons.city12319_evaluation.tools.periods import before, containing

KINDS = ("day", "week", "month", "year")


@dataclass(frozen=True)
class Span:
    """First and last day, both included."""

    first: date
    last: date

    @property
    def days(self):
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def dates(self):
        """Its days, in order."""
        return [self.first + timedelta(days=number) for number in range(self.days)]

    @classmethod
    def on(cls, day):
        """The span of one day, given as a date or as YYYY-MM-DD."""
        day = date.fromisoformat(str(day))
        return cls(day, day)

    @classmethod
    def until(cls, last, days):
        """The span of ``days`` that ends with ``last``."""
        return cls(last - timedelta(days=days - 1), last)


def present(kind, today):
    """Return the present period of ``kind``, as far as it has come."""
    return Span(containing(kind, today)[0], today)


def compared(kind, today):
    """Return as many days of the period before: a period that has begun is not measured against a whole one."""
    first, last = before(kind, today)
    return Span(first, min(last, first + timedelta(days=present(kind, today).days - 1)))
