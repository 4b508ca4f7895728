from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

_BATCH = 200
TIMES = "city12319_telephony.nuisance_times"
DAYS = "city12319_telephony.nuisance_days"


class BlockedNumber(models.Model):
    """Proposed by agents or by the rule, decided by shift leaders, ended by hand or by time."""

    _inherit = "city12319.blocked.number"

    @api.model
    def propose(self, phone, reason):
        """Propose a number for the blacklist.

        :param phone: one number in any usual form
        :param reason: text, required
        :return: id of the proposal
        :raises AccessError: for everybody but agents
        :raises UserError: when a word is missing, or the number is on the list already
        """
        if not self.env.user.has_group("city12319_intake.group_agent"):
            raise AccessError(self.env._("Agents propose numbers for the blacklist."))
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say in a few words why this number should be blocked."))
        # sudo: proposals are written by this method alone
        row = self.sudo().create([{
            "phone": phone, "reason": reason.strip()[:500], "state": "proposed", "proposed_by_id": self.env.uid,
        }])
        row._tell_leaders()
        return row.id

    @api.model
    def _propose_by_rule(self, numbers):
        """Propose numbers that were a nuisance often enough (settings: times in days) and were not refused since."""
        times, days = self._setting(TIMES), self._setting(DAYS)
        if not times:
            return
        since = fields.Datetime.now() - timedelta(days=days)
        blacklist, calls = self.sudo(), self.env["city12319.call"].sudo()  # sudo: the rule acts, and counts colleagues' calls
        counts = calls._read_group([
            ("phone_sanitized", "in", numbers), ("offered_at", ">=", since), ("disposition", "=", "nuisance"),
            ("outcome", "!=", "blocked"),
        ], ["phone_sanitized"], ["__count", "phone:max"])
        known = set(blacklist.search([
            ("phone_sanitized", "in", numbers), "|", ("state", "in", ["proposed", "blocked"]),
            "&", ("state", "in", ["refused", "lifted"]), ("ended_at", ">=", since),
        ]).mapped("phone_sanitized"))
        rows = blacklist.create([
            {
                "phone": phone, "state": "proposed", "by_rule": True,
                "reason": self.env._("%(count)s nuisance calls in %(days)s days", count=count, days=days),
            }
            for number, count, phone in counts if count >= times and number not in known
        ])
        rows._tell_leaders()

    @api.model
    def _setting(self, key):
        # sudo: a setting
        return int(self.env["ir.config_parameter"].sudo().get_param(key) or 0)

    def action_block(self):
        """Decide that a proposed number is blocked."""
        self._decide("blocked")
        self._push()

    def action_refuse(self):
        """Decide that a proposed number is not blocked."""
        self._decide("refused")

    def action_lift(self):
        """Take numbers off the blacklist."""
        self._decide("lifted")
        self._push()

    def _decide(self, state):
        before = "blocked" if state == "lifted" else "proposed"
        self.check_access("write")  # shift leaders alone
        rows = self.sudo()  # sudo: checked above; these fields are written by the steps alone
        try:
            rows.lock_for_update()
        except LockError:
            raise UserError(self.env._("Somebody else decides on this number at this very moment. Reload and look.")) from None
        labels = dict(self._fields["state"]._description_selection(self.env))
        for row in rows:
            if row.state != before:
                raise UserError(self.env._(
                    "%(number)s is “%(state)s” already.", number=row.phone_masked, state=labels[row.state]))
        now = fields.Datetime.now()
        rows.write({
            "state": state, "decided_by_id": self.env.uid,
            **({"since": now} if state == "blocked" else {"ended_at": now}),
            **({"push_state": "pending"} if state != "refused" else {}),
        })

    def _tell_leaders(self):
        for row in self:
            self.env["city12319.notice"]._send_in_their_language(
                self.env.ref("city12319_intake.group_shift_leader").sudo().all_user_ids,  # sudo: whom to tell
                row._proposal_notice, record=row, channels=("inbox",),
            )

    def _proposal_notice(self, env):
        return env._("Proposed for the blacklist: %(number)s", number=self.phone_masked), self.reason

    @api.model
    def _cron_expire(self):
        """Scheduled: end blocks whose time is over, and tell the call centre what it does not know yet."""
        domain = [("state", "=", "blocked"), ("until", "<=", fields.Datetime.now())]
        due = self.search(domain, limit=_BATCH).try_lock_for_update()
        due.write({"state": "expired", "ended_at": fields.Datetime.now(), "push_state": "pending"})
        self.env["ir.cron"]._commit_progress(len(due), remaining=self.search_count(domain) if due else 0)
        self._push_waiting()
