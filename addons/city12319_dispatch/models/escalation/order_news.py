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
            self.env._("New order for %(department)s", department=self.department_id.name),
            channels=("popup", "inbox", "sms") if critical else ("popup", "inbox"), urgent=critical,
        )

    def _news_assigned(self, event):
        self._tell(self.handler_id, event, self.env._("Assigned to you"))

    def _news_given_back(self, event):
        """Dispatchers have a case back, with the reason."""
        self._tell(
            self.env.ref("city12319_intake.group_dispatcher").all_user_ids, event,
            self.env._("Given back by %(department)s", department=event.department_id.name),
        )

    def _news_decided(self, event):
        """The department asked for something, and there is an answer."""
        self._tell(
            self.request_ids.sorted("id")[-1:].requested_by_id | self.handler_id, event,
            event.transition_id.name, urgent=event.code.startswith("deny"),
        )

    def _news_reviewed(self, event):
        """What the review found goes to the department that handled the case."""
        self._tell(
            self.handler_id | self.department_id.manager_id, event, event.transition_id.name,
            urgent=event.code != "review_pass",
        )

    def _tell(self, users, event, title, channels=("popup", "inbox"), urgent=False):
        order = gate_key.closed(self)
        lines = [f"{order.name} {order.summary}"]
        if event.reason:
            lines.append(event.reason)
        if order.due_at:
            moment = fields.Datetime.context_timestamp(order.with_context(tz="Asia/Shanghai"), order.due_at)
            lines.append(self.env._("Due %(moment)s", moment=moment.strftime("%m-%d %H:%M")))
        order.env["city12319.notice"]._send(
            (users - event.user_id).filtered(lambda user: not user.share), title, "\n".join(lines), record=order,
            channels=channels, urgent=urgent,
        )
