import random
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.city12319_evaluation.models.city_time import local_day, utc_bounds, zone
from odoo.addons.city12319_evaluation.tools import periods
from odoo.addons.city12319_telephony.models.call.call_disposition import DISPOSITIONS

from .quality_check import CHECKERS, LEADERS


class QualityRule(models.Model):
    """Which calls are checked (抽检规则): so many of each agent and period at random, or all that are of a kind."""

    _name = "city12319.quality.rule"
    _description = "Sampling Rule"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    sheet_id = fields.Many2one("city12319.quality.sheet", string="Score sheet", required=True, ondelete="restrict")
    period = fields.Selection([("day", "Day"), ("week", "Week"), ("month", "Month")], required=True, default="week")
    take_all = fields.Boolean(string="All of them", help="Every call of this kind is checked, not a sample.")
    per_agent = fields.Integer(string="Calls of each agent", default=3, required=True)
    direction = fields.Selection([("in", "Incoming"), ("out", "Outgoing")], default="in")
    disposition = fields.Selection(DISPOSITIONS)
    least_talk = fields.Integer(string="Talk from (s)", help="Shorter talks say little.")
    most_talk = fields.Integer(string="Talk up to (s)", help="0: no limit.")
    least_key = fields.Integer(
        string="Satisfaction key from", help="The key that the caller pressed, 3 being dissatisfied. 0: whatever was pressed.",
    )
    words = fields.Char(
        help="Only calls with one of these words in the ticket or in the note; separated by spaces. Empty: all.",
    )
    recorded = fields.Boolean(string="Only recorded calls", default=True)
    checker_ids = fields.Many2many(
        "res.users", "city12319_quality_rule_checker_rel", "rule_id", "user_id", string="Checkers",
        domain=lambda self: [("all_group_ids", "in", [self.env.ref(name).id for name in CHECKERS.split(",")])],
        help="Calls are dealt out in turn; nobody gets the own ones.",
    )
    seed = fields.Integer(
        required=True, default=lambda self: random.SystemRandom().randrange(1, 10**6), aggregator=None,
        help="The same seed, period and calls give the same sample: it can be drawn again to prove it.",
    )
    draw_ids = fields.One2many(
        "city12319.quality.draw", "rule_id", string="Draws", readonly=True, groups=f"{LEADERS},base.group_system",
    )
    draw_count = fields.Integer(compute="_compute_draw_count", compute_sudo=True)

    _per_agent_positive = models.Constraint("CHECK(per_agent > 0)", "At least one call of each agent is drawn.")

    @api.depends("draw_ids")
    def _compute_draw_count(self):
        counts = dict(self.env["city12319.quality.draw"]._read_group([("rule_id", "in", self.ids)], ["rule_id"], ["__count"]))
        for rule in self:
            rule.draw_count = counts.get(rule, 0)

    @api.constrains("checker_ids")
    def _check_checkers(self):
        for user in self.checker_ids:
            if not user.has_groups(CHECKERS):
                raise ValidationError(self.env._("%(user)s is no quality checker.", user=user.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        if self.sudo().draw_ids:  # sudo: whether there are any
            raise UserError(self.env._("Samples were drawn by this rule. Archive it instead."))

    def _checkers(self):
        """Return who gets the calls of this rule: those named, else everybody with the role."""
        # sudo: who has the role
        return (self.checker_ids or self.env.ref("city12319_quality.group_quality").sudo().all_user_ids).sorted("id")

    def _word_list(self):
        return [word for word in re.split(r"[\s,，、;；]+", self.words or "") if word]

    def _domain(self, first, last):
        """Return the domain of calls from which is drawn, as plain lists: it is kept with the draw.

        :param first: first day of the period, of the city
        :param last: last day
        """
        self.ensure_one()
        start, end = utc_bounds(self.env, first, last)
        domain = [
            ["offered_at", ">=", fields.Datetime.to_string(start)], ["offered_at", "<", fields.Datetime.to_string(end)],
            ["state", "=", "ended"], ["outcome", "=", "answered"], ["agent_id", "!=", False],
            ["talk_seconds", ">=", self.least_talk],
        ]
        if self.most_talk:
            domain.append(["talk_seconds", "<=", self.most_talk])
        if self.direction:
            domain.append(["direction", "=", self.direction])
        if self.disposition:
            domain.append(["disposition", "=", self.disposition])
        if self.least_key:
            domain.append(["satisfaction", ">=", self.least_key])
        if self.recorded:
            domain.append(["recording_path", "!=", False])
        words = [
            [field, "ilike", word] for word in self._word_list()
            for field in ("ticket_ids.summary", "ticket_ids.description", "disposition_note")
        ]
        return domain + (["|"] * (len(words) - 1) + words if words else [])

    # ------------------------------------------------------------------ drawing

    def action_draw(self):
        """Draw the last whole period now, and say what came of it."""
        self.ensure_one()
        if not self.env.user.has_group(LEADERS):
            raise UserError(self.env._("Shift leaders draw samples."))
        if not self._checkers():
            raise UserError(self.env._("Nobody could check the calls: name checkers, or give somebody the role."))
        draw = self._draw_period(periods.before(self.period, self._today()))
        return draw.get_formview_action()

    @api.model
    def _today(self):
        return local_day(fields.Datetime.now(), zone(self.env))

    def _draw_period(self, period):
        """Draw the sample of a period (first and last day); an empty one is kept too, so that it is seen."""
        self.ensure_one()
        first, last = period
        if self.draw_ids.filtered(lambda draw: (draw.date_from, draw.date_to) == (first, last)):
            raise UserError(self.env._(
                "The calls from %(first)s to %(last)s were drawn by this rule already.", first=first, last=last,
            ))
        return self.env["city12319.quality.draw"]._make(self, first, last)

    @api.model
    def _cron_draw(self):
        """Scheduled: draw what is over and not drawn yet, one rule in one transaction."""
        for rule in self.search([]).filtered(lambda rule: rule._checkers()):
            period = periods.before(rule.period, self._today())
            if not rule.draw_ids.filtered(lambda draw, period=period: (draw.date_from, draw.date_to) == period):
                rule._draw_period(period)
            self.env["ir.cron"]._commit_progress(1)
