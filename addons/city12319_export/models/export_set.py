from odoo import api, fields, models
from odoo.exceptions import UserError


class ExportSet(models.Model):
    """Columns that are ready to be exported: delivered, of the administrators for everybody, or somebody's own."""

    _name = "city12319.export.set"
    _description = "Column Set"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model", required=True, ondelete="cascade", index=True, string="Records of",
        domain="[('model', '=like', 'city12319.%'), ('transient', '=', False)]",
    )
    model = fields.Char(related="model_id.model", store=True, index=True, string="Model Name")
    user_id = fields.Many2one(
        "res.users", string="Belongs to", index="btree_not_null", ondelete="cascade", default=lambda self: self.env.user,
        help="Empty: everybody who exports may choose it.",
    )
    line_ids = fields.One2many("city12319.export.set.line", "set_id", string="Columns", copy=True)

    @api.model
    def save_own(self, model, name, columns):
        """Keep a person's choice of columns under a name; the same name replaces the earlier choice.

        :param model: technical name of the model
        :param name: how the person calls it
        :param columns: names of fields, in order
        :return: the set's id
        """
        self.env["city12319.export.table"]._check_may_export()
        if not name.strip():
            raise UserError(self.env._("Give your choice of columns a name."))
        names = [column.name for column in self.env["city12319.export.table"]._columns(model, columns)]
        # sudo: people write their own sets alone; administrators write those of all
        sets = self.sudo().search([
            ("model", "=", model), ("user_id", "=", self.env.uid), ("name", "=", name.strip()),
        ], limit=1)
        lines = [fields.Command.clear()] + [
            fields.Command.create({"field": field, "sequence": number}) for number, field in enumerate(names)
        ]
        if sets:
            sets.line_ids = lines
        else:
            sets = self.sudo().create({
                "name": name.strip(), "model_id": self.env["ir.model"]._get_id(model), "user_id": self.env.uid,
                "line_ids": lines,
            })
        return sets.id

    def remove_own(self):
        """Delete the person's own sets among these."""
        # sudo: see save_own; only one's own are deleted
        self.sudo().filtered(lambda one: one.user_id == self.env.user).unlink()
