from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_flow import gate_key, house_language
from odoo.addons.city12319_flow.models.clock_mixin import duration_label

from .request import WAITING

_NEWS_FOR = timedelta(minutes=10)
_STAGE_AFTER = {"extension": "handling", "suspend": "suspended", "return": "pending_dispatch"}
_RESUME_BATCH = 100


class OrderRequest(models.Model):
    """What the department asks for, who decides, and what that does to the clock.

    One request at a time. History that is replayed (with a moment of its own) is taken as it was: the limits of
    ``city12319.request.kind`` are asked of people at work alone.
    """

    _inherit = "city12319.order"

    extension_count = fields.Integer(string="Times extended", readonly=True, copy=False)
    suspend_count = fields.Integer(string="Times suspended", readonly=True, copy=False)
    waiting_request = fields.Char(compute="_compute_waiting_request", string="Asked for")
    waiting_request_reason = fields.Text(compute="_compute_waiting_request", string="Reason of the request")
    waiting_request_files = fields.Many2many("ir.attachment", compute="_compute_waiting_request", string="Proof")

    # the clock of suspensions: which end next
    _suspended_idx = models.Index("(suspended_until) WHERE suspended_until IS NOT NULL AND is_open IS TRUE")

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"extension_count", "suspend_count"}

    @api.depends("request_ids.state")
    @api.depends_context("lang", "tz")
    def _compute_waiting_request(self):
        kinds = dict(self.env["city12319.request"]._fields["kind"]._description_selection(self.env))
        for order in self:
            request = order._pending_request()
            # what is shown stays within the rules of requests: assisting departments do not see it
            visible = request.with_env(self.env)._filtered_access("read") if request else request
            order.waiting_request_reason = visible.reason
            order.waiting_request_files = visible.attachment_ids
            if not visible:
                order.waiting_request = False
                continue
            parts = [self.env._("%(kind)s, no. %(number)s", kind=kinds[request.kind], number=request.number)]
            if request.until:
                until = fields.Datetime.context_timestamp(order, request.until)
                parts.append(self.env._("until %(moment)s", moment=until.strftime("%Y-%m-%d %H:%M")))
            if request.levels > 1:
                parts.append(self.env._("two levels"))
            order.waiting_request = " · ".join(parts)

    # ------------------------------------------------------------------ asking

    def _pending_request(self):
        # sudo: whoever may decide on the order may decide on its request
        return self.sudo().request_ids.filtered(lambda request: request.state in WAITING)[:1]

    def _requests_approved(self, kind):
        """Return how many requests of ``kind`` were approved on this order."""
        # sudo: the limit counts them all, whoever asks
        return len(self.sudo().request_ids.filtered(lambda request: request.kind == kind and request.state == "approved"))

    def _request_clock(self):
        """Return the running clock that the department is judged by: handling as a whole, else the stage's."""
        clocks = self.sudo()._running_clocks().filtered("limit_seconds")  # sudo: a rule looks at it, nobody reads it
        return (clocks.filtered(lambda clock: clock.scope == "phase") or clocks.filtered(
            lambda clock: clock.scope == "stage"))[:1]

    @api.model
    def _is_news(self, event):
        """Tell whether ``event`` happens now, and is not history that is replayed."""
        return event.at >= fields.Datetime.now() - _NEWS_FOR

    def _flow_before_request_extension(self, transition, values):
        self._check_no_request()

    def _flow_before_request_suspend(self, transition, values):
        self._check_no_request()

    def _flow_before_request_return(self, transition, values):
        self._check_no_request()

    def _check_no_request(self):
        if self._pending_request():
            raise UserError(self.env._("%(order)s has a request that waits for a decision.", order=self.name))

    def _flow_apply_request_extension(self, transition, target, values, at):
        return self._apply_request("extension", transition, target, values, at)

    def _flow_apply_request_suspend(self, transition, target, values, at):
        return self._apply_request("suspend", transition, target, values, at)

    def _flow_apply_request_return(self, transition, target, values, at):
        return self._apply_request("return", transition, target, values, at)

    def _apply_request(self, kind, transition, target, values, at):
        until = fields.Datetime.to_datetime(values.get("requested_until") or False)
        if at is None:
            self.env["city12319.request"]._check_allowed(self, kind, until, fields.Datetime.now())
        elif until and until <= at:
            raise UserError(self.env._("“Until” must lie in the future."))
        self._flow_enter(transition, target, {**values, "requested_until": until})
        return {}

    def _flow_after_request_extension(self, event, values):
        self.env["city12319.request"]._open(self, "extension", event)

    def _flow_after_request_suspend(self, event, values):
        self.env["city12319.request"]._open(self, "suspend", event)

    def _flow_after_request_return(self, event, values):
        self.env["city12319.request"]._open(self, "return", event)

    def _flow_default(self, transition, name):
        # never what was asked for the last time
        return False if name == "requested_until" else super()._flow_default(transition, name)

    def _flow_hint(self, transition, name):
        if name != "requested_until":
            return super()._flow_hint(transition, name)
        kind = transition.code.removeprefix("request_")
        allowed = self.env["city12319.request.kind"]._of(kind)
        hints = []
        clock = self._request_clock()
        if kind == "extension" and clock:
            hints.append(self.env._(
                "Empty: one more limit (%(limit)s).", limit=duration_label(self.env, clock.limit_seconds, clock.unit)))
        if allowed.max_days:
            hints.append(self.env._("At most %(days)s days ahead.", days=allowed.max_days))
        if allowed.max_approved:
            left = max(allowed.max_approved - self._requests_approved(kind), 0)
            hints.append(self.env._("Still possible on this case: %(left)s.", left=left))
        return " ".join(hints)

    # ------------------------------------------------------------------ deciding

    def _flow_before_approve_second(self, transition, values):
        self._check_other_person()

    def _flow_before_deny_second(self, transition, values):
        self._check_other_person()

    def _check_other_person(self):
        if self._pending_request().endorsed_by_id == self.env.user:
            raise UserError(self.env._("You gave the opinion on this request: somebody else has to decide it."))

    def _flow_target_approve(self, transition, values):
        return self.env["city12319.stage"]._by_code(self._flow_code, _STAGE_AFTER[self._pending_request().kind])

    def _flow_target_approve_second(self, transition, values):
        return self._flow_target_approve(transition, values)

    def _flow_after_endorse(self, event, values):
        self._pending_request()._endorse(event)

    def _flow_after_approve(self, event, values):
        self._grant(event)

    def _flow_after_approve_second(self, event, values):
        self._grant(event)

    def _flow_after_deny(self, event, values):
        self._pending_request()._decide("denied", event)

    def _flow_after_deny_second(self, event, values):
        self._pending_request()._decide("denied", event)

    def _grant(self, event):
        """Let an approved request have its effect: on the clock, on the stage, on the counts."""
        request = self._pending_request()
        request._decide("approved", event)
        if request.kind == "extension":
            self.write({"extension_count": self.extension_count + 1})
            request.write({"due_before": self.due_at})
            self._extend_clocks(request.until)
            request.write({"due_after": self.due_at})
        elif request.kind == "suspend":
            request.write({"due_before": self.due_at})
            self.write({"suspended_until": request.until, "suspend_count": self.suspend_count + 1})
            if request.until:
                self._wake_for_resume(request.until)
        else:
            self._bounce(event)

    def _extend_clocks(self, until):
        """Move the due moment of handling by one original limit, or to ``until``. The whole case keeps its own limit."""
        clocks = self._running_clocks().filtered(lambda clock: clock.scope != "total" and clock.limit_seconds)
        if until:
            # what is due later than that by now, for example after a recalculation, stays
            clocks.filtered(lambda clock: clock.due_at < until)._extend(until=until)
        else:
            clocks._extend()
        self._refresh_due()

    # ------------------------------------------------------------------ the end of a suspension

    def _flow_after_resume(self, event, values):
        self.write({"suspended_until": False})

    @api.model
    def _wake_for_resume(self, at):
        # sudo: the worker is woken by whoever decides
        self.env.ref("city12319_dispatch.cron_resume").sudo()._trigger(at)

    @api.model
    def _cron_resume(self):
        """Resume the orders whose suspension is over, as of the moment that was granted."""
        domain = [
            ("suspended_until", "<=", fields.Datetime.now()), ("is_open", "=", True), ("stage_id.code", "=", "suspended"),
        ]
        ids = self.search(domain, order="suspended_until, id", limit=_RESUME_BATCH).ids
        waiting = self.search_count(domain) if len(ids) == _RESUME_BATCH else len(ids)
        left = self.env["ir.cron"]._commit_progress(remaining=waiting)
        for order_id in ids:
            if not left:
                break
            # a record set of its own: the commits in between empty the cache
            order = self.browse(order_id).try_lock_for_update(allow_referencing=True)
            if order.stage_code == "suspended" and order.suspended_until:
                gate_key.closed(order)._advance(
                    "resume", {"text": house_language.written(self).env._("The suspension is over.")}, at=order.suspended_until)
            left = self.env["ir.cron"]._commit_progress(1)
