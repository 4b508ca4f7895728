from collections import Counter
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

BATCH = 500
MOST_ORDERS = 20000
MOST_SHOWN = 200


class DispatchDryRun(models.TransientModel):
    """What draft rules would change, tried on past orders. Reads only; nothing about any order changes.

    Administrators see no cases: they see counts. The orders themselves are listed for those who may read them.
    """

    _name = "city12319.dispatch.dry.run"
    _description = "Dry Run of Dispatch Rules"

    rule_ids = fields.Many2many(
        "city12319.dispatch.rule", string="Drafts", domain=[("state", "=", "draft")], required=True,
    )
    date_from = fields.Date(required=True, default=lambda self: fields.Date.context_today(self) - timedelta(days=30))
    date_to = fields.Date(required=True, default=fields.Date.context_today)
    done = fields.Boolean(readonly=True)

    order_count = fields.Integer(readonly=True, string="Orders of the period")
    tried_count = fields.Integer(readonly=True, string="Orders tried", help="The newest of the period.")
    changed_count = fields.Integer(readonly=True, string="Another department")
    manual_before = fields.Char(readonly=True, string="Manual queue now")
    manual_after = fields.Char(readonly=True, string="Manual queue then")
    right_before = fields.Char(
        readonly=True, string="As handled, now",
        help="Proposals that name the department which has the order, out of all proposals on dispatched orders.",
    )
    right_after = fields.Char(readonly=True, string="As handled, then")
    error_count = fields.Integer(readonly=True, string="Orders on which a rule fails")
    line_ids = fields.One2many("city12319.dispatch.dry.run.line", "run_id", readonly=True, string="Changes")
    order_ids = fields.Many2many(
        "city12319.order", "city12319_dispatch_dry_run_order_rel", "run_id", "order_id", readonly=True,
        string="Orders concerned", groups="city12319_intake.group_dispatcher,base.group_system",
        help="The newest of them.",
    )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for run in self:
            if run.date_to < run.date_from:
                raise UserError(self.env._("The period ends before it begins."))

    def action_run(self):
        """Try the drafts on the orders of the period and show what would change."""
        self.ensure_one()
        drafts = self.rule_ids.filtered(lambda rule: rule.state == "draft")
        if not drafts:
            raise UserError(self.env._("Choose at least one draft rule."))
        self._write_result(self._compare(drafts))
        drafts.write({"dry_run_at": fields.Datetime.now()})
        return self._action_show()

    def action_activate(self):
        """Activate the drafts that were tried."""
        self.ensure_one()
        drafts = self.rule_ids.filtered(lambda rule: rule.state == "draft")
        if not self.done or drafts.filtered(lambda rule: not rule.dry_run_at):
            raise UserError(self.env._("A rule has changed since. Try it again first."))
        drafts._activate()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_orders(self):
        """List the orders concerned, for those who may read them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Another department"),
            "res_model": "city12319.order",
            "view_mode": "list,form",
            "domain": [("id", "in", self.order_ids.ids)],
        }

    def _action_show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry run"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # ------------------------------------------------------------------ comparing

    def _period_domain(self):
        zone = ZoneInfo(self.env.user.tz or "Asia/Shanghai")
        start, end = (
            datetime.combine(day, time(), zone).astimezone(timezone.utc).replace(tzinfo=None)
            for day in (self.date_from, self.date_to + timedelta(days=1))
        )
        return [("mode", "in", ["file", "transfer"]), ("reported_at", ">=", start), ("reported_at", "<", end)]

    def _compare(self, drafts):
        """Decide each order by the rules in force and by those with the drafts; return a Counter and the changed ids.

        Keys of the counter: names of figures, and ``(department id before, after)`` of changes. Departments that have
        an order, or gave it back, play no part: the content alone is judged, as of today.
        """
        # sudo: counts only; the ids go to a field that administrators cannot read
        orders = self.env["city12319.order"].sudo()
        rules = self.env["city12319.dispatch.rule"]
        now, then = rules._index(), rules._index_with(drafts)
        day = max([fields.Date.context_today(self), *filter(None, drafts.mapped("valid_from"))])
        counts = Counter(orders=orders.search_count(self._period_domain()))
        changed = []
        ids = orders.search(self._period_domain(), order="id desc", limit=MOST_ORDERS).ids
        for batch in split_every(BATCH, ids):
            for order in orders.browse(batch):
                facts = order._rule_facts(then, day), order._rule_facts(now, day)
                before = order.with_context(dispatch_dry_run=True)._decide(now, facts[1])
                after = order.with_context(dispatch_dry_run=True)._decide(then, facts[0])
                if self._count(counts, order, before, after):
                    changed.append(order.id)
            self.env.invalidate_all()
        return counts, changed

    @api.model
    def _count(self, counts, order, before, after):
        old, new = before["proposal_department_id"], after["proposal_department_id"]
        counts["tried"] += 1
        counts["errors"] += after["proposal_source"] == "broken"
        for name, department in (("before", old), ("after", new)):
            if not department:
                counts[f"manual_{name}"] += 1
            elif order.department_id:
                counts[f"judged_{name}"] += 1
                counts[f"right_{name}"] += department == order.department_id.id
        if old != new:
            counts[old, new] += 1
        return old != new

    def _write_result(self, result):
        counts, changed = result
        pairs = {key: count for key, count in counts.items() if isinstance(key, tuple)}
        self.write({
            "done": True,
            "order_count": counts["orders"],
            "tried_count": counts["tried"],
            "changed_count": len(changed),
            "error_count": counts["errors"],
            **{
                f"{name}_{when}": _share(counts[f"{name}_{when}"], counts[base.format(when)])
                for name, base in (("manual", "tried"), ("right", "judged_{}")) for when in ("before", "after")
            },
            "line_ids": [fields.Command.clear()] + [
                fields.Command.create({"from_department_id": old, "to_department_id": new, "order_count": count})
                for (old, new), count in sorted(pairs.items(), key=lambda item: -item[1])
            ],
        })
        # sudo: a field that administrators do not read
        self.sudo().order_ids = [fields.Command.set(changed[:MOST_SHOWN])]


class DispatchDryRunLine(models.TransientModel):
    _name = "city12319.dispatch.dry.run.line"
    _description = "Change Found by a Dry Run"
    _order = "order_count desc, id"

    run_id = fields.Many2one("city12319.dispatch.dry.run", required=True, ondelete="cascade", index=True)
    from_department_id = fields.Many2one("city12319.department", string="Now", help="Empty: the manual queue.")
    to_department_id = fields.Many2one("city12319.department", string="Then", help="Empty: the manual queue.")
    order_count = fields.Integer(string="Orders", aggregator="sum")


def _share(count, base):
    """Return a share as people read it, with its base; “–” when there is none."""
    return f"{count / base:.1%} ({count} / {base})" if base else "–"
