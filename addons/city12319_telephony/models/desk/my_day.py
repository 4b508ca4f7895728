from odoo import api, models


class MyDay(models.AbstractModel):
    """Calls on the agent's home page: own figures, and who is to be called back."""

    _inherit = "city12319.my.day"

    @api.model
    @api.readonly
    def load(self):
        """Add ``calls``: own figures of the day, how many call-backs are open and the first of them; None for others."""
        day = super().load()
        return {**day, "calls": self._calls() if day["agent"] else None}

    @api.model
    def _calls(self):
        callbacks = self.env["city12319.callback"]
        return {
            "figures": self.env["city12319.call"]._figures_today(self.env.user),
            "callbacks": callbacks.search_count([("state", "=", "open")]),
            "waiting": callbacks._first_for(self.env.user),
        }
