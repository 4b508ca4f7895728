from odoo import api, fields, models


class IrFilters(models.Model):
    """Saved filters, groupings and pivots, shared with everybody of a role: Odoo knows people, and all."""

    _inherit = "ir.filters"

    group_ids = fields.Many2many(
        "res.groups", string="Shared with roles", ondelete="cascade", groups="city12319_intake.group_config_admin",
        domain="[('privilege_id.category_id.name', '!=', False)]",
        help="Everybody with one of these roles finds it among the favourites of the list; only its owner and "
             "configuration administrators change it.",
    )

    @api.model
    def get_filters(self, model, action_id=None, embedded_action_id=None, embedded_parent_res_id=None):
        """As Odoo, with those that are shared with a role of the person."""
        found = super().get_filters(model, action_id, embedded_action_id, embedded_parent_res_id)
        domain = self._get_action_domain(action_id, embedded_action_id, embedded_parent_res_id) + [
            ("model_id", "=", model), ("id", "not in", [one["id"] for one in found]),
        ]
        # sudo: whether it is shared with a role of the person is asked here, and what is read is what Odoo's own call gives
        shared = self.sudo().with_context(self.env["res.users"].context_get()).search_read(
            domain + [("group_ids", "in", self.env.user.all_group_ids.ids)],
            ["name", "is_default", "domain", "context", "user_ids", "sort", "embedded_action_id", "embedded_parent_res_id"],
        )
        return found + shared
