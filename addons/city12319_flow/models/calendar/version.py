import json
from functools import lru_cache

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

from ...tools.working_time import WorkingTime


@lru_cache(maxsize=64)  # about 1 MB each; outlives the registry's caches, which settings clear
def compiled(content):
    """Return the arithmetic of a content (JSON text), worked out once per process."""
    return WorkingTime(json.loads(content))


class CalendarVersion(models.Model):
    """What a calendar said at a moment, kept for the clocks that were started by it. Never changed, never deleted."""

    _name = "city12319.calendar.version"
    _description = "Version of a Calendar"
    _order = "calendar_id, number desc"

    calendar_id = fields.Many2one("city12319.calendar", required=True, readonly=True, index=True, ondelete="restrict")
    number = fields.Integer(required=True, readonly=True, default=1, aggregator=None)
    digest = fields.Char(required=True, readonly=True, help="SHA-256 of the content.")
    content = fields.Text(required=True, readonly=True)

    _digest_uniq = models.Constraint("UNIQUE(calendar_id, digest)", "This calendar has a version that says the same.")

    @api.depends("calendar_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(calendar)s, version %(number)s", calendar=version.calendar_id.name, number=version.number)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Versions of a calendar are frozen by the clocks, not by hand."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("A version of a calendar is never changed: clocks were promised what it says."))

    def unlink(self):
        raise AccessError(self.env._("A version of a calendar is never deleted: clocks were promised what it says."))

    @tools.ormcache("self.id")
    def _working_time(self):
        """Return the arithmetic of this version (:class:`WorkingTime`): no query after the first time."""
        self.ensure_one()
        return compiled(self.sudo().content)  # sudo: whoever is timed by it
