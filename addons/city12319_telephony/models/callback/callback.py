from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.city12319_intake.tools import phone as phone_tools

from ..call.call import WHO_SEES_NUMBERS


class Callback(models.Model):
    """Somebody called and talked to nobody: call back. One open row for a number, however often it called."""

    _name = "city12319.callback"
    _description = "Call-back"
    _order = "first_call_at, id"
    _rec_name = "phone_masked"

    phone = fields.Char(readonly=True, string="Telephone", groups=WHO_SEES_NUMBERS)
    phone_sanitized = fields.Char(required=True, readonly=True, string="Number (E.164)", groups=WHO_SEES_NUMBERS)
    phone_masked = fields.Char(compute="_compute_phone_masked", compute_sudo=True, string="Masked number")
    kind = fields.Selection(
        [("abandoned", "Abandoned"), ("after_hours", "After hours"), ("message", "Message left")], required=True, readonly=True,
    )
    state = fields.Selection([("open", "Open"), ("done", "Done")], required=True, readonly=True, default="open")
    result = fields.Selection(
        [
            ("called_again", "Called again"), ("reached", "Reached"), ("not_reached", "Given up"), ("not_needed", "Not needed"),
        ],
        readonly=True,
    )
    note = fields.Char(readonly=True)
    call_ids = fields.One2many("city12319.call", "callback_id", readonly=True, string="Calls")
    call_count = fields.Integer(compute="_compute_counts", string="Calls in vain")
    attempt_count = fields.Integer(compute="_compute_counts", string="Attempts")
    first_call_at = fields.Datetime(required=True, readonly=True)
    last_call_at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Taken by", readonly=True, ondelete="restrict", index="btree_not_null")
    taken_at = fields.Datetime(readonly=True)
    done_at = fields.Datetime(readonly=True)
    done_user_id = fields.Many2one("res.users", string="Done by", readonly=True, ondelete="restrict")
    done_call_id = fields.Many2one("city12319.call", string="Done by the call", readonly=True, ondelete="restrict")

    # one open row for a number, found when it calls again
    _open_uniq = models.UniqueIndex("(phone_sanitized) WHERE state = 'open'", "This number waits for a call-back already.")
    # the work list
    _open_idx = models.Index("(first_call_at, id) WHERE state = 'open'")

    @api.depends("phone")
    def _compute_phone_masked(self):
        for callback in self:
            callback.phone_masked = phone_tools.mask(callback.phone) if callback.phone else False

    @api.depends("call_ids.direction")
    def _compute_counts(self):
        counts = dict.fromkeys(self._ids, (0, 0))
        # sudo: counts of calls that a colleague may have made
        for callback, direction, count in self.env["city12319.call"].sudo()._read_group(
            [("callback_id", "in", self.ids)], ["callback_id", "direction"], ["__count"],
        ):
            incoming, outgoing = counts[callback.id]
            counts[callback.id] = (count, outgoing) if direction == "in" else (incoming, outgoing + count)
        for callback in self:
            callback.call_count, callback.attempt_count = counts.get(callback.id, (0, 0))

    def take(self):
        """Take call-backs over, so that no two agents dial the same number.

        :raises UserError: when a colleague has taken one, or one is done
        """
        self._check_open()
        self.sudo().lock_for_update()  # sudo: the work list is written by its own methods alone
        for callback in self:
            if callback.user_id and callback.user_id != self.env.user:
                raise UserError(self.env._("%(user)s has taken this call-back already.", user=callback.user_id.sudo().name))
        self.sudo().write({"user_id": self.env.uid, "taken_at": fields.Datetime.now()})
        return True

    def give_back(self):
        """Put call-backs that one has taken back on the list."""
        self._check_open()
        self._check_mine()
        self.sudo().write({"user_id": False, "taken_at": False})  # sudo: see take()
        return True

    def finish(self, result, note=None):
        """End call-backs by hand.

        :param result: reached, not_reached or not_needed
        :param note: why, optional; needed for whoever gives up
        """
        self._check_open()
        self._check_mine()
        if result not in ("reached", "not_reached", "not_needed"):
            raise UserError(self.env._("Choose reached, given up or not needed."))
        if result != "reached" and not (note or "").strip():
            raise UserError(self.env._("Say in a few words why nobody is called back."))
        self.sudo().write({  # sudo: see take()
            "state": "done", "result": result, "note": (note or "").strip() or False, "done_at": fields.Datetime.now(),
            "done_user_id": self.env.uid,
        })
        return True

    def action_finish_reached(self):
        return self.finish("reached")

    def _check_open(self):
        self.check_access("read")
        if not self.env.user.has_group("city12319_intake.group_agent"):
            raise AccessError(self.env._("Agents call back."))
        if any(callback.state == "done" for callback in self):
            raise UserError(self.env._("This call-back is done already."))

    def _check_mine(self):
        leads = self.env.user.has_group("city12319_intake.group_shift_leader")
        for callback in self:
            if callback.user_id and callback.user_id != self.env.user and not leads:
                raise UserError(self.env._("%(user)s has taken this call-back.", user=callback.user_id.sudo().name))
