"""Working time, without Odoo: the awkward cases, written out on the local clock."""

from datetime import datetime, timedelta

import pytest
from pure_tools import tool

working_time = tool("city12319_flow", "working_time")
day_hours = tool("city12319_flow", "day_hours")
working_days = tool("city12319_flow", "working_days")

HOURS = [[510, 720], [840, 1080]]  # 08:30-12:00, 14:00-18:00
SATURDAY = [[510, 720]]
SHANGHAI = timedelta(hours=8)

# 2026: Golden Week 1 to 7 October; Saturday 10 October and Sunday 20 September are worked
CONTENT = {
    "zone": "Asia/Shanghai", "reading": "clock",
    "timetables": [{"from": None, "until": None, "yearly": False, "week": [HOURS] * 5 + [[], []]}],
    "days": {
        **{f"2026-10-0{day}": {"spans": []} for day in range(1, 8)},
        **{f"2026-09-{day}": {"spans": []} for day in (25, 26, 27)},
        "2026-10-10": {"follows": 4}, "2026-09-20": {"follows": 4},
    },
}
SUMMER = {**CONTENT, "timetables": [*CONTENT["timetables"], {
    "from": "2026-06-01", "until": "2026-09-30", "yearly": True, "week": [[[510, 720], [900, 1140]]] * 5 + [[], []]}]}
DUTY = {**CONTENT, "days": {}, "timetables": [{"week": [[[0, 1440]]] * 7}]}
NIGHT = {**CONTENT, "timetables": [{"week": [[[1200, 1920]]] * 5 + [[], []]}]}

HOUR, DAY = 3600, 86400
TIMES = {"office": CONTENT, "summer": SUMMER, "duty": DUTY, "night": NIGHT, "close": {**CONTENT, "reading": "close"},
         "night, close": {**NIGHT, "reading": "close"}}
COMPILED = {name: working_time.WorkingTime(content, 2025, 2027) for name, content in TIMES.items()}


def utc(local):
    return None if local is None else datetime.strptime(f"2026-{local}", "%Y-%m-%d %H:%M") - SHANGHAI


