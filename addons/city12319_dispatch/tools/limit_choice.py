"""Which time limit applies: most specific first.

A limit names what it applies to (the handling, a stage, the whole case) and, each of them or none, a filing condition, a
class, a department, an area and an urgency. It fits a case when everything that it names is the case's own, or lies above
it (a class above its class, the district of its street). Of those that fit, the order of the field decides:

    condition + department + area → condition + area → condition + department → condition
    → class (the nearest above; with department and area in the same order) → urgency → anything

Pure: no ORM, no query. Built once over all limits; a choice looks up a handful of keys.
"""

from itertools import product
from typing import NamedTuple


class Limit(NamedTuple):
    """A time limit as the choice sees it. Names are ids; None means “any”."""

    id: int
    target: object
    condition: int | None = None
    category: int | None = None
    department: int | None = None
    area: int | None = None
    urgency: str | None = None
    sequence: int = 0


class Case(NamedTuple):
    """A case as the choice sees it. Paths are ids from the nearest outwards: (street, district, city)."""

    target: object
    condition: int | None = None
    categories: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    urgency: str | None = None


class LimitTable:
    """All limits, indexed by what they name."""

    def __init__(self, limits):
        """:param limits: iterable of :class:`Limit`; among equals the lowest sequence, then the lowest id wins."""
        self._by_key = {}
        for limit in sorted(limits, key=lambda limit: (limit.sequence, limit.id)):
            self._by_key.setdefault(limit[1:7], limit.id)
        self._shapes = sorted({_shape(key) for key in self._by_key}, reverse=True)

    def choose(self, case):
        """Return the id of the limit that applies to ``case``, or None.

        Goes through those combinations of named things that some limit has, most specific first.
        """
        for shape in self._shapes:
            for key in _keys(case, shape):
                found = self._by_key.get(key)
                if found is not None:
                    return found
        return None


def _shape(key):
    """Return which things a limit names, in the order of their weight."""
    _target, condition, category, department, area, urgency = key
    return (
        condition is not None, category is not None, department is not None and area is not None, area is not None,
        department is not None, urgency is not None,
    )


def _keys(case, shape):
    """Yield the keys of ``shape`` that fit ``case``, the nearest first: class before area before department."""
    condition, category, _both, area, department, urgency = shape
    for chosen_category, chosen_area, chosen_department in product(
        case.categories if category else (None,), case.areas if area else (None,),
        case.departments if department else (None,),
    ):
        chosen_condition = case.condition if condition else None
        chosen_urgency = case.urgency if urgency else None
        if (condition and not chosen_condition) or (urgency and not chosen_urgency):
            return
        yield (case.target, chosen_condition, chosen_category, chosen_department, chosen_area, chosen_urgency)
