from odoo import models


class EscalatedClock(models.Model):
    """The due table follows the clocks."""

    _inherit = "city12319.clock"

    def _escalations(self):
        # sudo: rows are written by the system, whoever moves the case
        return self.env["city12319.escalation"].sudo()

    def _on_started(self):
        super()._on_started()
        self._escalations()._plan(self)

    def _on_moved(self):
        super()._on_moved()
        self._escalations()._move(self)

    def _on_paused(self):
        super()._on_paused()
        self._escalations()._hold(self)

    def _on_stopped(self):
        super()._on_stopped()
        self._escalations()._drop(self)
