import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .timetable import WEEKDAYS
from .version import compiled

_OFFICE_HOURS = "08:30-12:00, 14:00-17:30"
_SAID = {"reading", "public_holidays"}  # a change of these changes what the calendar says


class Calendar(models.Model):
    """When an office works: by it time limits are counted.

    Timetables say the hours of each weekday; days say where a date differs from its weekday. Clocks never look at a
    calendar itself but at the version that was frozen when they started, so an edit never moves a running deadline.
    """

    _name = "city12319.calendar"
    _description = "Working-Time Calendar"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "is_default desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_default = fields.Boolean(
        string="For everybody", copy=False, help="Holds for departments and areas without a calendar of their own.",
    )
    reading = fields.Selection(
        [("clock", "At the same clock time, N working days later"), ("close", "At the close of the Nth working day")],
        string="A limit of N working days ends", required=True, default="clock", tracking=True,
        help="A case that comes in on Monday at 10:00 with one working day: on Tuesday at 10:00, or on Tuesday when the "
             "office closes. The day on which it comes in is not counted either way.",
    )
    public_holidays = fields.Boolean(
        default=True, tracking=True, help="Public holidays are off and make-up days are worked. Not for duty around the clock.",
    )
    timetable_ids = fields.One2many(
        "city12319.calendar.timetable", "calendar_id", copy=True,
        default=lambda self: [Command.create({
            "name": self.env._("All year"), **dict.fromkeys(WEEKDAYS[:5], _OFFICE_HOURS),
        })],
    )
    day_ids = fields.One2many("city12319.calendar.day", "calendar_id", string="Own days", copy=True)
    version_ids = fields.One2many("city12319.calendar.version", "calendar_id", readonly=True)
    current_version_id = fields.Many2one(
        "city12319.calendar.version", readonly=True, copy=False, index="btree_not_null",
        help="Empty after an edit, until a clock starts by the calendar.",
    )

    _default_uniq = models.UniqueIndex("(is_default) WHERE is_default", "There is another calendar for everybody.")

    @api.constrains("is_default", "active")
    def _check_default_active(self):
        for calendar in self:
            if calendar.is_default and not calendar.active:
                raise ValidationError(self.env._("Make another calendar the one for everybody first."))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_version_is_not_given(vals_list)
        if any(vals.get("is_default") for vals in vals_list):
            self._make_way_for_default()
        return super().create(vals_list)

    def write(self, vals):
        self._check_version_is_not_given([vals])
        if vals.get("is_default"):
            self._make_way_for_default()
        result = super().write(vals)
        if _SAID & vals.keys():
            self._edited()
        return result

    def _make_way_for_default(self):
        others = self.with_context(active_test=False).search([("is_default", "=", True), ("id", "not in", self.ids)])
        others.write({"is_default": False})
        others.flush_recordset(["is_default"])  # the database lets only one be it, also for a moment

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(calendar.is_default or calendar.version_ids for calendar in self):
            raise UserError(self.env._("Clocks count by this calendar. Archive it instead: running deadlines keep it."))

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=calendar.name)}
            for calendar, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def action_trial(self):
        """Open the preview of the year, where limits can be tried."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("city12319_flow.city12319_calendar_trial_action")
        return {**action, "context": {"default_calendar_id": self.id, "dialog_size": "extra-large"}}

    # ------------------------------------------------------------------ what it says

    @api.model
    def _default(self):
        """Return the calendar that holds for everybody."""
        found = self.search([("is_default", "=", True)], limit=1)
        if not found:
            raise UserError(self.env._("No calendar holds for everybody. Mark one under Configuration → Working time."))
        return found

    def _content(self):
        """Return what this calendar says, as ``tools/working_days.py`` describes it."""
        self.ensure_one()
        days = self.env["city12319.calendar.day"]
        if self.public_holidays:
            days = days.search([("calendar_id", "=", False)])
        return {
            "zone": "Asia/Shanghai",
            "reading": self.reading,
            "timetables": [timetable._content() for timetable in self.timetable_ids],
            "days": {day.date.isoformat(): day._content() for day in [*days, *self.day_ids]},  # its own days last: they win
        }

    def _content_text(self):
        return json.dumps(self._content(), sort_keys=True, separators=(",", ":"))

    def _draft_working_time(self):
        """Return the arithmetic of what the calendar says now, without freezing it."""
        return compiled(self._content_text())

    # ------------------------------------------------------------------ versions

    def _frozen(self):
        """Return the version that keeps what the calendar says now; it is made if there is none yet."""
        self.ensure_one()
        return self.current_version_id or self._freeze()

    def _freeze(self):
        calendar = self.sudo()  # sudo: whoever starts a clock may be the first after an edit
        # One version for one content, whoever comes first: the second waits here, fails to serialize, and is done again
        self.env.cr.execute("SELECT id FROM city12319_calendar WHERE id = %s FOR UPDATE", [calendar.id])
        content = calendar._content_text()
        digest = hashlib.sha256(content.encode()).hexdigest()
        versions = calendar.version_ids
        version = versions.filtered(lambda one: one.digest == digest) or versions.create({
            "calendar_id": calendar.id, "number": max(versions.mapped("number"), default=0) + 1,
            "digest": digest, "content": content,
        })
        calendar.current_version_id = version
        return version.with_env(self.env)

    def _edited(self):
        """Let the next clock freeze a new version: what these calendars say has changed."""
        # sudo: days and timetables may be written by people who do not write calendars
        self.sudo().filtered("current_version_id").current_version_id = False

    @api.model
    def _check_version_is_not_given(self, vals_list):
        if not self.env.su and any(vals.get("current_version_id") for vals in vals_list):
            raise AccessError(self.env._("Versions of a calendar are frozen by the clocks, not by hand."))
