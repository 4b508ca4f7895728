import json

from odoo import fields, models, tools

from ..tools.working_time import WorkingTime


class CalendarVersion(models.Model):
    """What a calendar said at a moment, kept for the clocks that were started by it."""

    _name = "city12319.calendar.version"
    _description = "Version of a Calendar"

    calendar_id = fields.Many2one("city12319.calendar", required=True, readonly=True, ondelete="restrict")
    digest = fields.Char(required=True, readonly=True, index=True)
    content = fields.Text(required=True, readonly=True)

    @tools.ormcache("self.id")
    def _working_time(self):
        """Return the arithmetic of this version, worked out once."""
        return WorkingTime(json.loads(self.content))
