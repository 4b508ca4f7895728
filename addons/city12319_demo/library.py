"""Fills the knowledge base of the made-up city: written by the editor, approved by the approver, as people would."""

from datetime import timedelta
from itertools import groupby

from markupsafe import Markup, escape

from odoo import fields
from odoo.fields import Command

from .articles import ARTICLES

MODULE = "city12319_demo"


def write_articles(env):
    """Write, submit and approve the articles, and give them external ids: ``article_001`` is the first."""
    editor, approver = (env.ref(f"{MODULE}.user_{login}") for login in ("kbeditor", "kbapprover"))
    today = fields.Date.today()
    articles = env["city12319.article"].with_user(editor).create([
        {
            "name": article.title,
            "body": body(article.text),
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


def body(text):
    """Return a text of lines as HTML: lines that begin with “- ” become a list."""
    parts = []
    for is_item, lines in groupby(text.splitlines(), key=lambda line: line.startswith("- ")):
        if is_item:
            items = Markup("").join(Markup("<li>%s</li>") % line[2:] for line in lines)
            parts.append(Markup("<ul>%s</ul>") % items)
        else:
            parts += [Markup("<p>%s</p>") % escape(line) for line in lines]
    return Markup("").join(parts)
