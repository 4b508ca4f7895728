from odoo import fields, models


class EvaluationCase(models.Model):
    """One case that a number counts (数字反查): the counters of a line are the sums of these rows."""

    _name = "city12319.evaluation.case"
    _inherit = ["city12319.evaluation.result.mixin"]
    _description = "Case behind a Figure"
    _order = "at, id"
    _rec_name = "number"

    run_id = fields.Many2one("city12319.evaluation.run", required=True, index=True, ondelete="cascade")
    line_id = fields.Many2one("city12319.evaluation.line", required=True, ondelete="cascade")
    counter = fields.Char(required=True)
    ticket_id = fields.Many2one("city12319.ticket", ondelete="restrict")
    order_id = fields.Many2one("city12319.order", ondelete="restrict")
    inspection_id = fields.Many2one("city12319.inspection", ondelete="restrict")
    number = fields.Char()
    summary = fields.Char()
    at = fields.Datetime(string="Counted as of")
    amount = fields.Float(string="Counts", digits=(16, 2))

    # what a figure opens
    _line_idx = models.Index("(line_id, counter)")
    _ticket_idx = models.Index("(ticket_id)")
    _order_idx = models.Index("(order_id) WHERE order_id IS NOT NULL")

    def action_open(self):
        """Open the order, spot check or ticket."""
        self.ensure_one()
        return (self.inspection_id or self.order_id or self.ticket_id).get_formview_action()
