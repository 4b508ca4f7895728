from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import spans
from ..tools.spans import Span

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@tagged("post_install", "-at_install")
class TestSpans(BaseCase):
    """A period up to today, and as many days of the one before."""

    def test_a_period_that_has_begun_is_compared_with_as_many_days(self):
        rows = [
            ("day", "2026-11-24", ("2026-11-24", "2026-11-24"), ("2026-11-23", "2026-11-23")),
            ("week", "2026-11-25", ("2026-11-23", "2026-11-25"), ("2026-11-16", "2026-11-18")),
            ("month", "2026-11-24", ("2026-11-01", "2026-11-24"), ("2026-10-01", "2026-10-24")),
            ("month", "2026-03-31", ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),  # it has no more days
            ("year", "2026-01-02", ("2026-01-01", "2026-01-02"), ("2025-01-01", "2025-01-02")),
        ]
        for kind, today, now, before in rows:
            with self.subTest(kind=kind, today=today):
                day = date.fromisoformat(today)
                self.assertEqual(spans.present(kind, day), Span(*map(date.fromisoformat, now)))
                self.assertEqual(spans.compared(kind, day), Span(*map(date.fromisoformat, before)))

    @given(st.sampled_from(spans.KINDS), DAYS)
    def test_what_is_compared_lies_before_and_is_no_longer(self, kind, today):
        now, before = spans.present(kind, today), spans.compared(kind, today)
        self.assertEqual(now.last, today)
        self.assertLess(before.last, now.first)
        self.assertLessEqual(before.days, now.days)

    @given(DAYS, st.integers(1, 400))
    def test_a_span_of_days_has_so_many(self, last, days):
        span = Span.until(last, days)
        self.assertEqual(span.dates, [last - timedelta(days=days - 1 - number) for number in range(days)])
