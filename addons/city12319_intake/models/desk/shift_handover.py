from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ShiftHandover(models.TransientModel):
    """End of a shift: hand open reminders to a colleague, and leave a note."""

    _name = "city12319.shift.handover"
    _description = "Hand Over the Shift"

    from_user_id = fields.Many2one("res.users", string="From", required=True, default=lambda self: self.env.user)
    to_user_id = fields.Many2one(
        "res.users", string="To",
        domain=lambda self: [
            ("all_group_ids", "in", self.env["city12319.reminder"]._desk_groups().ids), ("share", "=", False),
        ],
    )
    reminder_ids = fields.Many2many(
        "city12319.reminder", string="Open reminders", compute="_compute_reminder_ids", store=True, readonly=False,
    )
    text = fields.Text(string="Note for the next shift")

    @api.depends("from_user_id")
    def _compute_reminder_ids(self):
        for wizard in self:
            open_ones = self.env["city12319.reminder"].search([
                ("user_id", "=", wizard.from_user_id.id), ("state", "=", "open"),
            ])
            wizard.reminder_ids = [Command.set(open_ones.ids)]

    def action_hand_over(self):
        """Do it: the reminders change hands, each recorded, and the note is left."""
        self.ensure_one()
        text = (self.text or "").strip()
        reminders = self.reminder_ids.filtered(lambda reminder: reminder.state == "open") if self.to_user_id else (
            self.reminder_ids.browse()
        )
        if not text and not reminders:
            raise UserError(self.env._("Choose a colleague for the reminders, or write a note."))
        if self.to_user_id == self.from_user_id:
            raise UserError(self.env._("Choose a colleague, not yourself."))
        reminders.write({"user_id": self.to_user_id.id})
        if text:
            self.env["city12319.shift.note"].create({
                "to_user_id": self.to_user_id.id, "text": text, "reminder_count": len(reminders),
            })
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("Handed over. Reminders: %(count)s", count=len(reminders)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
