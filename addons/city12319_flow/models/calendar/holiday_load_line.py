from odoo import fields, models

from .day_published import public_days_row


class HolidayLoadLine(models.TransientModel):
    _name = "city12319.holiday.load.line"
    _description = "Day to Load"
    _order = "date"

    load_id = fields.Many2one("city12319.holiday.load", required=True, ondelete="cascade", index=True)
    date = fields.Date(required=True)
    name = fields.Char(required=True)
    kind = fields.Selection([("holiday", "Day off"), ("workday", "Worked")], required=True)
    state = fields.Selection(
        [("new", "New"), ("same", "As here"), ("differs", "Differs from here"), ("archived", "Archived here")],
        required=True,
    )
    day_id = fields.Many2one("city12319.calendar.day", string="Here")
    take = fields.Boolean(string="Take")

    def _published(self):
        return public_days_row(self.date, self.name, self.kind)
