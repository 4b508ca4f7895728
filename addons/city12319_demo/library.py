"""Fills the knowledge base of the made-up city: written by the editor, approved by the approver, as people would."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.city12319_kb.tools.lines_markup import lines_markup

from .articles import ARTICLES

MODULE = "city12319_demo"


def write_articles(env):
    """Write, submit and approve the articles, and give them external ids: ``article_001`` is the first."""
    editor, approver = (env.ref(f"{MODULE}.user_{login}") for login in ("kbeditor", "kbapprover"))
    today = fields.Date.today()
    articles = env["city12319.article"].with_user(editor).create([
        {
            "name": article.title,
            "body": lines_markup(article.text),
            "kind": article.kind,
            "category_ids": [Command.set(env.ref(f"city12319_intake.category_{article.category}").ids)],
            "keywords": article.keywords,
            "source_unit": article.source,
            "document_number": article.number,
            "visibility": "internal" if article.internal else "public",
            "valid_until": today + timedelta(days=article.days) if article.days else False,
        }
        for article in ARTICLES
    ])
    articles.advance("submit")
    articles.with_user(approver).advance("approve")
    env["ir.model.data"]._update_xmlids([
        {"xml_id": f"{MODULE}.article_{number:03}", "record": article.sudo(), "noupdate": True}
        for number, article in enumerate(articles, 1)
    ])
