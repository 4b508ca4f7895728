"""Public holidays and make-up working days of China, as the State Council publishes them year by year.

They come from the library ``chinesecalendar``, which answers only for years that were published, or from a file in the
form of the ``holiday-cn`` project: ``{"days": [{"name": …, "date": "2026-10-01", "isOffDay": true}, …]}``.
"""

import json
from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants


class HolidayFileError(ValueError):
    """A file that holds no list of days."""


@dataclass(frozen=True, order=True)
class PublicDay:
    """One published date: off, or worked although its weekday is off."""

    date: date
    name: str
    off: bool


def published_years():
    """Return the years that the library knows, rising."""
    return sorted({day.year for day in constants.holidays})


def published(year):
    """Return the days of a year, in order; empty for a year that the library does not know."""
    return sorted(
        PublicDay(day, constants.Holiday(name).chinese, off)
        for table, off in ((constants.holidays, True), (constants.workdays, False))
        for day, name in table.items() if day.year == year
    )


def read_file(text):
    """Return the days of a file, in order; raise :class:`HolidayFileError` for anything else."""
    try:
        rows = json.loads(text)["days"]
        days = [PublicDay(date.fromisoformat(row["date"]), str(row["name"]), row["isOffDay"]) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise HolidayFileError(str(error)) from error
    if not days or any(not isinstance(day.off, bool) for day in days) or len({day.date for day in days}) < len(days):
        raise HolidayFileError("no days, or a day twice")
    return sorted(days)
