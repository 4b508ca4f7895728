import base64
import json
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import public_holidays

MONDAY = datetime(2026, 11, 23, 2)  # 10:00 in Shanghai
NATIONAL_DAY_EVE = datetime(2026, 9, 30, 9)  # 17:00
HOUR = timedelta(hours=1)


class CalendarCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendars = cls.env["city12319.calendar"]
        cls.days = cls.env["city12319.calendar.day"]
        cls.office = cls.env.ref("city12319_flow.calendar_office")
        cls.clerk = new_test_user(cls.env, "t_clerk", groups="base.group_user")

    @classmethod
    def hours(cls, calendar, start, hours):
        worked = calendar._frozen()._working_time()
        return worked.deadline(start, hours * 3600, "working_hours")

    @classmethod
    def public(cls, day):
        return cls.days.with_context(active_test=False).search([("calendar_id", "=", False), ("date", "=", day)])


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase):
    """What a calendar says, and that an edit moves nothing that was promised."""

    def test_delivered_calendar_knows_golden_week_and_its_make_up_day(self):
        self.assertEqual(self.calendars._default(), self.office)
        self.assertEqual(self.hours(self.office, NATIONAL_DAY_EVE, 1), datetime(2026, 10, 8, 1), "08:30 + half an hour")
        saturday = datetime(2026, 10, 10, 0)
        self.assertEqual(self.hours(self.office, saturday, 2), datetime(2026, 10, 10, 2, 30))

    def test_duty_works_around_the_clock_on_holidays_too(self):
        duty = self.env.ref("city12319_flow.calendar_duty")
        self.assertEqual(self.hours(duty, NATIONAL_DAY_EVE, 30), NATIONAL_DAY_EVE + 30 * HOUR)

    def test_version_is_kept_while_nothing_changes(self):
        version = self.office._frozen()
        self.office.name = "Another name"
        self.office.sequence = 5
        self.assertEqual(self.office._frozen(), version)

    def test_edit_makes_a_new_version_and_leaves_the_old_one(self):
        old = self.office._frozen()
        before = old._working_time().deadline(MONDAY, 3 * 3600, "working_hours")
        edits = {
            "timetable": lambda: self.office.timetable_ids.write({"monday": "08:00-11:00, 13:00-17:00"}),
            "new timetable": lambda: self.office.write({"timetable_ids": [Command.create({
                "name": "Summer", "valid_from": "2026-06-01", "valid_until": "2026-09-30", "yearly": True,
                "monday": "08:00-12:00"})]}),
            "own day": lambda: self.office.write({"day_ids": [Command.create({"name": "Move", "date": "2026-11-23"})]}),
            "public day": lambda: self.days.create({"name": "Mourning", "date": "2026-11-24"}),
            "archived day": lambda: self.public("2026-10-02").action_archive(),
            "removed day": lambda: self.public("2026-11-24").unlink(),
            "reading": lambda: self.office.write({"reading": "close"}),
            "public holidays": lambda: self.office.write({"public_holidays": False}),
        }
        seen = [old]
        for name, edit in edits.items():
            with self.subTest(name):
                edit()
                version = self.office._frozen()
                self.assertNotEqual(version, seen[-1])
                self.assertEqual(version.number == max(one.number for one in seen) + 1, version not in seen)
                seen.append(version)
        self.assertEqual(old._working_time().deadline(MONDAY, 3 * 3600, "working_hours"), before)
        self.assertNotEqual(self.hours(self.office, MONDAY, 3), before)

    def test_going_back_to_what_was_said_before_takes_the_old_version_again(self):
        old = self.office._frozen()
        self.office.reading = "close"
        self.assertNotEqual(self.office._frozen(), old)
        self.office.reading = "clock"
        self.assertEqual(self.office._frozen(), old)

    def test_public_day_holds_only_where_public_holidays_are_kept(self):
        duty = self.env.ref("city12319_flow.calendar_duty")
        versions = self.office._frozen(), duty._frozen()
        self.days.create({"name": "Mourning", "date": "2026-11-24"})
        self.assertNotEqual(self.office._frozen(), versions[0])
        self.assertEqual(duty._frozen(), versions[1])

    def test_own_day_goes_before_the_public_one(self):
        self.office.day_ids = [Command.create({
            "name": "On duty", "date": "2026-10-01", "kind": "workday", "hours": "09:00-10:00"})]
        self.assertEqual(self.hours(self.office, datetime(2026, 9, 30, 9, 30), 1), datetime(2026, 10, 1, 2))

    def test_make_up_day_has_the_hours_of_the_weekday_it_follows(self):
        self.office.timetable_ids.write({"friday": "08:00-09:00"})
        saturday = datetime(2026, 10, 9, 20)
        self.assertEqual(self.hours(self.office, saturday, 1), datetime(2026, 10, 10, 1))
        self.public("2026-10-10").follows = "0"
        self.assertEqual(self.hours(self.office, saturday, 1), datetime(2026, 10, 10, 1, 30))

    def test_summer_timetable_begins_on_the_first_of_june(self):
        self.office.timetable_ids = [Command.create({
            "name": "Summer", "valid_from": "2026-06-01", "valid_until": "2026-09-30", "yearly": True,
            **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "15:00-18:00"),
        })]
        for year in (2026, 2027):
            self.assertEqual(self.hours(self.office, datetime(year, 5, 31, 12), 1), datetime(year, 6, 1, 8))
        self.assertEqual(self.hours(self.office, datetime(2027, 10, 11, 0), 1), datetime(2027, 10, 11, 1, 30))

    def test_reading_of_working_days_is_a_setting(self):
        day = 86400
        clock = self.office._frozen()._working_time().deadline(MONDAY, day, "working_days")
        self.assertEqual(clock, MONDAY + timedelta(days=1))
        self.office.reading = "close"
        close = self.office._frozen()._working_time().deadline(MONDAY, day, "working_days")
        self.assertEqual(close, datetime(2026, 11, 24, 9, 30))

    def test_hours_are_written_one_way_however_they_were_typed(self):
        timetable = self.office.timetable_ids
        timetable.monday = "14:00～17:30；8:30-12:00".replace("～", "~")
        self.assertEqual(timetable.monday, "08:30-12:00, 14:00-17:30")

    def test_summary_of_a_timetable_names_days_with_the_same_hours_together(self):
        timetable = self.office.timetable_ids.with_context(lang="en_US")
        timetable.saturday = "9:00-12:00"
        self.assertRegex(timetable.summary, r"^\w+–\w+ 08:30-12:00, 14:00-17:30; \w+ 09:00-12:00$")

    def test_another_calendar_can_become_the_one_for_everybody(self):
        other = self.calendars.create({"name": "Another", "is_default": True})
        self.assertEqual(self.calendars._default(), other)
        self.assertFalse(self.office.is_default)
        self.office.is_default = True
        self.assertEqual(self.calendars._default(), self.office)

    def test_copy_has_the_timetables_and_no_versions(self):
        self.office._frozen()
        copy = self.office.copy()
        self.assertFalse(copy.version_ids or copy.current_version_id or copy.is_default)
        self.assertEqual(copy.timetable_ids.mapped("monday"), self.office.timetable_ids.mapped("monday"))

    def test_arithmetic_asks_no_database(self):
        version = self.office._frozen()
        version._working_time()
        with self.assertQueryCount(0):
            worked = version._working_time()
            worked.deadline_many([(MONDAY, 7200, "working_hours")] * 1000)

    def test_clerk_may_be_the_first_after_an_edit(self):
        self.office.reading = "close"
        version = self.office.with_user(self.clerk)._frozen()
        self.assertEqual(version._working_time().used(MONDAY, MONDAY + HOUR, "working_hours"), 3600)

    # ------------------------------------------------------------------ what is refused

    def test_what_is_no_timetable_is_refused(self):
        refused = {
            "no hours": {"monday": "in the morning"},
            "overlap": {"monday": "08:30-12:00, 11:00-13:00"},
            "every year without an end": {"valid_from": "2026-06-01", "yearly": True},
            "ends before it begins": {"valid_from": "2026-06-01", "valid_until": "2026-05-01"},
            "a second one for always": {},
        }
        for name, values in refused.items():
            with self.subTest(name), self.assertRaises(ValidationError):
                self.office.timetable_ids = [Command.create({"name": "T", **values})]

    def test_what_is_no_day_is_refused(self):
        with self.assertRaises(ValidationError):
            self.days.create({"name": "T", "date": "2026-11-24", "kind": "workday", "hours": "later"})
        with self.assertRaises(ValidationError):
            self.days.create({"name": "T", "date": "2026-11-24", "kind": "workday", "follows": False})
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.cr.savepoint():  # noqa: B017 the database's
            self.days.create({"name": "T", "date": "2026-10-01"})

    def test_versions_are_made_changed_and_deleted_by_nobody(self):
        version = self.office._frozen()
        with self.assertRaises(AccessError):
            version.write({"content": "{}"})
        with self.assertRaises(AccessError):
            version.unlink()
        admin = new_test_user(self.env, "t_system", groups="base.group_system")
        values = {"calendar_id": self.office.id, "digest": "0", "content": "{}"}
        with self.assertRaises(AccessError):
            version.with_user(admin).create(values)
        with self.assertRaises(AccessError):
            self.office.with_user(admin).write({"current_version_id": version.id})

    def test_calendar_that_clocks_count_by_is_archived_not_deleted(self):
        other = self.calendars.create({"name": "Another"})
        other._frozen()
        with self.assertRaises(UserError):
            other.unlink()
        other.action_archive()
        with self.assertRaises(ValidationError):
            self.office.action_archive()
        self.calendars.create({"name": "Unused"}).unlink()

    def test_clerks_read_calendars_and_change_nothing(self):
        office = self.office.with_user(self.clerk)
        self.assertTrue(office.read(["name", "reading"]))
        for record in (office, office.timetable_ids, self.public("2026-10-01").with_user(self.clerk)):
            with self.assertRaises(AccessError):
                record.write({"name": "T"})
            with self.assertRaises(AccessError):
                record.unlink()
        with self.assertRaises(AccessError):
            self.env["city12319.holiday.load"].with_user(self.clerk).create({})


