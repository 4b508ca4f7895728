from odoo import api, fields, models


class Stage(models.Model):
    _inherit = "city12319.stage"

    phase = fields.Selection(
        selection_add=[
            ("report", "Report"),
            ("acceptance", "Acceptance"),
            ("triage", "Triage"),
            ("dispatch", "Dispatch"),
            ("handling", "Handling"),
            ("feedback", "Feedback"),
            ("evaluation", "Return visit and evaluation"),
        ],
    )
    state = fields.Selection(
        selection="_selection_state", string="Handling state", help="What the ticket shows while its case is here.",
    )

    @api.model
    def _selection_state(self):
        return [(state.code, state.name) for state in self.env["city12319.state"].sudo().search([])]
