"""Working time, without Odoo: the laws, and a slow count of minutes that must say the same."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pure_tools import tool
from working_time_oracle import Oracle

working_time = tool("city12319_flow", "working_time")
timeline = tool("city12319_flow", "timeline")
KINDS, WorkingTime = working_time.KINDS, working_time.WorkingTime

OFFICE = [[510, 720], [840, 1050]]  # 08:30-12:00, 14:00-17:30
SUMMER = [[510, 720], [870, 1080]]
NIGHT = [[1200, 1920]]  # 20:00-08:00 of the next day
WHOLE = [[0, 1440]]
BITS = [[0, 1], [60, 61], [600, 720], [720, 780], [1439, 1440]]
OFF = []

DAYS_2026 = {
    **{f"2026-{day}": {"spans": []} for day in (
        "04-04", "04-05", "04-06", "05-01", "05-02", "05-03", "05-04", "05-05",
        "09-25", "09-26", "09-27", "10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07")},
    **{f"2026-{day}": {"follows": 4} for day in ("05-09", "09-20", "10-10")},
}


def calendar(week=None, days=DAYS_2026, timetables=(), reading="clock"):
    return {"zone": "Asia/Shanghai", "reading": reading, "days": days, "timetables": [
        {"from": None, "until": None, "yearly": False, "week": week or [OFFICE] * 5 + [OFF, OFF]}, *timetables]}


CONTENTS = {
    "office": calendar(),
    "summer": calendar(timetables=[
        {"from": "2026-06-01", "until": "2026-09-30", "yearly": True, "week": [SUMMER] * 5 + [OFF, OFF]},
        {"from": "2026-09-21", "until": None, "yearly": False, "week": [BITS] * 6 + [OFF]}]),
    "night": calendar(week=[NIGHT] * 6 + [OFF]),
    "always": calendar(week=[WHOLE] * 7, days={}),
    "bits": calendar(week=[BITS, OFF, OFFICE, NIGHT, WHOLE, BITS, NIGHT]),
    "half days": calendar(days={**DAYS_2026, "2026-09-29": {"spans": [[510, 720]]}, "2026-09-27": {"spans": NIGHT}}),
}
TIMES = {name: WorkingTime(content, 2025, 2027) for name, content in CONTENTS.items()}
ORACLES = {name: Oracle(content) for name, content in CONTENTS.items()}

names = st.sampled_from(sorted(CONTENTS))
kinds = st.sampled_from(KINDS)
# around the May holiday, midsummer, and the autumn with Mid-Autumn, Golden Week and their make-up days
anchors = st.sampled_from([datetime(2026, 4, 29), datetime(2026, 5, 31), datetime(2026, 9, 18), datetime(2026, 9, 29)])
minutes = st.one_of(st.integers(0, 14 * 1440), st.integers(0, 14 * 24).map(lambda hour: hour * 60))
moments = st.builds(lambda anchor, minute: anchor + timedelta(minutes=minute), anchors, minutes)


@st.composite
def starts_with_pauses(draw, most=3, apart=14 * 1440):
    start = draw(moments)
    edges = st.integers(-1440, apart).map(lambda minute: start + timedelta(minutes=minute))
    pauses = draw(st.lists(st.tuples(edges, edges).map(sorted).map(tuple), max_size=most))
    return start, pauses


spans_of_days = st.integers(0, 10 * 1440).map(lambda minute: timedelta(minutes=minute))


@settings(max_examples=60, deadline=None)
@given(names, kinds, starts_with_pauses(), spans_of_days)
def test_used_is_what_a_count_of_minutes_says(name, kind, case, span):
    start, pauses = case
    assert TIMES[name].used(start, start + span, kind, pauses) == ORACLES[name].used(start, start + span, kind, pauses)


@settings(max_examples=60, deadline=None)
@given(names, kinds, starts_with_pauses(), st.integers(0, 3 * 1440))
def test_deadline_is_the_minute_at_which_a_count_arrives(name, kind, case, limit):
    start, pauses = case
    assert TIMES[name].deadline(start, limit * 60, kind, pauses) == ORACLES[name].deadline(start, limit * 60, kind, pauses)


@given(names, kinds, starts_with_pauses(), spans_of_days, spans_of_days)
def test_used_never_falls(name, kind, case, first, second):
    start, pauses = case
    shorter, longer = sorted([first, second])
    used = TIMES[name].used
    assert 0 <= used(start, start + shorter, kind, pauses) <= used(start, start + longer, kind, pauses)
    assert used(start, start + longer, kind, pauses) <= longer.total_seconds() or kind == "working_days"
    assert used(start + longer, start, kind, pauses) == 0


@given(names, kinds, starts_with_pauses(), spans_of_days, spans_of_days)
def test_a_span_cut_in_two_adds_up(name, kind, case, first, second):
    start, pauses = case
    middle, end = start + first, start + first + second
    used = TIMES[name].used
    assert used(start, middle, kind, pauses) + used(middle, end, kind, pauses) == used(start, end, kind, pauses)


@given(names, kinds, starts_with_pauses(), st.integers(1, 20 * 86400))
def test_deadline_and_used_are_inverse(name, kind, case, seconds):
    start, pauses = case
    time = TIMES[name]
    due = time.deadline(start, seconds, kind, pauses)
    assert time.used(start, due, kind, pauses) == seconds
    assert time.used(start, due - timedelta(seconds=1), kind, pauses) == seconds - 1, "an earlier moment would do"


@given(names, kinds, starts_with_pauses(), starts_with_pauses(most=0), st.integers(1, 5 * 86400), st.integers(0, 4 * 1440))
def test_a_pause_moves_the_deadline_by_exactly_its_working_length(name, kind, case, other, seconds, length):
    start, pauses = case
    time = TIMES[name]
    due = time.deadline(start, seconds, kind, pauses)
    begins = other[0]
    assume(start <= begins < due)
    pause = (begins, begins + timedelta(minutes=length))
    # the part of the new pause that no other pause covers
    worth = time.used(begins, pause[1], kind, pauses)
    moved = time.deadline(start, seconds, kind, [*pauses, pause])
    assert moved == time.deadline(start, seconds + worth, kind, pauses)
    assert time.used(due, moved, kind, pauses) == worth


@given(names, kinds, moments, spans_of_days, spans_of_days, st.integers(1, 5 * 86400))
def test_touching_and_overlapping_pauses_are_one(name, kind, start, first, second, seconds):
    time, middle = TIMES[name], start + first
    end = middle + second
    one = [(start, end)]
    for same in ([(start, middle), (middle, end)], [(middle, end), (start, middle)], [(start, end), (start, middle)],
                 [(start - first, end), (middle, middle)]):
        assert time.deadline(start, seconds, kind, same) == time.deadline(start, seconds, kind, one)
        assert time.used(start, end + first, kind, same) == time.used(start, end + first, kind, one)


@given(names, st.lists(st.tuples(starts_with_pauses(), kinds, st.integers(0, 5 * 86400), spans_of_days), max_size=8))
def test_many_are_answered_as_one_by_one(name, rows):
    time = TIMES[name]
    used = [(start, start + span, kind, pauses) for (start, pauses), kind, _seconds, span in rows]
    due = [(start, seconds, kind, pauses) for (start, pauses), kind, seconds, _span in rows]
    assert time.used_many(used) == [time.used(*row) for row in used]
    assert time.deadline_many(due) == [time.deadline(*row) for row in due]
    assert time.used_many(row[:3] for row in used) == [time.used(*row[:3]) for row in used]


@given(names, kinds, starts_with_pauses(), st.integers(1, 5 * 86400), spans_of_days)
def test_a_pause_that_lasts_stops_the_clock(name, kind, case, seconds, later):
    start, pauses = case
    time = TIMES[name]
    begins = start + later
    due = time.deadline(start, seconds, kind, pauses)
    open_ended = [*pauses, (begins, None)]
    assert time.used(start, begins + timedelta(days=9), kind, open_ended) == time.used(start, begins, kind, pauses)
    assert time.deadline(start, seconds, kind, open_ended) == (due if due <= begins else None)


@given(names, kinds, starts_with_pauses(), st.integers(1, 5 * 86400), st.floats(0, 1), st.floats(0, 1))
def test_the_share_for_a_warning_lies_before_the_deadline_and_grows(name, kind, case, seconds, part, other):
    start, pauses = case
    for reading in ("clock", "close"):
        time = TIMES[name] if reading == "clock" else CLOSES[name]
        due = time.deadline(start, seconds, kind, pauses)
        low, high = sorted([part, other])
        assert start <= time.share(start, due, low, kind, pauses) <= time.share(start, due, high, kind, pauses) <= due


CLOSES = {name: WorkingTime({**content, "reading": "close"}, 2025, 2027) for name, content in CONTENTS.items()}


@settings(max_examples=300)
@given(names, moments, st.integers(1, 12))
@example("office", datetime(2026, 9, 20, 16), 1)  # midnight of a working day
def test_close_reading_ends_with_the_nth_working_day_after_the_day_of_the_start(name, start, days):
    assert CLOSES[name].deadline(start, days * 86400, "working_days") == ORACLES[name].close_after_days(start, days)


@given(names, starts_with_pauses(), st.integers(1, 6 * 86400), spans_of_days)
def test_close_reading_never_ends_in_the_past_or_in_a_pause_and_grows_with_the_start(name, case, seconds, later):
    start, pauses = case
    time = CLOSES[name]
    due = time.deadline(start, seconds, "working_days", pauses)
    assert due > start
    assert not any(one < due <= two for one, two in pauses)
    assert time.deadline(start + later, seconds, "working_days", pauses) >= due
    for kind in set(KINDS) - {"working_days"}:
        assert time.deadline(start, seconds, kind, pauses) == TIMES[name].deadline(start, seconds, kind, pauses)


@given(st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))), max_size=8))
def test_merged_spans_cover_what_the_spans_cover(spans):
    result = timeline.merged(spans)
    covered = {second for one, two in spans for second in range(one, 99 if two is None else two)}
    assert {second for one, two in result for second in range(one, 99 if two is None else two)} == covered
    assert all(one[1] is not None and one[1] < two[0] for one, two in zip(result, result[1:], strict=False))


def test_years_without_holiday_data_follow_the_week():
    time = WorkingTime(CONTENTS["office"])
    for year in (2001, 2015, 2040, 2058):
        monday = date(year, 3, 1)
        monday += timedelta(days=-monday.weekday() % 7)
        start = datetime(monday.year, monday.month, monday.day)
        assert time.used(start, start + timedelta(days=7), "working_hours") == 5 * 7 * 3600


def test_a_moment_outside_the_years_is_refused_rather_than_answered_wrongly():
    time = TIMES["office"]
    with pytest.raises(timeline.HorizonError):
        time.used(datetime(2024, 5, 1), datetime(2026, 5, 1), "working_hours")
    with pytest.raises(timeline.HorizonError):
        time.deadline(datetime(2027, 12, 20), 30 * 86400, "working_days")
    assert time.used(datetime(2024, 5, 1), datetime(2024, 5, 2), "natural_days") == 86400
    with pytest.raises(ValueError, match="negative"):
        time.deadline(datetime(2026, 5, 1), -1, "working_hours")


def test_a_calendar_without_any_hours_never_arrives():
    empty = WorkingTime(calendar(week=[OFF] * 7, days={}), 2026, 2027)
    assert empty.used(datetime(2026, 5, 1), datetime(2026, 6, 1), "working_hours") == 0
    with pytest.raises(timeline.HorizonError):
        empty.deadline(datetime(2026, 5, 1), 60, "working_days")
