from odoo import api, fields, models
from odoo.exceptions import AccessError


class ReminderHandover(models.Model):
    """The fact that a reminder went from one person to another. Rows are never changed."""

    _name = "city12319.reminder.handover"
    _description = "Reminder Hand-over"
    _order = "at, id"
    _log_access = False
    _rec_name = "reminder_id"

    reminder_id = fields.Many2one("city12319.reminder", required=True, index=True, ondelete="restrict")
    from_user_id = fields.Many2one("res.users", required=True, string="From", ondelete="restrict")
    to_user_id = fields.Many2one("res.users", required=True, string="To", ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, string="By", ondelete="restrict")
    at = fields.Datetime(required=True)

    @api.model
    def _record(self, reminders, before):
        # sudo: nobody writes these by hand
        self.sudo().create([
            {
                "reminder_id": reminder.id, "from_user_id": before[reminder].id, "to_user_id": reminder.user_id.id,
                "user_id": self.env.uid, "at": fields.Datetime.now(),
            }
            for reminder in reminders
        ])

    def write(self, vals):
        raise AccessError(self.env._("Hand-overs are facts and are never changed."))

    def unlink(self):
        raise AccessError(self.env._("Hand-overs are facts and are never deleted."))
