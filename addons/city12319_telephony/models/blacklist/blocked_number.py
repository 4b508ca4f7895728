from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.city12319_intake.tools import phone as phone_tools
from odoo.addons.city12319_intake.tools import phone_text

from ..call.call import WHO_SEES_NUMBERS

STATES = [
    ("proposed", "Proposed"), ("blocked", "On the list"), ("refused", "Refused"), ("lifted", "Lifted"), ("expired", "Expired"),
]
_EDITABLE = {"reason", "until"}


class BlockedNumber(models.Model):
    """A number that the call centre turns away (黑名单). Agents propose, shift leaders decide, the list is pushed.

    Its steps: ``blocked_number_steps``; how the call centre gets to know: ``blocked_number_push``.
    """

    _name = "city12319.blocked.number"
    _inherit = ["mail.thread"]
    _description = "Blocked Number"
    _order = "id desc"
    _rec_name = "phone_masked"
    _mail_post_access = "read"

    phone = fields.Char(string="Telephone", required=True, groups=WHO_SEES_NUMBERS)
    phone_sanitized = fields.Char(
        compute="_compute_phone_sanitized", store=True, precompute=True, string="Number (E.164)", groups=WHO_SEES_NUMBERS,
    )
    phone_masked = fields.Char(compute="_compute_phone_masked", compute_sudo=True, string="Masked number")
    reason = fields.Char(required=True, tracking=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="blocked", tracking=True, copy=False)
    until = fields.Datetime(string="Blocked until", tracking=True, help="Empty: until somebody lifts it.")
    proposed_by_id = fields.Many2one("res.users", string="Proposed by", readonly=True, ondelete="restrict", copy=False)
    by_rule = fields.Boolean(string="Proposed by rule", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, ondelete="restrict", copy=False)
    since = fields.Datetime(string="Blocked since", readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    push_state = fields.Selection(
        [
            ("none", "Nothing to tell"), ("pending", "To be told"), ("confirmed", "Confirmed by the call centre"),
            ("failed", "Failed"),
        ],
        required=True, readonly=True, default="none", copy=False, string="Call centre",
    )
    push_message = fields.Char(readonly=True, copy=False, string="What the call centre said")
    pushed_at = fields.Datetime(readonly=True, copy=False, string="Told at")

    # a number is on the list once
    _number_uniq = models.UniqueIndex(
        "(phone_sanitized) WHERE state IN ('proposed', 'blocked')", "This number is on the list, or proposed, already.",
    )
    # the job that ends what is over, and the one that tells the call centre
    _until_idx = models.Index("(until) WHERE state = 'blocked' AND until IS NOT NULL")
    _push_idx = models.Index("(id) WHERE push_state IN ('pending', 'failed')")

    @api.depends("phone")
    def _compute_phone_sanitized(self):
        area_code = self.env["city12319.caller"]._area_code()
        for row in self:
            row.phone_sanitized = phone_tools.primary_e164(row.phone or "", area_code) or False

    @api.depends("phone")
    def _compute_phone_masked(self):
        for row in self:
            row.phone_masked = phone_tools.mask(row.phone) if row.phone else False

    @api.constrains("phone_sanitized")
    def _check_number(self):
        for row in self:
            if not row.phone_sanitized:
                raise UserError(self.env._("Enter one telephone number: “%(phone)s” is none.", phone=row.phone))

    @api.constrains("until", "state")
    def _check_until(self):
        now = fields.Datetime.now()
        if any(row.state == "blocked" and row.until and row.until <= now for row in self):
            raise UserError(self.env._("The end of the block lies in the past. Choose a later time, or lift the block."))

    @api.model_create_multi
    def create(self, vals_list):
        """Block numbers at once, as a shift leader; proposals come from :meth:`propose`."""
        area_code = self.env["city12319.caller"]._area_code()
        for vals in vals_list:
            if not self.env.su:
                self._refuse(vals.keys() - _EDITABLE - {"phone"})
                vals.update(decided_by_id=self.env.uid, since=fields.Datetime.now(), push_state="pending")
            vals["phone"] = phone_text.display(vals.get("phone"), area_code)
        self.flush_model(["state"])  # a number may come back: the index looks at the table
        rows = super().create(vals_list)
        if not self.env.su:
            rows._push()
        return rows

    def write(self, vals):
        if not self.env.su:
            self._refuse({name for name in vals.keys() - _EDITABLE if not name.startswith(("message_", "activity_"))})
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("The blacklist keeps what was on it: lift the block instead."))

    def _refuse(self, names):
        names = names & self._fields.keys()
        if names:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
            raise AccessError(self.env._("%(fields)s cannot be edited by hand. Use the buttons.", fields=labels))
