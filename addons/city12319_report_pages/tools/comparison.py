"""What became of a figure since another period. No ORM."""


def changes(now, before, kind):
    """Return what stands in the columns after the two figures.

    :param kind: of the figure; percentages are fractions
    :return: [points] for a percentage, else [difference, difference as a fraction of what was before]; None where a figure
        is missing, or where there is no base
    """
    missing = now is None or before is None
    if kind == "percent":
        return [None if missing else (now - before) * 100]
    change = None if missing else now - before
    return [change, None if missing or not before else change / abs(before)]
