import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.article_files import ArticleFileError, read_article


class ArticleFileImport(models.TransientModel):
    """Articles from office files: one draft for each, with the file attached."""

    _name = "city12319.article.file.import"
    _description = "Articles from Files"

    file_ids = fields.Many2many("ir.attachment", string="Files (docx, pdf)")
    kind = fields.Selection(
        selection=lambda self: self.env["city12319.article"]._selection_kind(), required=True, default="policy",
    )
    category_ids = fields.Many2many(
        "city12319.category", string="Problem categories", domain="[('is_current', '=', True)]",
    )
    source_unit = fields.Char(string="Issued by")
    visibility = fields.Selection(
        [("public", "Public: may be told to citizens"), ("internal", "Internal: staff of the hotline")], required=True,
        default="internal",
    )
    result = fields.Text(readonly=True)

    def action_import(self):
        """Make a draft of every file that can be read, and say why the others cannot. Nothing is half made."""
        self.ensure_one()
        self.env["city12319.article"].check_access("create")
        if not self.file_ids:
            raise UserError(self.env._("Choose one or more files first."))
        read, problems = [], []
        for file in self.file_ids:
            try:
                read.append((file, *read_article(base64.b64decode(file.datas or b""), file.name)))
            except ArticleFileError as error:
                problems.append(f"{file.name}: {self._reason(error.code)}")
        if problems:
            raise UserError(self.env._(
                "Nothing was imported. Take these files out, or mend them:\n%(files)s", files="\n".join(problems),
            ))
        articles = self.env["city12319.article"].create([
            {
                "name": title, "body": markup, "kind": self.kind, "category_ids": [Command.set(self.category_ids.ids)],
                "source_unit": self.source_unit, "visibility": self.visibility, "attachment_ids": [Command.set(file.ids)],
            }
            for file, title, markup in read
        ])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported drafts"),
            "res_model": "city12319.article",
            "domain": [("id", "in", articles.ids)],
            "views": [(False, "list"), (False, "form")],
        }

    def _reason(self, code):
        return {
            "too_large": self.env._("it is too large"),
            "unknown": self.env._("it is neither docx nor pdf"),
            "broken": self.env._("it is damaged"),
            "locked": self.env._("it is protected by a password"),
            "empty": self.env._("it has no text, perhaps it is a scan"),
        }[code]
