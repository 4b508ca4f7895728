"""Measurements of the benches in the form that ./hotline bench prints."""

import statistics
import time


def timed(action, count):
    """Milliseconds of `count` runs of `action`, after one that is not counted."""
    action()
    samples = []
    for _ in range(count):
        started = time.perf_counter()
        action()
        samples.append((time.perf_counter() - started) * 1000)
    return samples


def result(name, unit, samples, beside="", beside_samples=()):
    """One measurement: name, unit, median, p95, n, and the same of what it is compared with."""
    median = statistics.median(samples)
    beside_median = statistics.median(beside_samples) if beside_samples else None
    return {
        "name": name, "unit": unit, "median": round(median, 4), "p95": round(percentile(samples, 95), 4),
        "n": len(samples), "beside": beside,
        "beside_median": None if beside_median is None else round(beside_median, 4),
        "ratio": None if not beside_median else round(median / beside_median, 4),
    }


def percentile(samples, percent):
    """The smallest sample that `percent` of all samples do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
