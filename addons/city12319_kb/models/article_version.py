from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.city12319_flow import gate_key


class ArticleVersion(models.Model):
    """What an article said when it was published: frozen, with who wrote and who approved it."""

    _name = "city12319.article.version"
    _description = "Version of an Article"
    _order = "article_id, number desc"
    _rec_names_search = ["name"]

    article_id = fields.Many2one("city12319.article", required=True, index=True, ondelete="restrict")
    number = fields.Integer(required=True, aggregator=None)
    name = fields.Char(string="Title", required=True)
    body = fields.Html(string="Content")
    kind = fields.Selection(selection=lambda self: self.env["city12319.article"]._selection_kind())
    category_ids = fields.Many2many(
        "city12319.category", "city12319_article_version_category_rel", "version_id", "category_id",
        string="Problem categories",
    )
    keywords = fields.Char()
    source_unit = fields.Char(string="Issued by")
    document_number = fields.Char()
    valid_from = fields.Date()
    valid_until = fields.Date()
    related_ids = fields.Many2many(
        "city12319.article", "city12319_article_version_related_rel", "version_id", "article_id", string="See also",
    )
    visibility = fields.Selection(
        [("public", "Public: may be told to citizens"), ("internal", "Internal: staff of the hotline"),
         ("restricted", "Only some")],
    )
    allowed_group_ids = fields.Many2many(
        "res.groups", "city12319_article_version_group_rel", "version_id", "group_id", string="Roles that see it",
    )
    allowed_user_ids = fields.Many2many(
        "res.users", "city12319_article_version_user_rel", "version_id", "user_id", string="People who see it",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_article_version_attachment_rel", "version_id", "attachment_id", string="Files",
        bypass_search_access=True,
    )
    note = fields.Text(string="What changed")
    contributor_ids = fields.Many2many(
        "res.users", "city12319_article_version_contributor_rel", "version_id", "user_id", string="Written by",
    )
    submitted_by_id = fields.Many2one("res.users", ondelete="restrict")
    submitted_at = fields.Datetime()
    approved_by_id = fields.Many2one("res.users", ondelete="restrict")
    approved_at = fields.Datetime()

    _number_uniq = models.UniqueIndex("(article_id, number)", "This version exists already.")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._("%(number)s · %(title)s", number=version.number, title=version.name)

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Versions are kept by the flow itself, when an article is published."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("Versions are what was published, and are never changed. Revise the article instead."))

    def unlink(self):
        raise AccessError(self.env._("Versions are what was published, and are never deleted."))

    @api.model
    def _freeze(self, article, draft, event):
        """Keep the present content of ``article``, which came from ``draft``, approved in ``event``."""
        # a copy shares the stored content; the files of the article itself come and go with its revisions
        copies = [file.copy({"res_model": self._name, "res_id": False, "public": False}) for file in article.attachment_ids]
        version = self.create({
            **article._content(),
            "article_id": article.id,
            "number": article.edition,
            "note": draft._submission_note(),
            "contributor_ids": [Command.set(draft.contributor_ids.ids)],
            "submitted_by_id": draft.submitted_by_id.id,
            "submitted_at": draft.submitted_at,
            "approved_by_id": event.user_id.id,
            "approved_at": event.at,
            "attachment_ids": [Command.set([file.id for file in copies])],
        })
        version.attachment_ids.write({"res_id": version.id})
        return version

    # ------------------------------------------------------------------ what editors do with it

    def action_restore(self):
        """Start a revision of the article with the content of this version. It goes through review like any other."""
        self.ensure_one()
        self.check_access("read")
        article = self.article_id
        action = article.advance("revise")
        article.open_revision_id.write(self._content_for(article.open_revision_id))
        return action

    def _content_for(self, revision):
        """Return the content of this version as values for a draft; its files are copied."""
        content = {
            name: [Command.set(self[name].ids)] if self._fields[name].type == "many2many" else self[name]
            for name in revision._content_fields() if name != "attachment_ids"
        }
        files = [file.copy({"res_model": revision._name, "res_id": revision.id}) for file in self.attachment_ids]
        return {**content, "attachment_ids": [Command.set([file.id for file in files])]}

    def action_compare(self):
        """Compare this version with the one before it."""
        self.ensure_one()
        return self.env["city12319.article.compare"]._open(self.article_id, right=self)
