from odoo import fields, models

from ..call.call import WHO_SEES_NUMBERS


class Call(models.Model):
    _inherit = "city12319.call"

    recording_ids = fields.One2many(
        "city12319.recording", "call_id", readonly=True, string="Recordings of the call", groups=WHO_SEES_NUMBERS,
    )

    def _on_folded(self, before):
        super()._on_folded(before)
        told = [(call, path) for call in self for path in call.recordings or []]
        if not told:
            return
        recordings = self.env["city12319.recording"]
        known = {(row.call_id, row.path) for row in recordings.search([("call_id", "in", self.ids)])}
        recordings.create([{"call_id": call.id, "path": path} for call, path in told if (call, path) not in known])
