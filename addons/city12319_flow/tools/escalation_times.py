"""When a level of escalation falls due, when people may be rung up, and when something that failed is tried again.

Moments are naive datetimes in UTC, as Odoo keeps them. Nothing here asks a database.
"""

from datetime import UTC, datetime, time, timedelta

_LONGEST_WAIT = timedelta(days=1)


def level_moment(worked, started, due, unit, pauses, percent, offset, offset_unit):
    """Return the moment at which a level falls due.

    :param worked: the clock's :class:`~.working_time.WorkingTime`
    :param started: when the clock started
    :param due: when its limit is used up
    :param unit: scale of the clock's limit
    :param pauses: its pauses, pairs of moments
    :param percent: share of the time until ``due``; from 100 on the level falls due with the limit, or after it
    :param offset: how long after ``due``, on the scale ``offset_unit``; pauses do not count
    """
    if percent < 100:
        return worked.share(started, due, percent / 100, unit, pauses)
    if not offset:
        return due
    return worked.moment(due, worked.seconds(offset, offset_unit), offset_unit, pauses)


def rings_at(moment, quiet_from, quiet_to, zone):
    """Return the first moment from ``moment`` on that lies outside the quiet hours.

    :param quiet_from: hour of the local clock at which it gets quiet (``22.5`` is half past ten in the evening)
    :param quiet_to: hour at which it ends, on the next day when it is not later; the same hour twice is never quiet
    :param zone: ``tzinfo`` of the local clock
    """
    begin, end = (round(hour * 3600) % 86400 for hour in (quiet_from, quiet_to))
    if begin == end:
        return moment
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    second = local.hour * 3600 + local.minute * 60 + local.second
    overnight = begin > end
    quiet = begin <= second < end if not overnight else second >= begin or second < end
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1 if overnight and second >= begin else 0)
    ends = datetime.combine(day, time(), zone) + timedelta(seconds=end)
    return ends.astimezone(UTC).replace(tzinfo=None)


def try_again_at(now, attempts):
    """Return when something is tried again that failed ``attempts`` times: after 1, 2, 4 … minutes, at most a day."""
    return now + min(timedelta(minutes=2 ** min(max(attempts, 1) - 1, 30)), _LONGEST_WAIT)
