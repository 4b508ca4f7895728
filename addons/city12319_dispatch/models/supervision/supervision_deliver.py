from datetime import timedelta

from odoo import fields, models

_FRESH = timedelta(hours=1)  # what is older is history that is being entered: nobody is rung up for it
_LISTED = 5


class SupervisionDeliver(models.Model):
    """How urges and supervisions reach people: on their page, in the inbox and by SMS."""

    _inherit = "city12319.supervision"

    def _deliver(self):
        """Tell those addressed, and those that the level adds. What one group of people gets at once is one message."""
        fresh = self.filtered(lambda one: one.sent_at > fields.Datetime.now() - _FRESH)
        for (kind, users), supervisions in fresh.grouped(lambda one: (one.kind, one.recipient_ids)).items():
            supervisions._tell(users, kind, ("popup", "inbox", "sms"), receipt="receive_supervisions")
        for (kind, users), supervisions in fresh.grouped(lambda one: (one.kind, one._informed())).items():
            supervisions._tell(users, kind, ("popup", "inbox"))

    def _deliver_reply(self):
        """Tell the sender that there is a reply."""
        for supervision in self:
            self.env["city12319.notice"]._send_in_their_language(
                supervision.sender, supervision._reply_notice, record=supervision.order_id, channels=("popup", "inbox"),
            )

    def _reply_notice(self, env):
        return (
            env._("Reply to %(number)s", number=self.name),
            f"{self.order_id.name} {self.order_id.summary}\n{self.reply}",
        )

    def _deliver_again(self, users):
        """Tell people who have just got a case that it is under supervision."""
        for supervision in self:
            supervision._tell(users, supervision.kind, ("popup", "inbox", "sms"), receipt="receive_supervisions")

    def _informed(self):
        """Return the people above those addressed, as far as the level goes."""
        self.ensure_one()
        users = self.env["res.users"]
        if self.level >= "2":
            department = self.department_id
            while department:
                users |= department.manager_id
                department = department.parent_id
        if self.level >= "3":
            leaders = self.order_id.ticket_id.order_ids.leader_id
            users |= leaders or self.env.ref("city12319_intake.group_leader").all_user_ids
        return users.filtered(lambda user: user.active and not user.share) - self.recipient_ids - self.sender

    def _tell(self, users, kind, channels, receipt=None):
        self.env["city12319.notice"]._send_in_their_language(
            users, lambda env: self.with_env(env)._notice(kind), record=self.order_id, channels=channels,
            urgent=kind == "supervise", receipt=receipt,
        )

    def _notice(self, kind):
        """Return title and text of the notice about these."""
        titles = {"urge": self.env._("Urge"), "supervise": self.env._("Supervision")}
        if len(self) == 1:
            return f"{titles[kind]} {self.name}", self._notice_text()
        title = self.env._("%(kind)s: %(count)s cases", kind=titles[kind], count=len(self))
        lines = [f"{one.order_id.name} {one.order_id.summary}" for one in self[:_LISTED]]
        return title, "\n".join([self[0].text, *lines, *(["…"] if len(self) > _LISTED else [])])

    def _notice_text(self):
        """Return what the notice says: the case, what is asked, and until when. Nothing about the caller."""
        parts = [f"{self.order_id.name} {self.order_id.summary}", self.text]
        if self.due_at:
            until = fields.Datetime.context_timestamp(self.with_context(tz="Asia/Shanghai"), self.due_at)
            parts.append(self.env._("Reply until %(moment)s", moment=until.strftime("%m-%d %H:%M")))
        return "\n".join(parts)
