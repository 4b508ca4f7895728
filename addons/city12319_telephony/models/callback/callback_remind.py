from datetime import timedelta

from odoo import api, fields, models

_SHOWN = 5


class Callback(models.Model):
    """What agents do with a call-back beside the list: dial at once, or be reminded at a time that suits the caller."""

    _inherit = "city12319.callback"

    reminder_ids = fields.One2many(
        "city12319.reminder", "callback_id", string="Reminders", readonly=True,
        groups=fields.NO_ACCESS,  # reminders belong to those who set them
    )

    @api.model
    def _first_for(self, user):
        """Return the first open call-backs that ``user`` has taken or may take, own ones first, as dicts for the page."""
        mine = self.search([("state", "=", "open"), ("user_id", "=", user.id)], limit=_SHOWN)
        free = self.search([("state", "=", "open"), ("user_id", "=", False)], limit=_SHOWN)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": row.id, "phone": row.phone or "", "kind": kinds[row.kind], "mine": bool(row.user_id),
                "at": fields.Datetime.to_string(row.last_call_at),
            }
            for row in (mine + free)[:_SHOWN]
        ]

    def action_dial(self):
        """Take the call-back, unless it is taken already, and let the call centre dial; says what came of it."""
        self._take_for_me()
        answer = self.env["city12319.seat"].command("dial", {"number": self.phone_sanitized})
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success" if answer["ok"] else "danger",
                "message": self.env._("Your telephone rings; then %(phone)s is dialled.", phone=self.phone)
                if answer["ok"] else answer["message"],
            },
        }

    def action_remind(self):
        """Take the call-back, and open a reminder that pops up at its time with a button that dials."""
        self._take_for_me()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Remind me"), "res_model": "city12319.reminder",
            "view_mode": "form", "views": [(False, "form")], "target": "new",
            "context": {
                "default_callback_id": self.id, "default_kind": "callback", "default_phone": self.phone,
                "default_name": self.env._("Call back %(phone)s", phone=self.phone),
                "default_due_at": fields.Datetime.to_string(fields.Datetime.now() + timedelta(minutes=30)),
            },
        }

    def _take_for_me(self):
        """Take the call-back, unless it is one's own already."""
        self.ensure_one()
        self._check_open()
        self._check_mine()
        if self.user_id != self.env.user:
            self.take()

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "done":
            # sudo: whoever ends the call-back ends the reminders of it, whose ever they are
            self.sudo().reminder_ids.filtered(lambda reminder: reminder.state == "open").action_done()
        return result
