from odoo import api, models


class MyDay(models.AbstractModel):
    """What is new in the knowledge base, on the home page of people at the desk."""

    _inherit = "city12319.my.day"

    @api.model
    @api.readonly
    def load(self):
        """Add ``news``: articles that were published lately and that the person has not read."""
        return {**super().load(), "news": self.env["city12319.article"].news()}
