"""Public holidays of China, without Odoo: what the library brings is what was published."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from pure_tools import tool

public_holidays = tool("city12319_flow", "public_holidays")
year_sheet = tool("city12319_flow", "year_sheet")

# lists of the holiday-cn project, where they are at hand
LISTS = Path(os.environ.get("HOTLINE_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "data" / "standards"
OFFICE = [[510, 720], [840, 1050]]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_library_says_what_another_project_collected(year):
    path = LISTS / f"holidays-cn-{year}.json"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    listed = public_holidays.read_file(path.read_text(encoding="utf-8"))
    assert [(day.date, day.off) for day in public_holidays.published(year)] == [(day.date, day.off) for day in listed]


def test_every_known_year_has_its_holidays_and_the_next_has_none():
    years = public_holidays.published_years()
    assert years == list(range(years[0], years[-1] + 1)) and years[-1] >= 2026
    for year in years:
        days = public_holidays.published(year)
        assert sum(day.off for day in days) >= 10
        assert {date(year, 10, day) for day in (1, 2, 3)} <= {day.date for day in days if day.off}
        assert all(day.date.weekday() >= 5 for day in days if not day.off), "make-up days are weekends"
        assert len({day.date for day in days}) == len(days)
    assert public_holidays.published(years[-1] + 1) == []


@pytest.mark.parametrize("text", [
    "", "[]", "{}", '{"days": []}', '{"days": [{"date": "2026-10-01", "isOffDay": true}]}',
    '{"days": [{"name": "x", "date": "2026-13-01", "isOffDay": true}]}',
    '{"days": [{"name": "x", "date": "2026-10-01", "isOffDay": "yes"}]}',
    json.dumps({"days": [{"name": "x", "date": "2026-10-01", "isOffDay": True}] * 2}),
])
def test_file_that_is_no_list_is_refused(text):
    with pytest.raises(public_holidays.HolidayFileError):
        public_holidays.read_file(text)


def test_year_at_a_glance_has_every_day_once_and_counts_working_days():
    days = {day.date.isoformat(): {"spans": []} if day.off else {"follows": 4} for day in public_holidays.published(2026)}
    content = {"timetables": [{"week": [OFFICE] * 5 + [[], []]}], "days": days}
    sheet = year_sheet.year_sheet(content, 2026)
    cells = [cell for month in sheet for week in month for cell in week if cell]
    assert [cell[0].timetuple().tm_yday for cell in cells] == list(range(1, 366))
    kinds = {cell[0]: cell[1] for cell in cells}
    assert kinds[date(2026, 10, 1)] == year_sheet.SPECIAL_OFF
    assert kinds[date(2026, 10, 10)] == year_sheet.SPECIAL_WORKED
    assert kinds[date(2026, 11, 23)] == year_sheet.WORKED
    assert kinds[date(2026, 11, 22)] == year_sheet.OFF
    total, months = year_sheet.working_days_of(sheet)
    assert total == sum(months) == 248, "as the published calendar of 2026 has it"
    assert [cell[0] for cell in sheet[1][0] if cell][0] == date(2026, 2, 1)
