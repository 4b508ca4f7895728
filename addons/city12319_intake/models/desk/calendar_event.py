from odoo import api, fields, models

from .ir_http import DESK_GROUPS
from .reminder import _FROM_REMINDER


class CalendarEvent(models.Model):
    """Moving or deleting a reminder's event in the calendar moves or cancels the reminder."""

    _inherit = "calendar.event"

    reminder_ids = fields.One2many("city12319.reminder", "event_id", string="Hotline reminder", groups=DESK_GROUPS)

    def write(self, vals):
        result = super().write(vals)
        if "start" in vals and not self.env.context.get(_FROM_REMINDER):
            for reminder in self._reminders():
                reminder.with_context(**{_FROM_REMINDER: True}).due_at = reminder.sudo().event_id.start
        if vals.get("active") is False and not self.env.context.get(_FROM_REMINDER):
            self._reminders().action_cancel()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_cancels_reminder(self):
        if not self.env.context.get(_FROM_REMINDER):
            self._reminders().with_context(**{_FROM_REMINDER: True}).action_cancel()

    def _reminders(self):
        """Return the open reminders behind these events; acting on them needs the person's own rights."""
        # sudo: only to find them
        found = self.env["city12319.reminder"].sudo().search([("event_id", "in", self.ids), ("state", "=", "open")])
        return found.sudo(self.env.su)

    def action_open_reminder(self):
        """Open the reminder that this event stands for."""
        self.ensure_one()
        return self.reminder_ids[:1].action_open()
