"""How figures become points, points a score, and a score a grade. No ORM.

A figure without a base (None) is not judged: its weight goes to the other figures in proportion. Points taken off per
unit (malus) are not weights: they are never scaled.
"""

from dataclasses import dataclass

METHODS = ("ratio", "bands", "threshold", "per_unit")


@dataclass(frozen=True)
class Rule:
    """How one figure is judged.

    * ``ratio``: weight × value, or weight × (1 − value) when lower is better
    * ``bands``: the first band, from the highest bound down, whose bound the value reaches, gives its share of the weight
    * ``threshold``: the full weight from ``target`` on (or up to it, when lower is better), and ``step`` points less for
      each percentage point that is missing; ``target`` is a share, 0.7 for 70 %
    * ``per_unit``: ``step`` points for each unit, taken off when ``step`` is negative, ``limit`` at most (0: no limit)
    """

    method: str
    weight: float = 0.0
    better: str = "up"
    bands: tuple = ()  # (bound, share of the weight in percent)
    target: float = 0.0
    step: float = 0.0
    limit: float = 0.0

    def points(self, value):
        """Return the points of ``value``: between 0 and the weight; for ``per_unit``, what is added. None for no value."""
        if value is None:
            return None
        return getattr(self, f"_{self.method}")(value)

    def _ratio(self, value):
        return self._clamp(self.weight * (value if self.better == "up" else 1 - value))

    def _bands(self, value):
        for bound, share in sorted(self.bands, reverse=True):
            if value >= bound:
                return self._clamp(self.weight * share / 100)
        return 0.0

    def _threshold(self, value):
        missing = (self.target - value if self.better == "up" else value - self.target) * 100
        return self._clamp(self.weight - self.step * max(0.0, round(missing, 6)))

    def _per_unit(self, value):
        points = self.step * value
        if self.limit:
            points = max(-self.limit, min(self.limit, points))
        return points

    def _clamp(self, points):
        return max(0.0, min(self.weight, points))


def score(judged, extra=0.0):
    """Return the score, or None when no figure could be judged.

    :param judged: list of (rule, points); points None for a figure that was not judged
    :param extra: bonus and malus entries, summed
    """
    weighted = [(rule, points) for rule, points in judged if rule.method != "per_unit"]
    full = sum(rule.weight for rule, _points in weighted)
    weight = sum(rule.weight for rule, points in weighted if points is not None)
    if not weight:
        return None
    reached = sum(points for _rule, points in weighted if points is not None)
    units = sum(points for rule, points in judged if rule.method == "per_unit" and points is not None)
    return max(0.0, reached * full / weight + units + extra)


def grade(value, grades):
    """Return the key of the grade that ``value`` reaches, or None.

    :param grades: list of (least score, key)
    """
    if value is None:
        return None
    reached = [(least, key) for least, key in grades if round(value, 2) >= least]
    return max(reached)[1] if reached else None


def ranks(scores):
    """Return ``{key: rank}``, 1 for the best; equal scores share a rank. Keys without a score have none.

    :param scores: ``{key: score or None}``
    """
    known = sorted((round(value, 2) for value in scores.values() if value is not None), reverse=True)
    return {key: known.index(round(value, 2)) + 1 for key, value in scores.items() if value is not None}
