from odoo import fields, models


class ArticleTerm(models.Model):
    """In how many articles a word stands: what is in few of them tells more. Counted anew after articles change."""

    _name = "city12319.article.term"
    _description = "Word of the Search Index"
    _log_access = False
    _rec_name = "word"
    _order = "word"

    word = fields.Char(required=True)
    count = fields.Integer(required=True, aggregator=None)

    # the words of a running text
    _word_uniq = models.UniqueIndex("(word) INCLUDE (count)")
