from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

BATCH = 100
RECERTIFY_ACTIVITY = "city12319_kb.activity_recertify"


class ArticleValidity(models.Model):
    """Articles end on their last day; before that, and once a year, the owner confirms that they still hold."""

    _inherit = "city12319.article"

    @api.model
    def _today(self):
        """Return the day in the city."""
        return self.env["city12319.numbering"]._local_day(fields.Datetime.now())

    @api.model
    def _days(self, name, default):
        # sudo: settings of the hotline
        return int(self.env["ir.config_parameter"].sudo().get_param(f"city12319_kb.{name}", default))

    def _flow_before_recertify(self, transition, values):
        values.setdefault("valid_until", fields.Date.to_string(self.valid_until) if self.valid_until else False)
        until = fields.Date.to_date(values["valid_until"])
        if until and until < self._today():
            raise UserError(self.env._("%(day)s is past: give a later last day, or leave it empty.", day=until))

    def _flow_apply_recertify(self, transition, target, values, at):
        self._flow_enter(transition, target, {**values, "certified_at": self._today()})
        return {}

    def _flow_after_recertify(self, event, values):
        self._close_recertification()

    def _flow_after_expire(self, event, values):
        self._close_recertification()

    def _flow_after_withdraw(self, event, values):
        self._close_recertification()

    def _close_recertification(self):
        """Take away the task to confirm this article: it was done, or has no object any more."""
        self.activity_unlink([RECERTIFY_ACTIVITY])

    # ------------------------------------------------------------------ daily

    @api.model
    def _cron_validity(self):
        """End what is past its last day; ask owners to confirm what ends soon or was not confirmed for long.

        Readers never depend on this: record rules and search look at the dates themselves.
        """
        past = Domain("state", "=", "published") & Domain("valid_until", "<", self._today())
        remaining = self.search_count(past)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=remaining)
        while articles := self.search(past, limit=BATCH):
            for article in articles:
                article._advance("expire", {})
            remaining = max(0, remaining - len(articles))
            if not cron._commit_progress(len(articles), remaining=remaining):
                return
        self._ask_to_recertify()

    @api.model
    def _to_recertify_domain(self):
        """Return what owners should confirm: valid until soon, or not confirmed for long."""
        today = self._today()
        soon = today + timedelta(days=self._days("recertify_before", 30))
        long_ago = today - timedelta(days=self._days("recertify_every", 365))
        return Domain("state", "=", "published") & Domain("revises_id", "=", False) & (
            Domain("valid_until", "<=", soon) | Domain("certified_at", "<", long_ago)
        )

    @api.model
    def _ask_to_recertify(self):
        """Give owners a task for each article that they should confirm; those who have one get no second."""
        activity_type = self.env.ref(RECERTIFY_ACTIVITY)
        waiting = self.env["mail.activity"].search([
            ("res_model", "=", self._name), ("activity_type_id", "=", activity_type.id),
        ]).mapped("res_id")
        for article in self.search(self._to_recertify_domain() & Domain("id", "not in", waiting)):
            article.activity_schedule(
                RECERTIFY_ACTIVITY, date_deadline=article.valid_until or self._today() + timedelta(days=14),
                user_id=article.owner_id.id,
            )
