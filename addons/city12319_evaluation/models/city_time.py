"""Days of the city as moments of UTC, as the database keeps them."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def zone(env):
    """Return the time zone of the city."""
    return ZoneInfo(env["ir.config_parameter"].sudo().get_param("city12319.timezone") or "Asia/Shanghai")  # sudo: a setting


def utc_bounds(env, first, last):
    """Return (start, end) in naive UTC of the days from ``first`` to ``last``, the end not included."""
    city = zone(env)
    return tuple(
        datetime.combine(day, time.min, city).astimezone(timezone.utc).replace(tzinfo=None)
        for day in (first, last + timedelta(days=1))
    )


def written(env, moment):
    """Return ``moment`` (naive UTC) to the minute, as clocks of the city show it."""
    return moment.replace(tzinfo=timezone.utc).astimezone(zone(env)).strftime("%Y-%m-%d %H:%M")


def local_day(moment, tz):
    """Return the day of the city on which ``moment`` (naive UTC) lies."""
    return moment.replace(tzinfo=timezone.utc).astimezone(tz).date()
