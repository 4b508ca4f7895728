from odoo import models


class Clock(models.Model):
    _inherit = "city12319.clock"

    # what was settled in a period: done, or its limit run out, whichever came first (an absent moment is left aside)
    _settled_idx = models.Index("(scope, (LEAST(stopped_at, due_at))) WHERE scope <> 'total'")
