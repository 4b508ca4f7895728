from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.city12319_flow import gate_key, house_language

from .supervision import WAITING


class OrderSupervision(models.Model):
    """Urging and supervising as things that happen to an order; the mark that a supervision leaves, and its end."""

    _inherit = "city12319.order"

    supervision_ids = fields.One2many("city12319.supervision", "order_id", readonly=True, string="Urges and supervisions")
    supervision_id = fields.Many2one(
        "city12319.supervision", string="Reply to", store=False, help="Which of the urges and supervisions is meant.",
        domain="[('order_id.name', '=', name), ('state', 'in', ['sent', 'received'])]",
    )
    supervision_text = fields.Text(compute="_compute_supervision_text", string="Under supervision")
    addressed_user_ids = fields.Many2many(
        "res.users", compute="_compute_supervision_people", compute_sudo=True, export_string_translation=False,
    )
    lifting_user_ids = fields.Many2many(
        "res.users", compute="_compute_supervision_people", compute_sudo=True, export_string_translation=False,
    )

    # the board: cases under supervision, and those that departments gave back
    _supervised_idx = models.Index("(id) WHERE is_open IS TRUE AND supervised IS TRUE")
    _returned_idx = models.Index("(return_count, id) WHERE is_open IS TRUE AND return_count > 0")

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"supervision_ids"}

    @api.model
    def _flow_passing_codes(self):
        return super()._flow_passing_codes() | {"urge"}  # the clock may urge at any minute

    def write(self, vals):
        result = super().write(vals)
        if "alert" in vals:
            self.env["city12319.supervision"]._tell_boards()
        return result

    @api.depends("supervision_ids.state", "supervision_ids.recipient_ids", "department_id.visible_user_ids", "stage_id")
    def _compute_supervision_people(self):
        """Who may answer what waits on these orders, and who may lift their supervision."""
        above = self.env["res.groups"]
        for order in self:
            waiting = order.supervision_ids.filtered(lambda one: one.state in WAITING)
            order.addressed_user_ids = waiting.recipient_ids
            if waiting:
                order.addressed_user_ids |= order._addressed_department_users()
            active = order._active_supervisions()
            users = active.sender
            if any(one.automatic or not one.sender.active for one in active):
                above = above or order._flow_transition("supervision_lift").group_ids
                users |= above.all_user_ids
            order.lifting_user_ids = users

    @api.depends("supervision_ids.state", "supervision_ids.text")
    def _compute_supervision_text(self):
        for order in self:
            active = order._active_supervisions()
            order.supervision_text = "\n".join(f"{one.name}: {one.text}" for one in active) or False

    def _active_supervisions(self):
        return self.supervision_ids.filtered(lambda one: one.kind == "supervise" and not one.ended_at)

    # ------------------------------------------------------------------ sending

    def _flow_default(self, transition, name):
        if transition.code in ("urge", "supervise"):
            return self._supervision_default(name)
        if transition.code == "supervision_reply":
            return self._oldest_waiting()
        return super()._flow_default(transition, name)

    def _supervision_default(self, name):
        leads = self.env.user.has_group("city12319_intake.group_leader")
        category = "leader" if leads else "overdue" if self.alert == "overdue" else "focus"
        return {"category": category, "level": "1", "needs_reply": True}.get(name, False)

    def _flow_apply_urge(self, transition, target, values, at):
        self._flow_enter(transition, target, {"urge_count": self.urge_count + 1})
        return self._take_number(values, ("level",), at)

    def _flow_after_urge(self, event, values):
        self._issue_supervision("urge", event, values)

    def _flow_before_supervise(self, transition, values):
        until = fields.Datetime.to_datetime(values.get("due_at") or False)
        if until and until <= fields.Datetime.now():
            raise UserError(self.env._("“Reply until” must lie in the future."))

    def _flow_apply_supervise(self, transition, target, values, at):
        self._flow_enter(transition, target, {"supervised": True})
        return self._take_number(values, ("category", "level", "due_at"), at)

    def _flow_after_supervise(self, event, values):
        self._issue_supervision("supervise", event, values)

    def _take_number(self, values, names, at):
        """Complete what was given, take a number, and return what the event tells."""
        for name in ("category", "level", "needs_reply"):
            values.setdefault(name, self._supervision_default(name))
        supervisions = self.env["city12319.supervision"]
        [values["name"]] = supervisions._take_numbers(at=at)
        words, env = [values["name"]], house_language.written(self).env
        for name in names:
            field, value = supervisions._fields[name], values.get(name)
            if value and field.type == "selection":
                words.append(dict(field._description_selection(env))[value])
            elif value:
                moment = fields.Datetime.context_timestamp(self, fields.Datetime.to_datetime(value))
                words.append(f"{field._description_string(env)} {moment:%Y-%m-%d %H:%M}")
        return {"text": " · ".join(words)}

    def _issue_supervision(self, kind, event, values):
        row = {
            "kind": kind,
            "level": values["level"],
            "category": values["category"] if kind == "supervise" else False,
            "due_at": values.get("due_at") or False,
            "needs_reply": values["needs_reply"],
            "automatic": event.user_id == self.env.ref("base.user_root"),
        }
        self.env["city12319.supervision"]._of_events(event, [values["name"]], row)._deliver()

    # ------------------------------------------------------------------ answering

    def _waiting_for(self, user):
        """Return those that wait on this order for an answer of ``user``."""
        waiting = self.sudo().supervision_ids.filtered(lambda one: one.state in WAITING)  # sudo: rights are asked below
        return waiting.filtered(lambda one: one.with_user(user)._is_mine())

    def _oldest_waiting(self):
        return self._waiting_for(self.env.user).sorted(lambda one: (one.kind != "supervise", one.id))[:1].with_env(self.env)

    def receive_supervisions(self):
        """Confirm that everything that waits on these orders for the current person's receipt has arrived.

        Orders on which nothing waits (any more) are passed over: somebody of the same department may have been faster.

        :raises AccessError: when the person may not read an order
        """
        self.check_access("read")
        for order in self:
            if order._waiting_for(self.env.user).filtered(lambda one: one.state == "sent"):
                order._advance("supervision_receipt", {})
        return True

    def _flow_before_supervision_receipt(self, transition, values):
        if not self._waiting_for(self.env.user).filtered(lambda one: one.state == "sent"):
            raise UserError(self.env._("Nothing on %(order)s waits for your receipt.", order=self.name))

    def _flow_apply_supervision_receipt(self, transition, target, values, at):
        self._flow_enter(transition, target, {})
        waiting = self._waiting_for(self.env.user).filtered(lambda one: one.state == "sent")
        return {"text": ", ".join(waiting.mapped("name"))}

    def _flow_after_supervision_receipt(self, event, values):
        gate_key.opened(self._waiting_for(event.user_id))._receive(event)
        self.env["city12319.supervision"]._tell_boards()

    def _flow_before_supervision_reply(self, transition, values):
        waiting = self._waiting_for(self.env.user)
        chosen = values.get("supervision_id") or self._oldest_waiting().id
        if chosen not in waiting.ids:
            raise UserError(self.env._("This does not wait for a reply of yours any more."))
        values["supervision_id"] = chosen

    def _flow_apply_supervision_reply(self, transition, target, values, at):
        self._flow_enter(transition, target, {})
        return {"text": self.env["city12319.supervision"].browse(values["supervision_id"]).name}

    def _flow_after_supervision_reply(self, event, values):
        supervision = gate_key.opened(self.supervision_ids.browse(values["supervision_id"]))
        supervision._reply(event)
        supervision._deliver_reply()
        self.env["city12319.supervision"]._tell_boards()

    # ------------------------------------------------------------------ the end

    def _flow_before_supervision_lift(self, transition, values):
        if not self._liftable(self.env.user):
            raise UserError(self.env._("Only who supervises %(order)s can lift that.", order=self.name))

    def _liftable(self, user):
        return self.sudo()._active_supervisions().filtered(  # sudo: looks at who sent them, nothing else
            lambda one: one.sender == user or one.automatic or not one.sender.active)

    def _flow_apply_supervision_lift(self, transition, target, values, at):
        self._flow_enter(transition, target, {})
        return {"text": ", ".join(self._liftable(self.env.user).mapped("name"))}

    def _flow_after_supervision_lift(self, event, values):
        gate_key.opened(self._liftable(event.user_id))._end(event, "lifted", event.reason)
        self.write({"supervised": self._is_supervised()})
        self.env["city12319.supervision"]._tell_boards()

    def _is_supervised(self):
        return bool(self._active_supervisions()) or self.ticket_id.source_id.supervised

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        before, after = event.from_stage_id, event.to_stage_id
        if not before or before == after:
            return
        if self.urge_count or self.supervised:
            self._end_what_is_over(event)
        if before.final and not after.final:
            self.write({"supervised": self._is_supervised()})
        if self.supervised and self._is_at_department() and before.phase != after.phase:
            active = self._active_supervisions()
            active._deliver_again(self._people_in_charge()[self] if active else self.env["res.users"])

    def _end_what_is_over(self, event):
        """An urge is about the step that the case was in; a supervision goes on until it is lifted or the case closes."""
        domain = Domain("order_id", "=", self.id) & Domain("ended_at", "=", False)
        if not event.to_stage_id.final:
            domain &= Domain("kind", "=", "urge") & Domain("state", "in", WAITING)
        over = gate_key.opened(self.env["city12319.supervision"].sudo().search(domain))  # sudo: runs inside the gate
        for supervision in over:
            state = "ended" if supervision.state in WAITING else supervision.state
            supervision._end(event, state, event.transition_id.name)
