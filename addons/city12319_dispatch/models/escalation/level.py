from zoneinfo import ZoneInfo

from odoo import fields, models

from odoo.addons.city12319_flow import house_language
from odoo.addons.city12319_flow.tools.escalation_times import rings_at

ZONE = ZoneInfo("Asia/Shanghai")
ROLES = ("handler", "members", "manager", "manager_above", "shift_leader", "leader")
_QUIET = [("none", "Nobody"), ("normal", "Normal cases"), ("urgent", "Normal and urgent cases"), ("all", "All cases")]
_KEPT_QUIET = {"none": (), "normal": ("normal",), "urgent": ("normal", "urgent"), "all": ("normal", "urgent", "critical")}


class EscalationLevel(models.Model):
    """A level of escalation (提醒、预警、超时): when it is reached, who is told and how, and whether it urges.

    Addressees are roles up the tree of departments. Where a department has no manager, the nearest one above it stands
    in. Whatever nobody is found for goes to the shift leaders.
    """

    _name = "city12319.escalation.level"
    _inherit = ["city12319.escalation.level.mixin"]
    _description = "Level of Escalation"

    to_handler = fields.Boolean(
        string="Whoever has it", default=True,
        help="The handler; as long as nobody has received the case, everybody of the department; outside of departments, "
        "whoever may take the next step.",
    )
    to_members = fields.Boolean(string="Everybody of the department")
    to_manager = fields.Boolean(string="Manager of the department")
    to_manager_above = fields.Boolean(string="Manager of the department above")
    to_shift_leader = fields.Boolean(string="Shift leaders")
    to_leader = fields.Boolean(string="Leaders", help="The leader of the case, or all leaders where it has none.")
    by_popup = fields.Boolean(string="Pop-up", default=True)
    by_inbox = fields.Boolean(string="Inbox", default=True)
    by_sms = fields.Boolean(string="SMS")
    urge_level = fields.Selection(
        [("1", "To the department"), ("2", "To the heads of the department"), ("3", "To the leadership")],
        string="Automatic urge", help="Makes a numbered urge when a department is reached. Empty: nobody is urged.",
    )
    quiet_for = fields.Selection(
        _QUIET, required=True, default="normal", string="Not at night",
        help="These wait until the quiet hours are over. Limits in urgent hours run at night and are told at night.",
    )
    quiet_from = fields.Float(string="Quiet from", default=22.0, aggregator=None)
    quiet_to = fields.Float(string="Quiet until", default=7.0, aggregator=None)

    _quiet_check = models.Constraint(
        "CHECK(quiet_from >= 0 AND quiet_from <= 24 AND quiet_to >= 0 AND quiet_to <= 24)",
        "Quiet hours lie between 0:00 and 24:00.",
    )

    def _tells_at(self, now, urgency, unit):
        """Return when people are told of what happens ``now`` (UTC): at once, or when the quiet hours are over."""
        self.ensure_one()
        if unit == "urgent_hours" or urgency not in _KEPT_QUIET[self.quiet_for]:
            return now
        return rings_at(now, self.quiet_from, self.quiet_to, ZONE)

    def _urge_text(self, order):
        """Return what an automatic urge asks of whoever has ``order``."""
        self, order = house_language.written(self), house_language.written(order)
        due = order.due_at or order.total_due_at
        moment = fields.Datetime.context_timestamp(self.with_context(tz=ZONE.key), due).strftime("%m-%d %H:%M") if due else "–"
        return self.env._(
            "%(level)s: the limit of “%(stage)s” is %(moment)s. Please deal with it at once and reply.",
            level=self.name, stage=order.stage_id.name, moment=moment,
        )

    def _is_past_limit(self):
        """Tell whether the limit is used up when this level is reached."""
        return self.basis == "after" or self.percent >= 100

    def _channels(self):
        """Return the ways in which these levels tell people."""
        return [name for name in ("popup", "inbox", "sms") if any(self.mapped(f"by_{name}"))]
