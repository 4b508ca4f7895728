from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import visit_plan


class VisitTime(models.Model):
    """A time of the week at which a citizen likes to be called."""

    _name = "city12319.visit.time"
    _inherit = "city12319.dictionary.mixin"
    _description = "Time to Call"

    days = fields.Selection(
        [("all", "Every day"), ("workdays", "Monday to Friday"), ("weekend", "Saturday and Sunday")],
        required=True, default="all",
    )
    start = fields.Float(required=True, string="From", default=9, aggregator=None)
    end = fields.Float(required=True, string="To", default=18, aggregator=None)

    @api.constrains("start", "end")
    def _check_hours(self):
        for item in self:
            if not 0 <= item.start < item.end <= 24:
                raise ValidationError(self.env._("“%(name)s” must begin before it ends, within one day.", name=item.name))

    def _fitting(self, at):
        """Return those of the times that naive UTC ``at`` lies in."""
        moment = visit_plan.local(at, self.env["city12319.visit"]._zone())
        return self.filtered(lambda item: visit_plan.CallTime(item.days, item.start, item.end).fits(moment))
