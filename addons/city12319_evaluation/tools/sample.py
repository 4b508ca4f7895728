"""Random samples that can be drawn again: the same seed, unit and candidates give the same sample. No ORM."""

import hashlib
import random


def draw(candidates, size, seed, unit):
    """Return a sample of ``candidates`` (ids, in any order), sorted; all of them when there are no more than ``size``.

    :param seed: whole number, kept with the plan
    :param unit: key of the unit: each unit has a sequence of its own, so that adding one does not move the others
    """
    ordered = sorted(set(candidates))
    if size >= len(ordered):
        return ordered
    return sorted(random.Random(f"{seed}/{unit}").sample(ordered, max(0, size)))


def checksum(candidates):
    """Return a short text that stands for the set of candidates, to notice that it changed."""
    return hashlib.sha256(",".join(map(str, sorted(set(candidates)))).encode()).hexdigest()[:16]


def deal(items, people):
    """Deal ``items`` in turn; return a list of (item, person), with None when there are no people."""
    return [(item, people[index % len(people)] if people else None) for index, item in enumerate(items)]
