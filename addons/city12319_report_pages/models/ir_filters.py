from odoo import api, fields, models
from odoo.exceptions import AccessError


class IrFilters(models.Model):
    """Saved filters and groupings may be shared with roles, beside Odoo's sharing with people or with everybody."""

    _inherit = "ir.filters"

    group_ids = fields.Many2many(
        "res.groups", "city12319_filter_group_rel", "filter_id", "group_id", string="Shared with roles",
        help="Only people with one of these roles find the filter. Empty: everybody whom it is shared with.",
    )

    @api.model
    def get_filters(self, model, action_id=None, embedded_action_id=None, embedded_parent_res_id=None):
        """Return the saved filters of a list for the current user: those of other roles are left out; see the base."""
        found = super().get_filters(model, action_id, embedded_action_id, embedded_parent_res_id)
        shared = self.browse(item["id"] for item in found).sudo()  # sudo: which roles a filter is for
        others = {item.id for item in shared if item.group_ids and not item.group_ids & self.env.user.all_group_ids}
        return [item for item in found if item["id"] not in others]

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._check_shared()
        return filters

    def write(self, vals):
        self._check_shared()
        result = super().write(vals)
        self._check_shared()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._check_shared()

    def _check_shared(self):
        """Refuse that somebody else than a configuration administrator touches what is shared with roles."""
        if self.env.su or self.env.user.has_group("city12319_intake.group_config_admin"):
            return
        if any(shared.group_ids for shared in self.sudo()):  # sudo: which roles a filter is for
            raise AccessError(self.env._("Filters that are shared with roles are kept by configuration administrators."))
