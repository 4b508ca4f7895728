from odoo import api, fields, models

from odoo.addons.city12319_flow import gate_key, house_language

from ..tools import rule_domain, rule_match
from .dispatch_rule import PROPOSAL_READERS, SOURCES, URGENCIES


class OrderProposal(models.Model):
    """Who should get an order that waits for dispatch, and why.

    The department that has the order already comes first, then the owner of the component, its keeper, then the first
    dispatch rule that fits. What nobody is proposed for is the manual queue. Proposals are made in one place
    (:meth:`_propose`): when an order comes to dispatch and when its content changes while it waits there.
    """

    _inherit = "city12319.order"

    urgency = fields.Selection(URGENCIES, required=True, default="normal", readonly=True, copy=False)
    proposal_source = fields.Selection(SOURCES, readonly=True, copy=False, groups=PROPOSAL_READERS)
    proposal_department_id = fields.Many2one(
        "city12319.department", string="Proposed department", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null", groups=PROPOSAL_READERS,
    )
    proposal_rule_id = fields.Many2one(
        "city12319.dispatch.rule", string="By the rule", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null", groups=PROPOSAL_READERS,
    )
    proposal_reason = fields.Char(string="Why", readonly=True, copy=False, groups=PROPOSAL_READERS)
    proposal_accepted = fields.Boolean(
        readonly=True, copy=False, groups=PROPOSAL_READERS, help="The order went to the proposed department.",
    )

    # the manual queue and its counter
    _manual_idx = models.Index("(stage_id) WHERE is_open IS TRUE AND proposal_department_id IS NULL")

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {
            "urgency", "proposal_source", "proposal_department_id", "proposal_rule_id", "proposal_reason",
            "proposal_accepted",
        }

    # ------------------------------------------------------------------ when

    @api.model
    def _open_for(self, ticket, mode, stage, values, at):
        order = super()._open_for(ticket, mode, stage, values, at)
        order._propose()
        return order

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        if event.to_stage_id.code == "pending_dispatch" and event.from_stage_id != event.to_stage_id:
            self._propose()

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & self.env["city12319.dispatch.rule"]._rule_fields():
            self._propose()
        return result

    def action_propose_again(self):
        """Make the proposals of waiting orders anew, for example after a rule was added."""
        self.check_access("write")
        self._propose()
        return True

    def _propose(self):
        """Write down who should get those of these orders that wait for dispatch."""
        gated = gate_key.opened(self.sudo())  # sudo: proposals are written by the system, whoever changes the order
        before = after = 0
        for order in gated.filtered(lambda order: order.stage_code == "pending_dispatch"):
            values = order._make_proposal()
            before += not order.proposal_department_id
            after += not values["proposal_department_id"]
            changed = {
                name: value for name, value in values.items()
                if (order[name].id if order._fields[name].relational else order[name]) != value
            }
            if changed:
                order.write(changed)
        if before or after:
            self._tell_manual_queue()

    @api.model
    def _tell_manual_queue(self):
        """Let the counters on the screens of dispatchers look again."""
        self.env.ref("city12319_intake.group_dispatcher").sudo()._bus_send("city12319_manual_queue", {})

    @api.model
    def manual_queue_count(self):
        """Count the orders that wait for dispatch without a proposal."""
        return self.search_count(self._manual_queue_domain(), limit=1000)

    @api.model
    def _manual_queue_domain(self):
        stage = self.env["city12319.stage"]._by_code(self._flow_code, "pending_dispatch")
        return [("stage_id", "=", stage.id), ("is_open", "=", True), ("proposal_department_id", "=", False)]

    # ------------------------------------------------------------------ who, and why

    def _make_proposal(self):
        """Return the values of the proposal fields."""
        self.ensure_one()
        self = house_language.written(self)  # the reason is kept
        if self.department_id.active:
            values = self._proposal(
                "previous", self.department_id,
                self.env._("Handled this case before.") if self.round > 1 else self.env._("Chosen when the case was filed."),
            )
            return {**values, "urgency": self.urgency}
        values = self._decide()
        department = self.env["city12319.department"].browse(values["proposal_department_id"] or [])
        if department in self.task_ids.filtered(lambda task: task.state == "refused").department_id:
            reason = self.env._(
                "%(department)s gave the order back. It was proposed because: %(reason)s",
                department=department.name, reason=values["proposal_reason"],
            )
            values.update(self._proposal("manual", False, reason), urgency=values["urgency"])
        return values

    def _decide(self, index=None, facts=None):
        """Return the proposal that follows from the content alone: component, then rules.

        :param index: the rules to ask; those in force when left out
        """
        rules = self.env["city12319.dispatch.rule"].sudo()  # sudo: the same rules decide whoever files the order
        index = index or rules._index()
        match = index.match(facts or self._rule_facts(index))
        rule = rules.browse(match.rule_id if match else [])
        urgency = rule.urgency if match and not match.error else "normal"
        for source in ("owner", "keeper"):
            department = self.component_id[f"{source}_id"]
            if department.active:
                reason = self.env._("Owner of %(component)s.", component=self.component_id.display_name) \
                    if source == "owner" else \
                    self.env._("Keeper of %(component)s, which has no owner.", component=self.component_id.display_name)
                return {**self._proposal(source, department, reason), "urgency": urgency}
        if not match:
            return {**self._proposal("manual", False, self.env._("No rule fits.")), "urgency": urgency}
        if match.error:
            error = rule._current_error() or match.error
            if not self.env.context.get("dispatch_dry_run"):
                rule._report_broken(error)
            reason = self.env._("Rule %(id)s “%(rule)s” does not work: %(error)s", id=rule.id, rule=rule.name, error=error)
            return {**self._proposal("broken", False, reason, rule), "urgency": urgency}
        return {**self._proposal("rule", rule.department_id, self._why(rule, match), rule), "urgency": urgency}

    @api.model
    def _proposal(self, source, department, reason, rule=None):
        return {
            "proposal_source": source,
            "proposal_department_id": department.id if department else False,
            "proposal_rule_id": rule.id if rule else False,
            "proposal_reason": reason,
        }

    def _why(self, rule, match):
        """Tell in words why ``rule`` fits: “Rule 12 “Manhole”: category Water supply, area …, words …”."""
        parts = []
        if rule.category_ids:
            parts.append(self.env._("category %(category)s", category=self.category_id.display_name))
        if rule.area_ids:
            parts.append(self.env._("area %(area)s", area=self.area_id.display_name))
        if match.words:
            parts.append(self.env._("words %(words)s", words="、".join(match.words)))
        if rule_domain.read(rule.domain or []):
            parts.append(self.env._("its further condition"))
        why = ", ".join(parts) or self.env._("everything else")
        return self.env._("Rule %(id)s “%(rule)s”: %(why)s", id=rule.id, rule=rule.name, why=why)

    # ------------------------------------------------------------------ the order as rules see it

    def _rule_facts(self, index, day=None):
        self.ensure_one()
        rules = self.env["city12319.dispatch.rule"]
        return rule_match.Facts(
            categories=_path(self.category_id), areas=_path(self.area_id),
            text=rule_match.plain(f"{self.summary or ''}\n{self.description or ''}"),
            day=day or fields.Date.context_today(self),
            values={
                name: self._rule_value(name) for name in rules._condition_fields(index) if name in self._fields
            },
        )

    def _rule_value(self, name):
        value = self[name]
        if not isinstance(value, models.BaseModel):
            return value
        if not value:
            return False
        names = {value.display_name, *(value[one] for one in value._rec_names_search or [value._rec_name] if value[one])}
        return rule_domain.Ref(value.id, tuple(names), frozenset(_path(value)))

    # ------------------------------------------------------------------ the dialog of dispatch

    def _proposed_assisting(self):
        order = self.sudo()  # sudo: whoever may dispatch sees the proposal, also with a role of the installation's own
        if order.department_id or order.proposal_source != "rule":
            return order.assist_department_ids
        return order.proposal_rule_id.assist_department_ids.filtered("active") - order.proposal_department_id

    def _flow_default(self, transition, name):
        if transition.code == "dispatch" and name == "department_id":
            return self.department_id or self.sudo().proposal_department_id.filtered("active")  # sudo: as above
        if transition.code == "dispatch" and name == "assist_department_ids":
            return self._proposed_assisting()
        return super()._flow_default(transition, name)

    def _flow_hint(self, transition, name):
        if transition.code == "dispatch" and name == "department_id":
            return self.sudo().proposal_reason or ""  # sudo: as above
        return super()._flow_hint(transition, name)

    def _flow_before_dispatch(self, transition, values):
        proposed = self._flow_default(transition, "department_id")
        values.setdefault("department_id", proposed.id)
        if values["department_id"] == proposed.id and "assist_department_ids" not in values:
            values["assist_department_ids"] = [fields.Command.set(self._proposed_assisting().ids)]
        return super()._flow_before_dispatch(transition, values)

    def _flow_apply_dispatch(self, transition, target, values, at):
        """Keep with the fact whether the dispatcher followed the proposal."""
        accepted = bool(self.proposal_department_id) and values["department_id"] == self.proposal_department_id.id
        fact = {
            "proposal_source": self.proposal_source,
            "proposal_department_id": self.proposal_department_id.id,
            "proposal_rule_id": self.proposal_rule_id.id,
            "proposal_accepted": accepted,
        }
        self._flow_enter(transition, target, {**values, "proposal_accepted": accepted})
        if not self.proposal_department_id:
            self._tell_manual_queue()
        return fact


def _path(record):
    """Return the ids of a category or area and of everything above it."""
    if not record:
        return ()
    path = record.parent_path if "parent_path" in record._fields else ""
    return tuple(map(int, path.split("/")[:-1])) if path else (record.id,)
