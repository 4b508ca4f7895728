"""When a message that the gateway could not take now is tried again."""

from datetime import timedelta

PAUSES = (1, 2, 5, 15, 30, 60)  # minutes after the first, second, … attempt; the last one repeats


def pause(attempts):
    """Return the timedelta to wait after ``attempts`` attempts (1 and more)."""
    return timedelta(minutes=PAUSES[min(max(attempts, 1), len(PAUSES)) - 1])
