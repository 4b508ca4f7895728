"""Figures as they stand on paper. No ORM."""

NOTHING = "–"


def figure(value, kind, digits=None):
    """Return a figure as text.

    :param kind: ``text``, ``integer``, ``number``, ``percent`` (a fraction) or ``duration`` (seconds)
    :param digits: decimals of numbers and percents; default 1

    >>> [figure(*of) for of in ((12345, "integer"), (0.9817, "percent"), (None, "percent"), (3725, "duration"))]
    ['12,345', '98.2%', '–', '1:02:05']
    """
    if value is None:
        return NOTHING
    digits = 1 if digits is None else digits
    if kind == "percent":
        return f"{value * 100:,.{digits}f}%"
    if kind == "integer":
        return f"{value:,.0f}"
    if kind == "number":
        return f"{value:,.{digits}f}"
    if kind == "duration":
        return _clock(value)
    return str(value)


def _clock(seconds):
    seconds = round(seconds)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
