from odoo import api, fields, models
from odoo.exceptions import AccessError

_EDITORS = "city12319_intake.group_shift_leader,city12319_intake.group_config_admin"


class Shareable(models.AbstractModel):
    """Something that an agent keeps for the own work, or that shift leaders keep for everybody."""

    _name = "city12319.shareable.mixin"
    _description = "Own or Shared"
    _order = "use_count desc, sequence, name, id"

    name = fields.Char(required=True)
    shared = fields.Boolean(help="For everybody at the desk. Shift leaders decide.", index=True)
    user_id = fields.Many2one(
        "res.users", string="Owner", required=True, default=lambda self: self.env.user, readonly=True, index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category_id = fields.Many2one("city12319.category", string="Problem category", ondelete="set null")
    use_count = fields.Integer(readonly=True, copy=False, aggregator=None, help="How often it was used.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_sharing(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_sharing(vals)
        return super().write(vals)

    @api.model
    def _check_sharing(self, vals):
        """Record rules look at what stands there before: what is written is checked here."""
        if self.env.su:
            return
        if vals.get("shared") and not self.env.user.has_groups(_EDITORS):
            raise AccessError(self.env._("Only shift leaders share texts and templates with everybody."))
        if vals.get("user_id", self.env.uid) != self.env.uid:
            raise AccessError(self.env._("What is kept for oneself belongs to whoever writes it."))

    def count_use(self):
        """Count one use. Two people who use the same one at once do not wait for each other: one may go uncounted."""
        self.check_access("read")
        # sudo: agents use what shift leaders wrote
        for record in self.sudo().try_lock_for_update(allow_referencing=True):
            record.use_count += 1
