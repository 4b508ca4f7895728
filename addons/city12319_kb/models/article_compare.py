import re

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.html_editor.models.diff_utils import generate_comparison


class ArticleCompare(models.TransientModel):
    """Two versions of an article side by side, or a version and the draft that is to replace it."""

    _name = "city12319.article.compare"
    _description = "Comparison of Versions"

    article_id = fields.Many2one("city12319.article", required=True, readonly=True)
    draft_id = fields.Many2one("city12319.article", string="Draft", readonly=True)
    left_id = fields.Many2one(
        "city12319.article.version", string="Earlier", domain="[('article_id', '=', article_id)]", required=True,
    )
    right_id = fields.Many2one(
        "city12319.article.version", string="Later", domain="[('article_id', '=', article_id)]",
        help="Empty: what stands in the draft, or in the article now.",
    )
    left_body = fields.Html(compute="_compute_difference", sanitize=False)
    right_body = fields.Html(compute="_compute_difference", sanitize=False)
    facts = fields.Html(string="What else differs", compute="_compute_difference", sanitize=False)
    is_same = fields.Boolean(compute="_compute_difference")

    @api.model
    def _open(self, article, left=None, right=None, draft=None):
        """Open the comparison of two versions; the right one may be a draft."""
        versions = article.version_ids
        if not left:
            earlier = versions.filtered(lambda version: not right or version.number < right.number)
            left = earlier[:1] or versions[:1]
        compare = self.create({
            "article_id": article.id, "left_id": left.id, "right_id": right.id if right else False,
            "draft_id": draft.id if draft else False,
        })
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": compare.id, "target": "new",
            "name": self.env._("Compare versions"), "views": [(False, "form")],
            "context": {"dialog_size": "extra-large"},
        }

    @api.depends("left_id", "right_id")
    def _compute_difference(self):
        for compare in self:
            left, right = compare.left_id, compare.right_id or compare.draft_id or compare.article_id
            compared = generate_comparison(left.body or "", right.body or "") if left else right.body or ""
            compare.left_body = _side(compared, "removed", "added")
            compare.right_body = _side(compared, "added", "removed")
            rows = compare._facts(left, right) if left else []
            compare.facts = self.env["ir.qweb"]._render("city12319_kb.article_compare_facts", {"rows": rows}) if rows else False
            compare.is_same = bool(left) and not rows and (left.body or "") == (right.body or "")

    def _facts(self, left, right):
        """Return ``[(label, left, right)]`` of the fields beside the body that differ."""
        rows = []
        for name in self.env["city12319.article"]._content_fields():
            if name in ("body", "attachment_ids"):
                continue
            field = right._fields[name]
            values = [self._shown(record, name) for record in (left, right)]
            if values[0] != values[1]:
                rows.append((field._description_string(self.env), *values))
        files = [", ".join(sorted(record.attachment_ids.mapped("name"))) for record in (left, right)]
        if files[0] != files[1]:
            rows.append((left._fields["attachment_ids"]._description_string(self.env), *files))
        return rows

    def _shown(self, record, name):
        field, value = record._fields[name], record[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return fields.Date.to_string(value) if field.type == "date" and value else value or ""


def _side(compared, kept, dropped):
    """Return one side of a comparison: without what is on the other side only, and its own marked."""
    text = re.sub(rf"<{dropped}>.*?</{dropped}>", "", compared, flags=re.DOTALL)
    tag = "del" if kept == "removed" else "ins"
    # the text was sanitized when it was saved; the marks are ours
    return Markup(text.replace(f"<{kept}>", f"<{tag}>").replace(f"</{kept}>", f"</{tag}>"))
