from odoo import api, fields, models

_READERS = "city12319_intake.group_agent,city12319_intake.group_leader,base.group_system"


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    external_number = fields.Char(
        string="Outside number", index="btree_not_null", copy=False,
        help="Number that another system gave to this registration.",
    )
    import_note = fields.Text(
        string="Kept from import", readonly=True, copy=False, groups=_READERS,
        help="Words of the imported table that have no place in this form, or that were read as something else.",
    )
    import_batch = fields.Char(
        string="Imported from", readonly=True, copy=False, index="btree_not_null", groups=_READERS,
    )
    import_key = fields.Char(
        readonly=True, copy=False, export_string_translation=False, groups="base.group_system",
        help="What tells an imported registration apart: source system and number, or a checksum of the row.",
    )

    # the same table imported twice makes no second ticket
    _import_key_uniq = models.UniqueIndex(
        "(import_key) WHERE import_key IS NOT NULL", "This registration has been imported already.",
    )

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"import_note", "import_batch", "import_key"}