# calendar, start, limit, kind, pauses, deadline
CASES = [
    ("Friday 17:59 and two working hours end on Monday", "office", "11-20 17:59", "2h", [], "11-23 10:29"),
    ("the last minute of a span is the end, not the next morning", "office", "11-20 17:00", "1h", [], "11-20 18:00"),
    ("lunch does not count", "office", "11-23 11:30", "1h", [], "11-23 14:30"),
    ("a call at lunch starts at two", "office", "11-23 12:40", "1h", [], "11-23 15:00"),
    ("a call at night starts in the morning", "office", "11-24 03:00", "2h", [], "11-24 10:30"),
    ("a call on Sunday starts on Monday", "office", "11-22 10:00", "2h", [], "11-23 10:30"),
    ("urgent hours run through the night", "office", "11-20 23:30", "2u", [], "11-21 01:30"),
    ("urgent hours run through Golden Week", "office", "10-01 10:00", "4u", [], "10-01 14:00"),
    ("natural days run through everything", "office", "09-30 17:00", "7n", [], "10-07 17:00"),
    ("Golden Week is skipped", "office", "09-30 17:00", "2h", [], "10-08 09:30"),
    ("the night before Golden Week", "office", "09-30 23:00", "1h", [], "10-08 09:30"),
    ("a day before Golden Week ends after it", "office", "09-30 16:00", "1d", [], "10-08 16:00"),
    ("a make-up Saturday works", "office", "10-09 17:00", "2h", [], "10-10 09:30"),
    ("a make-up Saturday is a working day", "office", "10-09 10:00", "1d", [], "10-10 10:00"),
    ("the Sunday after a make-up Saturday is off", "office", "10-10 10:00", "1d", [], "10-12 10:00"),
    ("the night before a make-up Sunday", "office", "09-19 22:00", "1h", [], "09-20 09:30"),
    ("the night before a make-up day, in days", "office", "09-19 22:00", "1d", [], "09-21 00:00"),
    ("a holiday on a Friday joins the weekend", "office", "09-24 17:30", "1h", [], "09-28 09:00"),
    ("five days over two weekends", "office", "11-20 10:00", "5d", [], "11-27 10:00"),
    ("month end", "office", "11-30 17:30", "1h", [], "12-01 09:00"),
    ("month end in days", "office", "10-30 10:00", "1d", [], "11-02 10:00"),
    ("over New Year's Eve nothing special is known", "office", "12-31 17:30", "0.5h", [], "12-31 18:00"),
    ("a day asked for on Saturday is all of Monday", "office", "11-21 12:00", "1d", [], "11-24 00:00"),
    ("half a working day", "office", "11-23 09:00", "0.5d", [], "11-23 21:00"),
    ("a pause over a weekend is worth no hours", "office", "11-20 17:00", "2h",
     [("11-20 18:00", "11-23 08:30")], "11-23 09:30"),
    ("a pause over a weekend that begins on Friday", "office", "11-20 16:00", "4h",
     [("11-20 17:00", "11-23 09:00")], "11-23 12:00"),
    ("paused twice", "office", "11-23 09:00", "2h",
     [("11-23 09:30", "11-23 10:00"), ("11-23 10:30", "11-23 11:30")], "11-23 14:30"),
    ("paused twice, overlapping", "office", "11-23 09:00", "2h",
     [("11-23 10:00", "11-23 11:30"), ("11-23 09:30", "11-23 10:30")], "11-23 15:00"),
    ("paused from the start", "office", "11-23 09:00", "2h", [("11-23 09:00", "11-23 15:00")], "11-23 17:00"),
    ("paused before the start", "office", "11-23 09:00", "2h", [("11-20 09:00", "11-23 08:00")], "11-23 11:00"),
    ("a pause after the deadline changes nothing", "office", "11-23 09:00", "2h",
     [("11-23 11:00", "11-30 11:00")], "11-23 11:00"),
    ("a pause over Golden Week, in days", "office", "09-29 10:00", "2d", [("09-30 10:00", "10-08 10:00")], "10-09 10:00"),
    ("a pause in urgent hours counts by the clock", "office", "11-23 23:00", "4u", [("11-24 00:00", "11-24 06:00")],
     "11-24 09:00"),
    ("a pause in natural days", "office", "11-20 10:00", "2n", [("11-21 10:00", "11-22 10:00")], "11-23 10:00"),
    ("still paused", "office", "11-23 09:00", "2h", [("11-23 10:00", None)], None),
    ("still paused, but too late to matter", "office", "11-23 09:00", "2h", [("11-23 11:00", None)], "11-23 11:00"),
    ("no limit at all", "office", "11-22 10:00", "0h", [], "11-22 10:00"),
    ("summer: the afternoon begins at three", "summer", "06-01 14:10", "1h", [], "06-01 16:00"),
    ("the last day of May is not summer", "summer", "05-29 14:10", "1h", [], "05-29 15:10"),
    ("summer comes every year and ends in September", "summer", "10-08 14:10", "1h", [], "10-08 15:10"),
    ("duty works at night and on holidays", "duty", "10-01 23:30", "2h", [], "10-02 01:30"),
    ("duty's day is a natural day", "duty", "10-03 11:00", "2d", [], "10-05 11:00"),
    ("a night shift goes on after midnight", "night", "11-23 23:00", "4h", [], "11-24 03:00"),
    ("Friday's night shift ends on Saturday morning", "night", "11-20 23:00", "10h", [], "11-23 21:00"),
    ("a shift that begins on the eve of a holiday is finished", "night", "09-30 23:00", "10h", [], "10-08 21:00"),
    ("close: the day after", "close", "11-23 09:00", "1d", [], "11-24 18:00"),
    ("close: a call outside office hours", "close", "11-23 20:00", "1d", [], "11-24 18:00"),
    ("close: a call on Sunday", "close", "11-22 10:00", "1d", [], "11-23 18:00"),
    ("close: before Golden Week", "close", "09-30 20:00", "1d", [], "10-08 18:00"),
    ("close: a make-up Saturday", "close", "10-09 20:00", "1d", [], "10-10 18:00"),
    ("close: the night before a make-up Sunday", "close", "09-19 23:00", "1d", [], "09-20 18:00"),
    ("close: first minute of a working day", "close", "11-23 00:00", "1d", [], "11-24 18:00"),
    ("close: half a day in the morning", "close", "11-23 09:00", "0.5d", [], "11-23 18:00"),
    ("close: half a day in the afternoon", "close", "11-23 15:00", "0.5d", [], "11-24 18:00"),
    ("close: never while paused", "close", "11-23 09:00", "1d", [("11-24 08:00", "11-24 20:00")], "11-25 18:00"),
    ("close: still paused at the close", "close", "11-23 09:00", "1d", [("11-24 12:00", None)], None),
    ("close: hours are hours", "close", "11-23 09:00", "2h", [], "11-23 11:00"),
    ("close: of a night shift is next morning", "night, close", "11-23 09:00", "1d", [], "11-25 08:00"),
]
KIND = {"u": "urgent_hours", "h": "working_hours", "d": "working_days", "n": "natural_days"}


