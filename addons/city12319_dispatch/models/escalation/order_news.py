from datetime import timedelta

from odoo import fields, models

from odoo.addons.city12319_flow import gate_key

_FRESH = timedelta(hours=1)  # what is older is history that is being entered: nobody is rung up for it


class OrderNews(models.Model):
    """Whoever gets a case, or an answer about it, hears of it at once (协同监督): department, handler, dispatchers."""

    _inherit = "city12319.order"

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        news = {
            "dispatch": self._news_dispatched,
            "assign": self._news_assigned,
            "refuse": self._news_given_back,
            "approve": self._news_decided,
            "approve_second": self._news_decided,
            "deny": self._news_decided,
            "deny_second": self._news_decided,
            "review_pass": self._news_reviewed,
            "review_fail": self._news_reviewed,
            "check_fail": self._news_reviewed,
        }.get(event.code)
        if news and event.at > fields.Datetime.now() - _FRESH:
            news(event)

    def _news_dispatched(self, event):
        """A department has a new case, and so have those that assist."""
        critical = self.urgency == "critical"
        departments = self.department_id | self.assist_department_ids
        self._tell(
            departments.member_ids | departments.manager_id, event,
            lambda order: order.env._("New order for %(department)s", department=order.department_id.name),
            channels=("popup", "inbox", "sms") if critical else ("popup", "inbox"), urgent=critical,
        )

    def _news_assigned(self, event):
        self._tell(self.handler_id, event, lambda order: order.env._("Assigned to you"))

    def _news_given_back(self, event):
        """Dispatchers have a case back, with the reason."""
        self._tell(
            self.env.ref("city12319_intake.group_dispatcher").all_user_ids, event,
            lambda order: order.env._("Given back by %(department)s", department=event.with_env(order.env).department_id.name),
        )

    def _news_decided(self, event):
        """The department asked for something, and there is an answer."""
        self._tell(
            self.request_ids.sorted("id")[-1:].requested_by_id | self.handler_id, event,
            self._name_of(event), urgent=event.code.startswith("deny"),
        )

    def _news_reviewed(self, event):
        """What the review found goes to the department that handled the case."""
        self._tell(
            self.handler_id | self.department_id.manager_id, event, self._name_of(event),
            urgent=event.code != "review_pass",
        )

    @staticmethod
    def _name_of(event):
        return lambda order: event.with_env(order.env).transition_id.name

    def _tell(self, users, event, title, channels=("popup", "inbox"), urgent=False):
        """Tell people of an event. ``title`` is a function of the order, which speaks the language of whoever is told."""
        order = gate_key.closed(self)
        order.env["city12319.notice"]._send_in_their_language(
            (users - event.user_id).filtered(lambda user: not user.share),
            lambda env: (title(order.with_env(env)), order.with_env(env)._news_text(event)),
            record=order, channels=channels, urgent=urgent,
        )

    def _news_text(self, event):
        lines = [f"{self.name} {self.summary}"]
        if event.reason:
            lines.append(event.reason)
        if self.due_at:
            moment = fields.Datetime.context_timestamp(self.with_context(tz="Asia/Shanghai"), self.due_at)
            lines.append(self.env._("Due %(moment)s", moment=moment.strftime("%m-%d %H:%M")))
        return "\n".join(lines)
