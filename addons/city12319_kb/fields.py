from odoo import fields


class SearchVector(fields.Text):
    """A column of type ``tsvector``: written from a computed text, read by the database alone."""

    _column_type = ("tsvector", "tsvector")
    prefetch = False