@tagged("post_install", "-at_install")
class TestHolidays(CalendarCase):
    """Public holidays: loaded, edited, running out."""

    @classmethod
    def load(cls, **values):
        return cls.env["city12319.holiday.load"].create(values)

    def test_everything_published_since_2020_is_there(self):
        for year in public_holidays.published_years():
            if year >= 2020:
                here = self.days.search_read(
                    [("calendar_id", "=", False), ("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")],
                    ["date", "kind"], order="date")
                self.assertEqual(
                    [(day["date"], day["kind"] == "holiday") for day in here],
                    [(day.date, day.off) for day in public_holidays.published(year)])

    def test_loading_again_leaves_what_was_changed_by_hand(self):
        self.public("2026-10-07").write({"kind": "workday", "hours": "08:30-12:00"})
        self.public("2026-10-06").action_archive()
        load = self.load(year=2026)
        states = {line.date: line.state for line in load.line_ids}
        self.assertEqual(states[date(2026, 10, 7)], "differs")
        self.assertEqual(states[date(2026, 10, 6)], "archived")
        self.assertEqual(states[date(2026, 10, 5)], "same")
        action = load.action_load()
        self.assertIn("2026-10-07", action["params"]["message"])
        self.assertTrue(self.public("2026-10-07").edited)
        self.assertEqual(self.public("2026-10-07").kind, "workday")
        self.assertFalse(self.public("2026-10-06").active)

    def test_what_is_ticked_is_taken_over(self):
        self.public("2026-10-07").write({"kind": "workday"})
        load = self.load(year=2026)
        load.line_ids.filtered(lambda line: line.state == "differs").take = True
        load.action_load()
        self.assertRecordValues(self.public("2026-10-07"), [{"kind": "holiday", "edited": False, "source": "published"}])

    def test_year_is_loaded_by_form(self):
        self.days.search([("calendar_id", "=", False), ("date", ">=", "2026-01-01")]).with_context(active_test=False).write(
            {"source": "manual"})
        self.days.search([("calendar_id", "=", False), ("date", ">=", "2026-01-01")]).unlink()
        with freeze_time("2026-02-01"):
            form = Form(self.env["city12319.holiday.load"])
            self.assertEqual(form.year, 2026, "the first year that is not known")
            form.year = 2024
            self.assertEqual(form.new_count, 0)
            form.year = 2026
            self.assertEqual(form.new_count, 39)
            form.save().action_load()
        self.assertEqual(self.days.search_count([("calendar_id", "=", False), ("date", ">=", "2026-01-01")]), 39)

    def test_year_that_was_not_published_is_explained(self):
        load = self.load(year=2050)
        self.assertIn("usually published in November", load.unknown)
        with self.assertRaises(UserError):
            load.action_load()

    def test_file_brings_a_year_that_the_library_lacks(self):
        rows = [{"name": "元旦", "date": f"2031-01-0{day}", "isOffDay": day == 1} for day in (1, 4)]
        load = self.load(source="file", file=base64.b64encode(json.dumps({"days": rows}).encode()))
        load.action_load()
        self.assertRecordValues(self.public("2031-01-01") | self.public("2031-01-04"), [
            {"name": "元旦", "kind": "holiday", "follows": "4"}, {"name": "元旦", "kind": "workday", "follows": "4"}])
        for text in ("no list", "{}", '{"days": []}', '{"days": [{"name": "x", "date": "2031", "isOffDay": true}]}'):
            with self.subTest(text), self.assertRaises(UserError):
                self.load(source="file", file=base64.b64encode(text.encode()))

    def test_published_day_is_archived_not_deleted(self):
        with self.assertRaises(UserError):
            self.public("2026-10-01").unlink()

    def test_known_until_counts_years_without_a_gap(self):
        until = self.calendars._holidays_known_until
        self.assertEqual(until(date(2026, 5, 1)), date(2026, 12, 31))
        self.days.create([{"name": "T", "date": f"2028-10-{day:02}"} for day in range(1, 12)])
        self.assertEqual(until(date(2026, 5, 1)), date(2026, 12, 31), "2027 is missing")
        self.days.create({"name": "T", "date": "2027-01-01"})
        self.assertEqual(until(date(2026, 5, 1)), date(2026, 12, 31), "one day does not make a year")
        self.days.create([{"name": "T", "date": f"2027-10-{day:02}"} for day in range(1, 12)])
        self.assertEqual(until(date(2026, 5, 1)), date(2028, 12, 31))
        self.assertEqual(until(date(2031, 5, 1)), date(2030, 12, 31))

    def test_alarm_sixty_days_before_the_holidays_end(self):
        activities = self.office.activity_ids
        with freeze_time("2026-11-01"):
            self.calendars._cron_holiday_alarm()
            self.office.invalidate_recordset()
            self.assertFalse(self.office.activity_ids - activities)
            self.assertFalse(self.office.holidays_missing)
        with freeze_time("2026-11-02"):
            self.calendars._cron_holiday_alarm()
            self.calendars._cron_holiday_alarm()
            self.office.invalidate_recordset()
            self.assertTrue(self.office.holidays_missing)
            self.assertEqual(self.office.activity_ids.user_id, self.calendars._alarm_users())
            self.assertEqual(len(self.office.activity_ids), len(self.calendars._alarm_users()), "each is told once")
            self.assertFalse(self.env.ref("city12319_flow.calendar_duty").holidays_missing)
            self.days.create([{"name": "T", "date": f"2027-10-{day:02}"} for day in range(1, 12)])
            self.calendars._cron_holiday_alarm()
            self.office.invalidate_recordset()
            self.assertFalse(self.office.activity_ids, "done: the reminder goes")


@tagged("post_install", "-at_install")
class TestCalendarTrial(CalendarCase):
    def test_tells_when_a_limit_ends_and_how_much_was_used(self):
        form = Form(self.env["city12319.calendar.trial"])
        form.started_at = NATIONAL_DAY_EVE
        form.limit = 1
        form.ended_at = datetime(2026, 10, 8, 2)
        self.assertEqual(form.due_at, datetime(2026, 10, 8, 1))
        self.assertEqual(form.used, "2 h 0 min")
        form.unit = "natural_days"
        self.assertEqual(form.due_at, NATIONAL_DAY_EVE + 24 * HOUR)

    def test_shows_the_year_and_freezes_nothing(self):
        self.office._edited()
        trial = self.env["city12319.calendar.trial"].create({"year": 2026})
        self.assertIn("2026-10-10", trial.sheet)
        self.assertIn("special_worked", trial.sheet)
        self.assertFalse(self.office.current_version_id)
        trial.year = 1800
        self.assertFalse(trial.sheet)

    def test_answer_outside_the_years_is_explained(self):
        trial = self.env["city12319.calendar.trial"].create({"limit": 100000, "unit": "working_days"})
        with self.assertRaises(UserError):
            trial.due_at  # noqa: B018
