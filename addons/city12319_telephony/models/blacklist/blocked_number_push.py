from odoo import api, fields, models

_BATCH = 100
_NO_WAY = ("not_configured", "unreachable", "timeout", "down")  # the next number would fare no better


class BlockedNumber(models.Model):
    """The call centre is told of every change, and again after it was away: it may have lost the list, or missed some of it."""

    _inherit = "city12319.blocked.number"

    def action_push(self):
        """Tell the call centre again."""
        self.check_access("write")  # shift leaders alone
        self._push()

    def _push(self):
        """Tell every server of the call centre of these numbers; return False when it cannot be reached."""
        for row in self.sudo():  # sudo: what came of it is written by the system
            answer = row._tell()
            row.write({
                "push_state": "confirmed" if answer["ok"] else "failed", "pushed_at": fields.Datetime.now(),
                "push_message": False if answer["ok"] else answer["message"],
            })
            if answer["reason"] in _NO_WAY:
                (self.sudo() - row).filtered(lambda other: other.push_state == "pending").write({
                    "push_state": "failed", "push_message": answer["message"],
                })
                return False
        return True

    def _tell(self):
        self.ensure_one()
        seats = self.env["city12319.seat"]
        name = "blacklist_add" if self.state == "blocked" else "blacklist_remove"
        values = {"number": seats._dial_string(self.phone_sanitized)}
        for server in seats._servers():
            answer = seats._carry_out(name, values, seats, server=server)
            if not answer["ok"]:
                return answer
        return answer

    @api.model
    def _push_again(self):
        """A server was connected again: let the job tell it everything, outside of what is being handed in."""
        self.env["city12319.seat"]._forget_night()
        self.search([("state", "=", "blocked"), ("push_state", "!=", "pending")]).write({"push_state": "pending"})
        self.env.ref("city12319_telephony.cron_blacklist")._trigger()

    @api.model
    def _push_waiting(self):
        """Tell what is still to be told; stops when the call centre cannot be reached, and begins again next time."""
        self.env["city12319.seat"]._retell_night()
        last = 0
        while rows := self.search([("push_state", "in", ["pending", "failed"]), ("id", ">", last)], order="id", limit=_BATCH):
            last = rows[-1].id
            reached = rows._push()
            self.env["ir.cron"]._commit_progress(len(rows))
            if not reached:
                break
