import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools import public_holidays


class HolidayLoad(models.TransientModel):
    """Loads the public days of a year. Shows first what would change; what was changed by hand stays unless ticked."""

    _name = "city12319.holiday.load"
    _description = "Load Public Holidays"

    source = fields.Selection(
        [("library", "Delivered with the system"), ("file", "A file")], required=True, default="library",
    )
    year = fields.Integer(required=True, default=lambda self: self._default_year())
    file = fields.Binary(help="JSON in the form of the holiday-cn project.")
    line_ids = fields.One2many(
        "city12319.holiday.load.line", "load_id", compute="_compute_line_ids", store=True, readonly=False)
    unknown = fields.Char(compute="_compute_unknown")
    new_count = fields.Integer(compute="_compute_counts", string="New")
    kept_count = fields.Integer(compute="_compute_counts", string="Changed by hand")

    @api.model
    def _default_year(self):
        """Return the first year from this one on that is not known here."""
        return self.env["city12319.calendar"]._holidays_known_until(fields.Date.context_today(self)).year + 1

    @api.depends("source", "year", "file")
    def _compute_line_ids(self):
        for load in self:
            load.line_ids = [Command.clear(), *(Command.create(values) for values in load._lines())]

    @api.depends("source", "year", "file")
    def _compute_unknown(self):
        years = public_holidays.published_years()
        for load in self:
            missing = load.source == "library" and load.year not in years
            load.unknown = missing and self.env._(
                "The system brings the days from %(first)s to %(last)s. Later ones are usually published in November: "
                "update the system, load a file, or type the days in.", first=str(years[0]), last=str(years[-1]),
            )

    @api.depends("line_ids.take")
    def _compute_counts(self):
        for load in self:
            load.new_count = len(load.line_ids.filtered(lambda line: line.state == "new"))
            load.kept_count = len(load.line_ids.filtered(lambda line: line.state in ("differs", "archived")))

    def action_load(self):
        """Write the ticked lines; tell what was left as it is."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.unknown or self.env._("There is nothing to load: choose a file or another year."))
        taken = self.line_ids.filtered("take")
        self.env["city12319.calendar.day"]._take_published([line._published() for line in taken])
        kept = self.line_ids.filtered(lambda line: line.state in ("differs", "archived") and not line.take)
        message = self.env._("%(count)s days loaded.", count=len(taken))
        if kept:
            message += " " + self.env._(
                "Left as changed by hand: %(dates)s.", dates=", ".join(str(line.date) for line in kept))
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "warning" if kept else "success", "message": message, "sticky": bool(kept),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _lines(self):
        """Return values of the lines: what is published, and what stands here."""
        days = self._published_days()
        here = self.env["city12319.calendar.day"]._public_days([day.date for day in days])
        return [self._line(day, here.get(day.date)) for day in days]

    def _line(self, day, here):
        kind = "holiday" if day.off else "workday"
        if not here:
            state = "new"
        elif not here.active:
            state = "archived"
        else:
            state = "same" if here.kind == kind and not here.hours else "differs"
        return {
            "date": day.date, "name": day.name, "kind": kind, "state": state,
            "day_id": here and here.id, "take": state == "new",
        }

    def _published_days(self):
        if self.source == "library":
            return public_holidays.published(self.year)
        if not self.file:
            return []
        try:
            return public_holidays.read_file(base64.b64decode(self.file).decode("utf-8-sig"))
        except (public_holidays.HolidayFileError, UnicodeDecodeError) as error:
            raise UserError(self.env._(
                "The file holds no list of days. It needs the form {\"days\": [{\"name\": …, \"date\": \"2027-01-01\", "
                "\"isOffDay\": true}]}.",
            )) from error
