from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.city12319_flow import gate_key

from .stage import ARTICLE_STATES

MAX_TITLE = 128


class Article(models.Model):
    """A piece of knowledge (知识): a standard answer, a regulation, a guide, a notice.

    Its fields hold what readers see: the published text, or the first draft as long as nothing is published. To change a
    published article, a *revision* is written: a record of its own that points to it by ``revises_id``, goes through the
    same flow, and hands its content over when it is approved. So readers see the last published version at any moment.
    """

    _name = "city12319.article"
    _inherit = ["mail.thread", "mail.activity.mixin", "html.field.history.mixin", "city12319.flow.mixin"]
    _description = "Article"
    _order = "use_count desc, id desc"

    _flow_code = "article"
    _flow_event_model = "city12319.article.event"
    _flow_event_field = "article_id"
    _flow_creation_code = "write"
    _mail_post_access = "write"

    # what it says
    name = fields.Char(string="Title", required=True, help="The question as a citizen would ask it, or the title.")
    body = fields.Html(string="Content", sanitize=True, help="The answer, as it may be read aloud.")
    kind = fields.Selection(selection="_selection_kind", required=True, default="qa", index=True)
    category_ids = fields.Many2many(
        "city12319.category", "city12319_article_category_rel", "article_id", "category_id", string="Problem categories",
        domain="[('is_current', '=', True)]",
    )
    category_id = fields.Many2one(
        "city12319.category", string="Main category", compute="_compute_category_id", store=True, index=True,
        ondelete="restrict", help="Where the article stands in the tree.",
    )
    keywords = fields.Char(help="Words that citizens use for it, with blanks or commas between.")

    # where it comes from, how long it holds
    source_unit = fields.Char(string="Issued by", index=True)
    document_number = fields.Char()
    valid_from = fields.Date(help="First day on which readers see it. Empty: as soon as it is published.")
    valid_until = fields.Date(help="Last day on which it is right. Empty: until it is withdrawn.")
    owner_id = fields.Many2one(
        "res.users", string="Owner", required=True, default=lambda self: self.env.user, index=True, ondelete="restrict",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("city12319_intake.group_kb_editor").ids)],
        help="Keeps the article right: gets corrections and the question whether it still holds.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_article_attachment_rel", "article_id", "attachment_id", string="Files",
        bypass_search_access=True,
    )
    related_ids = fields.Many2many(
        "city12319.article", "city12319_article_related_rel", "article_id", "related_id", string="See also",
        domain="[('revises_id', '=', False), ('id', '!=', id)]",
    )

    # who sees it
    visibility = fields.Selection(
        [("public", "Public: may be told to citizens"), ("internal", "Internal: staff of the hotline"),
         ("restricted", "Only some")],
        required=True, default="public",
    )
    allowed_group_ids = fields.Many2many(
        "res.groups", "city12319_article_group_rel", "article_id", "group_id", string="Roles that see it",
    )
    allowed_user_ids = fields.Many2many(
        "res.users", "city12319_article_user_rel", "article_id", "user_id", string="People who see it",
    )

    # where it stands
    state = fields.Selection(ARTICLE_STATES, readonly=True, copy=False, index=True)
    revises_id = fields.Many2one(
        "city12319.article", string="Revision of", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
    )
    revision_ids = fields.One2many("city12319.article", "revises_id", string="Revisions")
    open_revision_id = fields.Many2one(
        "city12319.article", compute="_compute_open_revision_id", search="_search_open_revision_id", string="Being revised in",
    )
    contributor_ids = fields.Many2many(
        "res.users", "city12319_article_contributor_rel", "article_id", "user_id", string="Written by", readonly=True,
        copy=False,
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_at = fields.Datetime(readonly=True, copy=False)
    edition = fields.Integer(string="Published version", readonly=True, copy=False, aggregator=None)
    published_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    certified_at = fields.Date(
        string="Confirmed on", readonly=True, copy=False, help="When somebody last confirmed that it holds.",
    )
    version_ids = fields.One2many(
        "city12319.article.version", "article_id", string="Versions", readonly=True, groups="city12319_intake.group_kb_editor",
    )
    version_count = fields.Integer(compute="_compute_version_count")
    event_ids = fields.One2many(
        "city12319.article.event", "article_id", readonly=True, groups="city12319_intake.group_kb_editor",
    )
    use_count = fields.Integer(string="Used", readonly=True, copy=False, default=0, help="How often it answered a ticket.")

    # the history of what editors type is not for readers
    html_field_history = fields.Json(groups="city12319_intake.group_kb_editor")
    html_field_history_metadata = fields.Json(groups="city12319_intake.group_kb_editor")

    # the default list; what expires, and what is to be confirmed again
    _use_idx = models.Index("(use_count DESC, id DESC)")
    _expiry_idx = models.Index("(valid_until) WHERE state = 'published'")
    _one_revision = models.UniqueIndex(
        "(revises_id) WHERE revises_id IS NOT NULL AND state IN ('draft', 'review')",
        "This article is being revised already.",
    )
    _validity_check = models.Constraint(
        "CHECK(valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)",
        "The last day of validity lies before the first.",
    )

    @api.model
    def _selection_kind(self):
        # sudo: the list of kinds is open to everybody
        return [(kind.code, kind.name) for kind in self.env["city12319.article.kind"].sudo().search([])]

    @api.model
    def _get_versioned_fields(self):
        return ["body"]

    @api.depends("category_ids")
    def _compute_category_id(self):
        for article in self:
            article.category_id = article.category_ids[:1]._origin

    @api.depends("revision_ids.state")
    def _compute_open_revision_id(self):
        revisions = self.search([("revises_id", "in", self.ids), ("state", "in", ["draft", "review"])])
        by_article = {revision.revises_id: revision for revision in revisions}
        for article in self:
            article.open_revision_id = by_article.get(article._origin, False)

    def _search_open_revision_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        revised = Domain("revision_ids", "any", [("state", "in", ["draft", "review"])])
        ids = [article_id for article_id in value if article_id]
        some = revised & Domain("revision_ids", "any", [("id", "in", ids)]) if ids else Domain.FALSE
        return some | ~revised if False in value else some

    @api.depends("revises_id")
    def _compute_version_count(self):
        # sudo: a number only; the versions themselves are for editors
        counts = dict(self.env["city12319.article.version"].sudo()._read_group(
            [("article_id", "in", (self | self.revises_id).ids)], ["article_id"], ["__count"],
        ))
        for article in self:
            article.version_count = counts.get(article.revises_id or article._origin, 0)

    @api.depends("name", "revises_id")
    def _compute_display_name(self):
        for article in self:
            article.display_name = (
                self.env._("%(title)s (revision)", title=article.name) if article.revises_id else article.name
            )

    @api.constrains("name")
    def _check_name(self):
        for article in self:
            if len(article.name.strip()) > MAX_TITLE:
                raise ValidationError(self.env._(
                    "A title has %(count)s characters at most: “%(title)s…”", count=MAX_TITLE, title=article.name[:20],
                ))

    def _check_audience(self):
        """Refuse an article that nobody would see. Not a constraint: the lists are written after the article itself."""
        for article in self:
            if article.visibility == "restricted" and not article._has_audience():
                raise ValidationError(self.env._(
                    "Choose who sees “%(title)s”, or make it internal.", title=article.name,
                ))

    def _has_audience(self):
        """Tell whether somebody beside the editors is allowed to see this restricted article."""
        self.ensure_one()
        return bool(self.allowed_group_ids or self.allowed_user_ids)

    # ------------------------------------------------------------------ content

    @api.model
    def _content_fields(self):
        """Return the names of the fields that make up a version: changed in drafts only, handed over when approved."""
        return [
            "name", "body", "kind", "category_ids", "keywords", "source_unit", "document_number", "valid_from",
            "valid_until", "attachment_ids", "related_ids", "visibility", "allowed_group_ids", "allowed_user_ids",
        ]

    def _content(self):
        """Return the content of this article as values for another one."""
        self.ensure_one()
        return {
            name: [Command.set(self[name].ids)] if self._fields[name].type == "many2many" else self[name]
            for name in self._content_fields()
        }

    @api.model
    def _reader_domain(self):
        """Return what is in force now: published, and within its days. The record rules say the same."""
        return (
            Domain("state", "=", "published")
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", "today"))
            & (Domain("valid_until", "=", False) | Domain("valid_until", ">=", "today"))
        )

    @api.model_create_multi
    def create(self, vals_list):
        articles = super().create(vals_list)
        if not gate_key.is_open(self.env):
            articles._check_audience()
            articles._note_contributor()
        return articles

    def write(self, vals):
        if gate_key.is_open(self.env):
            return super().write(vals)
        content = set(self._content_fields()) & vals.keys()
        if content:
            self._check_editable()
        result = super().write(vals)
        if content:
            self._note_contributor()
        if any(name == "visibility" or name.startswith("allowed_") for name in content):
            self._check_audience()
        if "attachment_ids" in content:
            self._check_files()
        return result

    def _check_files(self):
        """Refuse files that belong elsewhere or to somebody else: an article would open them to its readers."""
        for article in self:
            homes = {(article._name, article.id), (article._name, article.revises_id.id)}
            for file in article.attachment_ids.sudo():  # sudo: who owns a file is decided here
                if file.res_id:
                    mine = (file.res_model, file.res_id) in homes
                else:
                    mine = file.create_uid == self.env.user
                if not mine:
                    raise AccessError(self.env._("Only files that you have uploaded here can be added to an article."))
                if not file.res_id:
                    file.write({"res_model": article._name, "res_id": article.id, "public": False})

    def _check_editable(self):
        for article in self:
            if article.state == "review":
                raise UserError(self.env._(
                    "“%(title)s” is in review and is not changed meanwhile. Take it back first.", title=article.name,
                ))
            if article.state != "draft":
                raise UserError(self.env._(
                    "“%(title)s” is not a draft. Press “Revise”: readers keep the present version until yours is approved.",
                    title=article.name,
                ))

    def _note_contributor(self):
        """Remember who wrote on a draft: that person does not approve it."""
        # sudo: the list of authors is not written by hand
        for article in gate_key.opened(self.sudo()):
            if self.env.user not in article.contributor_ids:
                article.contributor_ids = [Command.link(self.env.uid)]
