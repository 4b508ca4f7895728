from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import phone as phone_tools
from .ir_http import DESK_GROUPS

_HORIZON = timedelta(hours=24)
_LIMIT = 200
_LASTS = timedelta(minutes=15)
_FROM_REMINDER = "city12319_from_reminder"


class Reminder(models.Model):
    """An appointment or a call-back that pops up on somebody's page at its time (日程提醒).

    It stands in that person's calendar as a private event, which carries no citizen data: the ticket, the caller and
    the number are here, for those who may see them.
    """

    _name = "city12319.reminder"
    _description = "Reminder"
    _order = "remind_at, id"

    name = fields.Char(string="Subject", required=True)
    kind = fields.Selection(
        [("callback", "Call back"), ("appointment", "Appointment"), ("task", "Task")], required=True, default="callback",
    )
    user_id = fields.Many2one(
        "res.users", string="For", required=True, default=lambda self: self.env.user, ondelete="restrict",
        domain=lambda self: [("all_group_ids", "in", self._desk_groups().ids), ("share", "=", False)],
    )
    due_at = fields.Datetime(string="At", required=True, help="When it is to be done.")
    remind_at = fields.Datetime(
        string="Pops up at", required=True, readonly=True, copy=False, help="Later than the time itself when snoozed.",
    )
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")], required=True, default="open", readonly=True,
        copy=False,
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    ticket_id = fields.Many2one("city12319.ticket", index="btree_not_null", ondelete="restrict")
    caller_id = fields.Many2one("city12319.caller", index="btree_not_null", ondelete="restrict")
    phone = fields.Char()
    note = fields.Text()
    call_count = fields.Integer(string="Calls tried", readonly=True, copy=False, aggregator=None)
    last_call_at = fields.Datetime(readonly=True, copy=False, string="Last call")
    snooze_count = fields.Integer(readonly=True, copy=False, aggregator=None, string="Snoozed")
    done_at = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict", string="Done by")
    event_id = fields.Many2one(
        "calendar.event", string="In the calendar", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )
    handover_ids = fields.One2many("city12319.reminder.handover", "reminder_id", string="Handed over", readonly=True)

    # what pops up next at somebody's desk, and what is overdue there
    _open_idx = models.Index("(user_id, remind_at) WHERE state = 'open'")

    @api.model
    def _desk_groups(self):
        return self.env["res.groups"].sudo().union(*(self.env.ref(name) for name in DESK_GROUPS.split(",")))

    @api.depends("due_at", "state")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for reminder in self:
            reminder.overdue = reminder.state == "open" and bool(reminder.due_at) and reminder.due_at < now

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "open") & Domain("due_at", "<", fields.Datetime.now())
        return Domain.OR([overdue if wanted else ~overdue for wanted in value])

    @api.constrains("user_id")
    def _check_user(self):
        for reminder in self:
            if not reminder.user_id.has_groups(DESK_GROUPS):
                raise ValidationError(self.env._(
                    "%(user)s has no desk at the hotline and would never see the reminder.", user=reminder.user_id.name,
                ))

    @api.onchange("ticket_id")
    def _onchange_ticket_id(self):
        if self.ticket_id:
            self.update(self._from_ticket(self.ticket_id))

    @api.onchange("caller_id")
    def _onchange_caller_id(self):
        if self.caller_id.phone:
            self.phone = self.caller_id.phone

    # ------------------------------------------------------------------ writing

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_references(vals)
            if vals.get("ticket_id"):
                ticket = self.env["city12319.ticket"].browse(vals["ticket_id"])
                vals.update({name: value for name, value in self._from_ticket(ticket).items() if not vals.get(name)})
            vals["remind_at"] = vals.get("due_at")
        reminders = super().create(vals_list)
        reminders._serve()
        reminders._sync_event()
        reminders._notify()
        return reminders

    def write(self, vals):
        self._check_references(vals)
        if "due_at" in vals and "remind_at" not in vals:
            vals = {**vals, "remind_at": vals["due_at"]}
        before = {reminder: reminder.user_id for reminder in self} if "user_id" in vals else {}
        result = super().write(vals)
        # sudo: whoever hands a reminder over does not read it any more; who that is stays the same
        reminders = self.sudo()
        moved = reminders.filtered(lambda reminder: before.get(reminder, reminder.user_id) != reminder.user_id)
        if moved:
            self.env["city12319.reminder.handover"]._record(moved, before)
            moved._serve()
        if vals.keys() & {"name", "due_at", "user_id", "state"} and not self.env.context.get(_FROM_REMINDER):
            reminders._sync_event()
        reminders._notify(self.env["res.users"].union(*before.values()))
        return result

    @api.model
    def _check_references(self, vals):
        """Refuse tickets and callers that the person does not read: naming them would open them to whoever is reminded."""
        for name in ("ticket_id", "caller_id"):
            if vals.get(name):
                self.env[self._fields[name].comodel_name].browse(vals[name]).check_access("read")

    @api.model
    def _from_ticket(self, ticket):
        """Return what a reminder takes over from its ticket."""
        return {
            "name": ticket.summary or ticket.name, "phone": ticket.phone or False, "caller_id": ticket.caller_id.id,
        }

    def _serve(self):
        """Whoever is to call somebody back serves that caller, and reads the case that it is about."""
        for reminder in self:
            callers = reminder.caller_id | reminder.sudo().ticket_id.caller_id  # sudo: checked when it was linked
            if callers and reminder.user_id != self.env.user:
                self.env["city12319.caller.service"].with_user(reminder.user_id)._serve(callers)

    def _notify(self, others=None):
        """Tell the open pages of everybody concerned that their reminders have changed. No content is sent."""
        for user in self.user_id | (others or self.env["res.users"]):
            user._bus_send("city12319.reminder", {"ids": self.ids})

    # ------------------------------------------------------------------ the calendar

    def _sync_event(self):
        """Show open and done reminders in the calendar of the person whom they are for."""
        quiet = {
            "dont_notify": True, "no_mail_to_attendees": True, "skip_attendee_notification": True,
            "skip_contact_description": True, "mail_create_nolog": True, "mail_notrack": True, _FROM_REMINDER: True,
        }
        for reminder in self:
            # sudo: a colleague may set a reminder, and does not read the calendar that it goes into
            events = self.env["calendar.event"].with_user(reminder.user_id).sudo().with_context(
                **quiet, lang=reminder.user_id.sudo().lang)
            event = events.browse(reminder.sudo().event_id.id)
            if event and event.user_id != reminder.user_id:
                event.unlink()
                event = events
            values = {
                "name": dict(self._fields["kind"]._description_selection(events.env))[reminder.kind],
                "start": reminder.due_at, "stop": reminder.due_at + _LASTS,
                "active": reminder.state != "cancelled",
            }
            if event:
                event.write({name: value for name, value in values.items() if event[name] != value})
            else:
                event = events.create({
                    **values, "user_id": reminder.user_id.id, "privacy": "private", "show_as": "busy",
                    "partner_ids": [(6, 0, reminder.user_id.partner_id.ids)], "alarm_ids": [(5,)],
                })
                reminder.sudo().with_context(**{_FROM_REMINDER: True}).event_id = event

    def action_open(self):
        """Open the reminder."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [(False, "form")],
        }

    # ------------------------------------------------------------------ acting on a reminder

    def _still_open(self):
        """Return those that nobody has dealt with yet: two tabs, or two people, may press the same button."""
        self.check_access("write")
        return self.filtered(lambda reminder: reminder.state == "open")

    def action_done(self):
        """Tick off."""
        self._still_open().write({"state": "done", "done_at": fields.Datetime.now(), "done_by_id": self.env.uid})
        return True

    def action_cancel(self):
        """Take back: it is not to be done any more."""
        self._still_open().write({"state": "cancelled"})
        return True

    def action_reopen(self):
        """Undo done or cancelled."""
        self.check_access("write")
        self.write({"state": "open", "done_at": False, "done_by_id": False})
        return True

    def snooze(self, minutes):
        """Let it pop up again in some minutes. The time agreed stays as it is."""
        if not 1 <= minutes <= 7 * 24 * 60:
            raise UserError(self.env._("Snooze for one minute to seven days."))
        for reminder in self._still_open():
            reminder.write({
                "remind_at": fields.Datetime.now() + timedelta(minutes=minutes),
                "snooze_count": reminder.snooze_count + 1,
            })
        return True

    def log_call(self):
        """Note that the citizen is being called back.

        :return: the number to dial
        :raises UserError: when there is none
        """
        self.ensure_one()
        self.check_access("write")
        area_code = self.env["city12319.caller"]._area_code()
        number = phone_tools.primary_e164(self.phone or "", area_code) or self.phone
        if not number:
            raise UserError(self.env._("There is no number to call."))
        self.write({"call_count": self.call_count + 1, "last_call_at": fields.Datetime.now()})
        return number

    # ------------------------------------------------------------------ what the page asks

    @api.model
    @api.readonly
    def upcoming(self):
        """Return what pops up at the current person's desk within a day, and what already should have.

        :return: dict with ``reminders`` (see :meth:`_card`; due ones first), ``overdue`` and ``today`` (numbers of open
            ones whose time has passed, and of those still to come today)
        """
        now = fields.Datetime.now()
        mine = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "open")
        reminders = self.search(mine & Domain("remind_at", "<=", now + _HORIZON), limit=_LIMIT)
        midnight = self.env["city12319.my.day"]._day_bounds()[1]
        return {
            "reminders": [reminder._card(now) for reminder in reminders],
            "overdue": self.search_count(mine & Domain("due_at", "<", now)),
            "today": self.search_count(mine & Domain("due_at", ">=", now) & Domain("due_at", "<", midnight)),
        }

    def _card(self, now):
        """Return what is shown of a reminder. ``delay`` are the seconds until it pops up, none when it is due."""
        self.ensure_one()
        ticket = self.sudo().ticket_id  # sudo: the number of the ticket alone, which stands on the reminder anyway
        return {
            "id": self.id, "name": self.name, "kind": self.kind, "phone": self.phone or "", "note": self.note or "",
            "ticket_id": ticket.id, "ticket": ticket.name or "", "caller": self.sudo().caller_id.name or "",
            "due_at": fields.Datetime.to_string(self.due_at), "remind_at": fields.Datetime.to_string(self.remind_at),
            "delay": max(0, (self.remind_at - now).total_seconds()), "overdue": self.due_at < now,
            "snooze_count": self.snooze_count, "call_count": self.call_count,
            "set_by": self.create_uid.name if self.create_uid != self.user_id else "",
        }
