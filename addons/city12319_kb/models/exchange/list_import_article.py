import re

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.city12319_intake.models.list_import import Plan
from odoo.addons.city12319_intake.tools.import_mapping import Problem
from odoo.addons.city12319_intake.tools.import_values import ValueProblem
from odoo.addons.city12319_intake.tools.list_table import Column, ListTable

from ...tools.lines_markup import lines_markup
from ..article import MAX_TITLE

MAX_ROWS = 1000
MAX_KEYWORD = 20
KINDS = {
    "政策法规": "policy", "政策": "policy", "法规": "policy", "规章制度": "policy", "policy": "policy",
    "问答": "qa", "常见问题": "qa", "问题解答": "qa", "qa": "qa",
    "办事指南": "guide", "指南": "guide", "办事": "guide", "guide": "guide",
    "通知": "notice", "公告": "notice", "通知公告": "notice", "notice": "notice",
}
VISIBILITY = {"公开": "public", "public": "public", "内部": "internal", "不公开": "internal", "internal": "internal"}
COLUMNS = [
    Column("category", "类目 分类 问题类别 类别", required=True),
    Column("name", "标题 问题 名称 知识标题", required=True),
    Column("body", "内容 答案 答复 正文 知识内容", required=True),
    Column("source_unit", "发文单位 来源单位 来源 提供单位"),
    Column("kind", "材料性质 类型 知识类型 性质", kind="choice", choices=KINDS),
    Column("keywords", "关键字 关键词"),
    Column("document_number", "文号 发文字号"),
    Column("valid_from", "生效日期 有效期起", kind="date"),
    Column("valid_until", "有效期至 失效日期 有效期止", kind="date"),
    Column("visibility", "可见范围 公开范围", kind="choice", choices=VISIBILITY),
]
_SEPARATORS = re.compile(r"[、，,;；\s]+")


class ListImportArticle(models.TransientModel):
    """Articles from a table in the layout in which cities hand in knowledge: 类目, 标题, 内容, 发文单位, 材料性质, 关键字.

    They become drafts, or wait for approval at once. A title that is there already is left alone, or written anew: a
    published article as a revision, so that readers keep what they have until somebody approves.
    """

    _inherit = "city12319.list.import"

    target = fields.Selection(selection_add=[("article", "Articles")], ondelete={"article": "cascade"})
    article_submit = fields.Boolean(string="Submit for review", help="Else they stay drafts of yours.")

    def _target_model(self):
        return "city12319.article" if self.target == "article" else super()._target_model()

    @api.model
    def _column_labels(self):
        articles = self.env["city12319.article"]
        names = {"category": "category_id"}
        labels = {
            column.name: articles._fields[names.get(column.name, column.name)]._description_string(self.env)
            for column in COLUMNS
        }
        return {**labels, **super()._column_labels()}

    def _plan_article(self, data):
        self.env["city12319.article"].check_access("create")
        table = ListTable(COLUMNS)
        plan = Plan(problems=table.problems)
        rows = self._read_rows(data, table)
        if len(rows) > MAX_ROWS:
            table.problems.append(Problem(rows[MAX_ROWS][0], "", "", "", "too_many_rows", {"limit": MAX_ROWS}))
            return plan
        articles = self.env["city12319.article"]
        titles = [row["name"] for _number, row in rows if row["name"]]
        known = {
            article.name: article for article in articles.search([
                ("name", "in", titles), ("revises_id", "=", False), ("state", "in", ["draft", "review", "published"]),
            ])
        }
        categories, seen = self._article_categories(), {}
        for number, row in rows:
            vals = self._article_values(table, number, row, categories)
            title = row["name"]
            if not title or vals is None:
                continue
            if title in seen:
                table.add(number, "name", "repeated_title", title, row=seen[title])
                continue
            seen[title] = number
            if title not in known:
                plan.create.append((number, vals))
            elif not self.update_existing:
                plan.skipped += 1
            elif known[title].state == "review" or known[title].open_revision_id:
                table.add(number, "name", "in_review", title)
            else:
                plan.update.append((number, known[title], vals))
        return plan

    def _article_values(self, table, number, row, categories):
        """Return the values of a row, or None when one of them is wrong."""
        before = len(table.problems)
        if row["name"] and len(row["name"]) > MAX_TITLE:
            table.add(number, "name", "long_title", row["name"], limit=MAX_TITLE)
        keywords = [word for word in _SEPARATORS.split(row["keywords"] or "") if word]
        for word in keywords:
            if len(word) > MAX_KEYWORD:
                table.add(number, "keywords", "long_keyword", word, limit=MAX_KEYWORD)
        category = row["category"] and self._article_category(table, number, row["category"], categories)
        if row["valid_from"] and row["valid_until"] and row["valid_from"] > row["valid_until"]:
            table.add(number, "valid_until", "ends_before", row["valid_until"])
        if len(table.problems) > before or not (row["name"] and row["body"] and category):
            return None
        return {
            "name": row["name"], "body": lines_markup(row["body"]), "category_ids": [Command.set([category])],
            "kind": row["kind"] or "qa", "keywords": " ".join(keywords) or False, "source_unit": row["source_unit"],
            "document_number": row["document_number"], "valid_from": row["valid_from"] or False,
            "valid_until": row["valid_until"] or False, "visibility": row["visibility"] or "public",
        }

    def _article_categories(self):
        words = self._words(
            self.env["city12319.category"].search([("is_current", "=", True), ("level", "!=", "major")]), "name", "code")
        # sudo: words that administrators have taught the imports
        synonyms = self.env["city12319.import.synonym"].sudo().search([("field", "=", "category")])
        return words, {synonym.word: synonym.value for synonym in synonyms}

    def _article_category(self, table, number, path, categories):
        """Return the id of the category that a path such as 城市管理/供水 means: its last part that is one."""
        words, synonyms = categories
        problem = None
        for part in reversed([part.strip() for part in path.split("/") if part.strip()]):
            try:
                return words.find([synonyms.get(part, part)])
            except ValueProblem as error:
                problem = problem or error
        table.add(number, "category", problem.code if problem else "unknown", path)
        return None

    def _before_save(self, plan):
        super()._before_save(plan)
        if self.target != "article":
            return
        for index, (row, article, vals) in enumerate(plan.update):
            if article.state == "published":
                article.advance("revise")
                article.invalidate_recordset(["open_revision_id"])
                plan.update[index] = (row, article.open_revision_id, vals)

    def _create_batch(self, model, batch):
        if self.target != "article":
            return super()._create_batch(model, batch)
        articles = model.create([vals for _row, vals in batch])
        if self.article_submit:
            articles.advance("submit")
        return None
