from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.city12319_evaluation.tools import sample
from odoo.addons.city12319_flow import gate_key


class QualityDraw(models.Model):
    """One sample: from what it was drawn, with which seed, by whom. Written once; anybody who reads it can draw it again."""

    _name = "city12319.quality.draw"
    _description = "Sample of Calls"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    rule_id = fields.Many2one("city12319.quality.rule", required=True, readonly=True, index=True, ondelete="restrict")
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    seed = fields.Integer(readonly=True, aggregator=None)
    size = fields.Integer(readonly=True, aggregator=None, help="Calls of each agent; 0: all.")
    criteria = fields.Json(readonly=True)
    checksum = fields.Char(readonly=True, help="Stands for the calls that were there when the sample was drawn.")
    candidates = fields.Integer(readonly=True, string="Calls to draw from")
    check_ids = fields.One2many("city12319.quality.check", "draw_id", string="Checks", readonly=True)
    drawn = fields.Integer(readonly=True)
    undealt = fields.Integer(
        readonly=True, string="Without checker", help="Drawn, but every checker had taken part in the call.",
    )
    drawn_by_id = fields.Many2one("res.users", string="Drawn by", readonly=True, ondelete="restrict")
    drawn_at = fields.Datetime(readonly=True)

    _period_uniq = models.UniqueIndex("(rule_id, date_from, date_to)", "This period was drawn by this rule already.")

    @api.depends("rule_id", "date_from", "date_to")
    def _compute_name(self):
        for draw in self:
            draw.name = f"{draw.rule_id.name or ''} {draw.date_from}–{draw.date_to}"

    def write(self, vals):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("A sample is drawn once and stays as it is."))
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("Samples are kept."))

    @api.model
    def _make(self, rule, first, last):
        """Draw the calls of ``rule`` from ``first`` to ``last``, and deal them out as checks."""
        # sudo: the draw is the rule's, not of what this person happens to read
        opened = gate_key.opened(self.sudo())
        draw = opened.create([{
            "rule_id": rule.id, "date_from": first, "date_to": last, "seed": rule.seed,
            "size": 0 if rule.take_all else rule.per_agent, "criteria": rule._domain(first, last),
            "drawn_by_id": self.env.uid, "drawn_at": fields.Datetime.now(),
        }])
        candidates = draw._candidates()
        calls = self.env["city12319.call"].sudo().browse(draw._sample(candidates))
        dealt = draw._deal(calls, rule._checkers())
        opened.env["city12319.quality.check"].create([
            {"draw_id": draw.id, "call_id": call.id, "sheet_id": rule.sheet_id.id, "checker_id": checker.id}
            for call, checker in dealt
        ])
        draw.write({
            "checksum": sample.checksum(call for ids in candidates.values() for call in ids),
            "candidates": sum(map(len, candidates.values())), "drawn": len(calls), "undealt": len(calls) - len(dealt),
        })
        return draw.with_env(self.env)

    def _candidates(self):
        """Return ``{agent id: [call ids]}`` to draw from: calls that were not under check before."""
        checked = ("quality_check_ids", "any", [("id", "<", min(self.check_ids.ids))]) if self.check_ids \
            else ("quality_check_ids", "!=", False)
        domain = Domain(self.criteria) & ~Domain(*checked)
        # sudo: see _make
        rows = self.env["city12319.call"].sudo()._read_group(domain, ["agent_id"], ["id:array_agg"])
        return {agent.id: ids for agent, ids in rows}

    def _sample(self, candidates):
        """Return the ids of the calls that the seed draws from ``candidates``."""
        unit = f"{self.date_from} {{}}".format
        return sorted(
            call for agent, calls in candidates.items()
            for call in (sample.draw(calls, self.size, self.seed, unit(agent)) if self.size else calls)
        )

    def _deal(self, calls, checkers):
        """Deal ``calls`` out in turn, never to somebody who took part; return a list of (call, checker)."""
        dealt, turn = [], 0
        for call in calls:
            able = checkers - call.leg_ids.user_id
            if able:
                ordered = [checkers[(turn + step) % len(checkers)] for step in range(len(checkers))]
                dealt.append((call, next(checker for checker in ordered if checker in able)))
                turn += 1
        return dealt

    def action_draw_again(self):
        """Draw the same sample once more, to prove that it was the seed's and nobody's choice."""
        self.ensure_one()
        candidates = self._candidates()
        if sample.checksum(call for ids in candidates.values() for call in ids) != self.checksum:
            raise UserError(self.env._(
                "The calls are no longer those that the sample was drawn from: dispositions or tickets were changed since.",
            ))
        drawn = self._sample(candidates)
        if not set(self.sudo().check_ids.call_id.ids) <= set(drawn) or len(drawn) != self.drawn:  # sudo: all of them
            raise UserError(self.env._("The checks of this sample are not those that the seed draws."))
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "success", "message": self.env._(
                "The seed %(seed)s draws the same %(count)s calls.", seed=self.seed, count=len(drawn))},
        }

    def action_open_checks(self):
        """Open the checks of this sample."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_quality.quality_check_action"),
            "domain": [("draw_id", "=", self.id)], "context": {},
        }
