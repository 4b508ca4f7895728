import base64
import io
import json
import zipfile
from pathlib import Path

import openpyxl
from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.city12319_intake.tests.table_files import make_csv, make_xlsx

from ..tools.lines_markup import lines_markup

LAWS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "kb" / "laws_dev.jsonl"
HEADERS = ["类目", "标题", "内容", "发文单位", "材料性质", "关键字", "有效期至", "可见范围"]
ROW = [
    "城市管理/供水", "试验：家里停水怎么办？", "先看邻居家。\n- 整片停水\n- 一户停水", "试验供水处", "问答",
    "停水、断水", "", "公开",
]


def docx(paragraphs):
    """Return the bytes of a small Word file; the first paragraph is a heading."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    body = "".join(
        f'<w:p>{"" if number else heading}<w:r><w:t>{text}</w:t></w:r></w:p>' for number, text in enumerate(paragraphs)
    )
    styles = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/></Types>'))
        link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr("_rels/.rels", (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{link}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'))
        archive.writestr("word/_rels/document.xml.rels", (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{link}/styles" Target="styles.xml"/>'
            '</Relationships>'))
        archive.writestr("word/styles.xml", f"<w:styles {space}>{styles}</w:styles>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


class ExchangeCase(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = new_test_user(cls.env, "t_kb_exchange", "city12319_intake.group_kb_editor")
        cls.approver = new_test_user(cls.env, "t_kb_exchange_a", "city12319_intake.group_kb_approver")
        cls.agent = new_test_user(cls.env, "t_kb_exchange_g", "city12319_intake.group_agent")

    def run_import(self, data, name="articles.xlsx", user=None, **values):
        wizard = self.env["city12319.list.import"].with_user(user or self.editor).create({
            "target": "article", "file": base64.b64encode(data), "file_name": name, **values,
        })
        wizard.action_import()
        return wizard

    def article(self, title=ROW[1]):
        return self.env["city12319.article"].search([("name", "=", title), ("revises_id", "=", False)])


@tagged("post_install", "-at_install")
class TestArticleTables(ExchangeCase):
    """Articles from tables as cities hand them in: all of a table, or nothing and why."""

    def test_a_row_becomes_a_draft_of_whoever_imports(self):
        wizard = self.run_import(make_xlsx([HEADERS, ROW]))
        self.assertEqual((wizard.created_count, wizard.error_count), (1, 0))
        article = self.article()
        self.assertEqual((article.state, article.owner_id, article.kind), ("draft", self.editor, "qa"))
        self.assertEqual(article.body, "<p>先看邻居家。</p><ul><li>整片停水</li><li>一户停水</li></ul>")
        self.assertEqual(article.category_ids, self.env.ref("city12319_intake.category_water"))
        self.assertEqual((article.keywords, article.source_unit), ("停水 断水", "试验供水处"))

    def test_they_may_wait_for_approval_at_once(self):
        self.run_import(make_xlsx([HEADERS, ROW]), article_submit=True)
        self.assertEqual(self.article().state, "review")

    def test_errors_name_row_and_field_and_nothing_is_imported(self):
        rows = [
            [*ROW[:5], "停水、" + "长" * 21, "", ""], ["没有这个类目", "二", "内容", "", "", "", "", ""],
            ["供水", "题" * 129, "内容", "", "", "", "", ""], ["供水", "四", "", "", "", "", "", ""],
            ["供水", "五", "内容", "", "小说", "", "", ""], ["供水", "六", "内容", "", "", "", "昨天", ""],
        ]
        wizard = self.run_import(make_csv(HEADERS, rows), "articles.csv")
        self.assertEqual([line.row for line in wizard.problem_ids.sorted("row")], [2, 3, 4, 5, 6, 7])
        self.assertTrue(all(line.message and line.field for line in wizard.problem_ids))
        self.assertFalse(self.article())

    def test_more_rows_than_the_limit_are_refused(self):
        rows = [["供水", f"题{number}", "内容", "", "", "", "", ""] for number in range(1001)]
        wizard = self.run_import(make_csv(HEADERS, rows), "articles.csv")
        self.assertEqual([line.row for line in wizard.problem_ids], [1002])

    def test_words_of_a_city_are_taught_as_synonyms(self):
        row = ["自来水业务", *ROW[1:]]
        self.assertEqual(self.run_import(make_xlsx([HEADERS, row])).error_count, 1)
        self.env["city12319.import.synonym"].create({"field": "category", "word": "自来水业务", "value": "供水"})
        self.assertEqual(self.run_import(make_xlsx([HEADERS, row])).created_count, 1)

    def test_a_published_article_is_written_anew_as_a_revision(self):
        self.run_import(make_xlsx([HEADERS, ROW]), article_submit=True)
        self.article().with_user(self.approver).advance("approve")
        changed = [*ROW[:2], "新的答复", *ROW[3:]]
        self.assertEqual(self.run_import(make_xlsx([HEADERS, changed])).skipped_count, 1)
        wizard = self.run_import(make_xlsx([HEADERS, changed]), update_existing=True)
        self.assertEqual(wizard.updated_count, 1)
        article = self.article()
        self.assertIn("先看邻居家", article.body, "readers keep what was approved")
        self.assertEqual(article.open_revision_id.body, "<p>新的答复</p>")
        self.assertEqual(self.run_import(make_xlsx([HEADERS, changed]), update_existing=True).error_count, 1)

    def test_real_regulations_are_imported_whole_and_found_by_their_words(self):
        if not LAWS.exists():
            self.skipTest(f"the regulations are not on this machine: {LAWS}")
        with LAWS.open(encoding="utf-8") as lines:
            laws = [json.loads(line) for line in lines]
        titles = {}
        for law in laws:  # versions of one regulation: the table has its newest
            if law["title"] not in titles or titles[law["title"]]["date"] < law["date"]:
                titles[law["title"]] = law
        headers = ["类目", "标题", "内容", "发文单位", "材料性质", "生效日期"]
        rows = [
            ["政策/其他", law["title"], law["text"], law["cat"].split("/")[0], "政策法规", law["date"]]
            for law in titles.values()
        ]
        wizard = self.run_import(make_xlsx([headers, *rows]), article_submit=True)
        self.assertEqual((wizard.error_count, wizard.created_count), (0, len(titles)))
        articles = self.env["city12319.article"].search([("name", "in", list(titles)), ("owner_id", "=", self.editor.id)])
        articles.with_user(self.approver).advance("approve")
        self.env.flush_all()
        longest = max(titles.values(), key=lambda law: law["chars"])
        article = articles.filtered(lambda article: article.name == longest["title"])
        found = self.env["city12319.article"].with_user(self.agent).search_articles(longest["title"])
        self.assertEqual(found["articles"][0]["id"], article.id)
        self.assertGreater(len(article.body), longest["chars"], "nothing was cut off")

    def test_whoever_may_not_write_articles_may_not_import_them(self):
        with self.assertRaises(AccessError):
            self.run_import(make_xlsx([HEADERS, ROW]), user=self.agent)
        config_admin = new_test_user(self.env, "t_kb_exchange_c", "city12319_intake.group_config_admin")
        with self.assertRaises(AccessError):
            self.run_import(make_xlsx([HEADERS, ROW]), user=config_admin)

    def test_lists_in_a_text_become_lists(self):
        self.assertEqual(
            lines_markup("先看<表>\n- 一\n- 二\n完"), "<p>先看&lt;表&gt;</p><ul><li>一</li><li>二</li></ul><p>完</p>")


@tagged("post_install", "-at_install")
class TestArticleFiles(ExchangeCase):

    def wizard(self, *files, user=None):
        attachments = self.env["ir.attachment"].with_user(user or self.editor).create([
            {"name": name, "raw": data} for name, data in files
        ])
        return self.env["city12319.article.file.import"].with_user(user or self.editor).create({
            "file_ids": [(6, 0, attachments.ids)], "source_unit": "试验局",
        })

    def pdf(self, text):
        stream = io.BytesIO()
        page = Canvas(stream)
        page.drawString(100, 700, text)
        page.save()
        return stream.getvalue()

    def test_word_and_pdf_files_become_drafts_with_the_file_attached(self):
        action = self.wizard(
            ("a.docx", docx(["试验办法", "第一条 为了试验。"])), ("notice-7.pdf", self.pdf("Water supply notice")),
        ).action_import()
        articles = self.env["city12319.article"].with_user(self.editor).search(action["domain"], order="id")
        self.assertEqual(articles.mapped("name"), ["试验办法", "notice-7"])
        self.assertIn("第一条 为了试验。", articles[0].body)
        self.assertIn("Water supply notice", articles[1].body)
        self.assertEqual(articles[0].attachment_ids.mapped("name"), ["a.docx"])
        self.assertEqual(set(articles.mapped("state")), {"draft"})

    @mute_logger("pypdf._reader")
    def test_one_bad_file_stops_all_and_is_named(self):
        for name, data in (("b.txt", b"text"), ("c.docx", b"PK\x03\x04 broken"), ("d.pdf", b"%PDF-1.4 broken")):
            with self.subTest(name=name), self.assertRaises(UserError) as caught:
                self.wizard(("a.docx", docx(["试验规定", "内容"])), (name, data)).action_import()
            self.assertIn(name, caught.exception.args[0])
        self.assertFalse(self.article("试验规定"))


@tagged("post_install", "-at_install")
class TestArticleExport(ExchangeCase, HttpCase):

    def published(self, title, **values):
        article = self.env["city12319.article"].with_user(self.editor).create({
            "name": title, "body": "<p>内容</p>", "category_ids": [(6, 0, self.env.ref("city12319_intake.category_gas").ids)],
            **values,
        })
        article.advance("submit")
        article.with_user(self.approver).advance("approve")
        return article

    def archive(self, user, articles):
        user.sudo().password = f"{user.login}-9"
        self.authenticate(user.login, f"{user.login}-9")
        response = self.url_open(f"/city12319/articles/export?ids={','.join(map(str, articles.ids))}")
        self.assertEqual(response.status_code, 200)
        return zipfile.ZipFile(io.BytesIO(response.content))

    def rows(self, archive):
        book = openpyxl.load_workbook(io.BytesIO(archive.read("知识.xlsx")))
        return [list(row) for row in book.active.iter_rows(values_only=True)]

    def test_the_archive_holds_table_and_files_and_can_be_imported_again(self):
        file = self.env["ir.attachment"].with_user(self.editor).create({"name": "附件.txt", "raw": b"file"})
        article = self.published(
            "试验：=1+1 也是文字", valid_until="2099-12-31", attachment_ids=[(6, 0, file.ids)],
        )
        archive = self.archive(self.editor, article)
        _headers, row = self.rows(archive)
        self.assertEqual(row[:3], ["供气", "试验：=1+1 也是文字", "内容"])
        self.assertEqual(archive.read(row[-1]), b"file")
        wizard = self.run_import(archive.read("知识.xlsx"))
        self.assertEqual((wizard.error_count, wizard.skipped_count), (0, 1))

    def test_only_what_the_person_reads_is_in_it(self):
        public, hidden = self.published("试验：公开"), self.published(
            "试验：少数人", visibility="restricted", allowed_user_ids=[(6, 0, self.approver.ids)])
        titles = {row[1] for row in self.rows(self.archive(self.agent, public | hidden))[1:]}
        self.assertEqual(titles, {"试验：公开"})
