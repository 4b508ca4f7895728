import io
import re
import tempfile
import zipfile

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError

from ...tools.plain_text import plain_text

HEADERS = ["类目", "标题", "内容", "发文单位", "材料性质", "关键字", "文号", "生效日期", "有效期至", "可见范围", "附件"]
_KINDS = {"policy": "政策法规", "qa": "问答", "guide": "办事指南", "notice": "通知公告"}
_VISIBILITY = {"public": "公开", "internal": "内部", "restricted": "内部"}
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LIMIT = 5000


class ArticleExport(models.Model):
    """Articles with their files as one archive: the table can be imported again as it is."""

    _inherit = "city12319.article"

    def action_export_files(self):
        """Download the chosen articles, as far as the person reads them, with their files."""
        articles = self._filtered_access("read")
        if not articles:
            raise UserError(self.env._("Choose articles that you may read."))
        if len(articles) > LIMIT:
            raise UserError(self.env._("Choose at most %(limit)s articles at once.", limit=LIMIT))
        return {
            "type": "ir.actions.act_url",
            "url": f"/city12319/articles/export?ids={','.join(map(str, articles.ids))}",
            "target": "download",
        }

    def _write_archive(self, stream):
        """Write a zip of these articles into ``stream``: a table, and a folder of files for each article that has some."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            rows = []
            for article in self:
                # the files of an article are read by whoever reads the article
                folder = f"附件/{article.id} {_UNFIT.sub('_', article.name)[:60]}"
                names = []
                for file in article.attachment_ids:
                    names.append(f"{folder}/{file.id} {_UNFIT.sub('_', file.name)}")
                    archive.writestr(names[-1], file.raw or b"")
                rows.append(article._export_row(names))
            archive.writestr("知识.xlsx", _sheet(rows))

    def _export_row(self, names):
        return [
            self.category_id.with_context(lang="zh_CN").name or "", self.name, plain_text(self.body), self.source_unit or "",
            _KINDS.get(self.kind, self.kind), self.keywords or "", self.document_number or "", self.valid_from or "",
            self.valid_until or "", _VISIBILITY[self.visibility], "\n".join(names),
        ]


def _sheet(rows):
    """Return the bytes of a workbook: texts as texts, so that nothing in them is taken for a formula."""
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder})
        page = book.add_worksheet("知识")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, HEADERS, bold)
        page.freeze_panes(1, 0)
        page.set_column(1, 2, 40)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    page.write_datetime(number, column, value, day)
                else:
                    page.write_string(number, column, str(value))
        book.close()
    return stream.getvalue()
