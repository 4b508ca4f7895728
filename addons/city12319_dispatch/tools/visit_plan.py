"""Arithmetic of return visits: who is drawn, when to call, when to give up, what to say. Pure Python, no Odoo."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from hashlib import sha256

SCALE = 10_000  # numbers are drawn from 0 to 9999: hundredths of a percent
NOON = time(12)
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def sample_number(salt, name, round_=1):
    """Return the number from 0 to 9999 that a case draws: the same for everybody who computes it.

    It is the first eight hexadecimal digits of SHA-256 over ``salt|name|round``, modulo 10 000.
    """
    return int(sha256(f"{salt}|{name}|{round_}".encode()).hexdigest()[:8], 16) % SCALE


def is_drawn(number, percent):
    """Tell whether ``number`` lies within a share of ``percent``."""
    return number < round(percent * SCALE / 100)


def local(at, zone):
    """Return a naive UTC moment as local time."""
    return at.replace(tzinfo=timezone.utc).astimezone(zone)


def utc(at):
    """Return local time as naive UTC."""
    return at.astimezone(timezone.utc).replace(tzinfo=None)


def half_day(at, zone):
    """Return the half-day of a naive UTC moment: (local date, is it the afternoon)."""
    moment = local(at, zone)
    return moment.date(), moment.time() >= NOON


def half_days(moments, zone):
    """Return on how many different half-days ``moments`` (naive UTC) lie."""
    return len({half_day(at, zone) for at in moments})


def may_give_up(moments, zone, attempts, halves):
    """Tell whether unanswered calls at ``moments`` are enough: so many, on so many half-days."""
    return len(moments) >= attempts and half_days(moments, zone) >= halves


def due_at(opened_at, zone, days, hour=18):
    """Return when a visit is due: ``days`` days after it was opened, at the end of that day's work (naive UTC)."""
    day = local(opened_at, zone).date() + timedelta(days=days)
    return utc(datetime.combine(day, time(hour), zone))


def next_half_day(at, zone, morning=9, afternoon=14):
    """Return when the next half-day begins: where an unanswered call is tried again."""
    date, is_afternoon = half_day(at, zone)
    if is_afternoon:
        return utc(datetime.combine(date + timedelta(days=1), time(morning), zone))
    return utc(datetime.combine(date, time(afternoon), zone))


@dataclass(frozen=True)
class CallTime:
    """A time of the week at which people like to be called: ``days`` is all, workdays or weekend."""

    days: str
    start: float  # hours
    end: float

    def fits(self, moment):
        """Tell whether local ``moment`` lies in it."""
        weekend = moment.weekday() >= 5
        if self.days != "all" and weekend != (self.days == "weekend"):
            return False
        return self.start <= moment.hour + moment.minute / 60 < self.end


def unknown_variables(text, known):
    """Return the ``{names}`` in a script that are not in ``known``."""
    return sorted({name for name in _VARIABLE.findall(text or "") if name not in known})


def fill(text, values):
    """Return a script with its ``{names}`` replaced; what has no value is shown as a dash."""
    return _VARIABLE.sub(lambda match: str(values[match[1]] or "–") if match[1] in values else match[0], text or "")
