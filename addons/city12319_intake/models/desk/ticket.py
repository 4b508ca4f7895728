from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import desk


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    reminder_ids = fields.One2many(
        "city12319.reminder", "ticket_id", string="Reminders",
        groups="city12319_intake.group_agent,city12319_intake.group_visitor",
    )
    open_reminder_count = fields.Integer(
        compute="_compute_open_reminder_count", groups="city12319_intake.group_agent,city12319_intake.group_visitor",
    )

    def _compute_open_reminder_count(self):
        counts = dict(self.env["city12319.reminder"]._read_group(
            [("ticket_id", "in", self.ids), ("state", "=", "open")], ["ticket_id"], ["__count"],
        ))
        for ticket in self:
            ticket.open_reminder_count = counts.get(ticket._origin, 0)

    # ------------------------------------------------------------------ the same again

    @api.model
    def _content_fields(self):
        """Return the names of fields that make up the content: not who called, not what became of it."""
        return [
            "source_id", "service_type_id", "category_id", "summary", "description", "address", "area_id", "latitude",
            "longitude",
        ]

    @api.model
    def _form_values(self, record, names):
        """Return filled-in values of ``record`` as an open form takes them."""
        return {
            name: {"id": record[name].id, "display_name": record[name].display_name}
            if record._fields[name].type == "many2one" else record[name]
            for name in names if record[name]
        }

    def copy_content(self):
        """Return the content of an earlier ticket for a new one, as an open form takes it."""
        self.ensure_one()
        self.check_access("read")
        return self._form_values(self, self._content_fields())

    def action_copy_as_new(self):
        """Open a new ticket with the content of this one: no caller, no number, no stage."""
        self.ensure_one()
        self.check_access("read")
        content = self.read(self._content_fields(), load=None)[0]
        content.pop("id")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_intake.ticket_action_new"),
            "context": {f"default_{name}": value for name, value in content.items() if value},
        }

    # ------------------------------------------------------------------ reminders

    def set_reminder(self, choice, kind="callback"):
        """Remind the current person of this ticket.

        :param choice: ``15m``, ``1h`` or ``tomorrow`` (nine o'clock)
        :param kind: kind of reminder
        :return: when it will pop up (UTC, as text)
        """
        self.ensure_one()
        self.check_access("read")
        zone = ZoneInfo(
            self.env.user.tz or self.env["ir.config_parameter"].sudo().get_param("city12319.timezone") or "Asia/Shanghai"
        )
        try:
            due_at = desk.quick_time(choice, fields.Datetime.now(), zone)
        except ValueError:
            raise UserError(self.env._("There is no such choice of a time.")) from None
        reminder = self.env["city12319.reminder"].create({"ticket_id": self.id, "kind": kind, "due_at": due_at, "name": ""})
        return fields.Datetime.to_string(reminder.due_at)

    def action_open_reminders(self):
        """Open the reminders about this ticket."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_intake.reminder_action"),
            "domain": [("ticket_id", "=", self.id)],
            "context": {"default_ticket_id": self.id},
        }
