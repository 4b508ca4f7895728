from odoo import fields, models


class TableImportLine(models.TransientModel):
    """A column of the table, and the field of the ticket that it goes to."""

    _name = "city12319.table.import.line"
    _description = "Column of an Imported Table"
    _order = "position"

    import_id = fields.Many2one("city12319.table.import", required=True, index=True, ondelete="cascade")
    position = fields.Integer(required=True)
    header = fields.Char(string="Column", readonly=True)
    sample = fields.Char(string="For example", readonly=True)
    target = fields.Selection(
        [
            ("external_number", "Outside number"), ("caller_name", "Caller"), ("phone", "Phone"),
            ("reported_at", "Reported at"), ("reported_time", "Reported at (time of day)"),
            ("occurred_at", "Occurred at"), ("agent", "Agent"), ("source", "Source"),
            ("category", "Problem category"), ("service_type", "Service type"), ("summary", "Summary"),
            ("description", "Description"), ("address", "Address"), ("area", "Area"), ("latitude", "Latitude"),
            ("longitude", "Longitude"), ("confidential", "Confidential"), ("instruction", "Leader's instruction"),
            ("result", "Citizen's judgement"), ("state", "Handling state"), ("note", "Keep as a note"),
        ],
        string="Goes to", help="Empty: the column is not imported.",
    )
    reason = fields.Selection(
        [
            ("known", "Known name"), ("second", "Another column fits better"), ("unknown", "Not a known name"),
        ],
        string="Proposed because", readonly=True,
    )


class TableImportError(models.TransientModel):
    """What is wrong with a cell, or what the reader should know about it."""

    _name = "city12319.table.import.error"
    _description = "Error in an Imported Table"
    _order = "id"

    import_id = fields.Many2one("city12319.table.import", required=True, index=True, ondelete="cascade")
    row = fields.Integer(readonly=True, aggregator=None)
    field = fields.Char(readonly=True)
    value = fields.Char(readonly=True)
    message = fields.Char(readonly=True)
    notice = fields.Boolean(readonly=True, string="Only a notice")