@pytest.mark.parametrize(("calendar", "start", "limit", "pauses", "due"), [
    pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_deadline(calendar, start, limit, pauses, due):
    time, kind = COMPILED[calendar], KIND[limit[-1]]
    pauses = [(utc(one), utc(two)) for one, two in pauses]
    seconds = time.seconds(float(limit[:-1]), kind)
    assert time.deadline(utc(start), seconds, kind, pauses) == utc(due)


# calendar, start, end, kind, pauses, hours used
USED = [
    ("a week has five days of seven and a half hours", "office", "11-16 00:00", "11-23 00:00", "h", [], 37.5),
    ("Golden Week has none", "office", "10-01 00:00", "10-08 00:00", "h", [], 0),
    ("the week of the make-up Saturday has three days", "office", "10-08 00:00", "10-12 00:00", "h", [], 22.5),
    ("a weekend is no working day", "office", "11-21 00:00", "11-23 00:00", "d", [], 0),
    ("a make-up day is one", "office", "10-10 00:00", "10-12 00:00", "d", [], 24),
    ("answered before it was asked", "office", "11-23 10:00", "11-23 09:00", "h", [], 0),
    ("a pause over lunch", "office", "11-23 09:00", "11-23 15:00", "h", [("11-23 11:00", "11-23 14:30")], 2.5),
    ("still paused", "office", "11-23 09:00", "11-25 15:00", "u", [("11-23 11:00", None)], 2),
]


@pytest.mark.parametrize(("calendar", "start", "end", "kind", "pauses", "hours"), [
    pytest.param(*case[1:], id=case[0]) for case in USED])
def test_used(calendar, start, end, kind, pauses, hours):
    pauses = [(utc(one), utc(two)) for one, two in pauses]
    assert COMPILED[calendar].used(utc(start), utc(end), KIND[kind], pauses) == hours * HOUR


def test_a_make_up_day_takes_the_hours_of_the_weekday_it_follows():
    content = {**CONTENT, "timetables": [{"week": [HOURS] * 4 + [[[480, 960]], SATURDAY, []]}]}
    hours = working_days.hours_finder(content)
    assert hours(datetime(2026, 10, 10).date()) == [[480, 960]], "a Saturday that follows a Friday, not a Saturday"
    assert hours(datetime(2026, 10, 17).date()) == SATURDAY
    assert hours(datetime(2026, 10, 1).date()) == []


@pytest.mark.parametrize(("text", "spans"), [
    ("08:30-12:00, 14:00-17:30", [(510, 720), (840, 1050)]),
    ("14:00–17:30；8:30至12:00", [(510, 720), (840, 1050)]),
    ("08:30-12:00 14:00-17:30", [(510, 720), (840, 1050)]),
    ("08：30 - 12：00", [(510, 720)]),
    ("00:00-24:00", [(0, 1440)]),
    ("20:00-08:00", [(1200, 1920)]),
    ("", []),
    (None, []),
])
def test_hours_are_read(text, spans):
    assert day_hours.parse(text) == spans
    assert day_hours.parse(day_hours.text(spans)) == spans


@pytest.mark.parametrize("text", ["8-12", "25:00-26:00", "08:70-09:00", "08:30-12:00, 11:00-13:00", "later"])
def test_hours_that_cannot_be_meant_are_refused(text):
    with pytest.raises(day_hours.HoursError):
        day_hours.parse(text)
