"""Another version of the classification from a table."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models.list_import_category import full_code
from .list_import_case import ListImportCase
from .shared_data import shared_file
from .table_files import make_csv, make_xlsx

HEADERS = ["类型", "大类代码", "大类名称", "小类代码", "小类名称", "问题类别"]
ROWS = [
    ["管理部件", "01", "公用设施", "01", "上水井盖", "供水"],
    ["", "", "", "02", "污水井盖", "water"],
    ["事件", "01", "市容环境", "01", "私搭乱建", "planning"],
    ["事件", "01", "市容环境", "02", "暴露垃圾", ""],
]


@tagged("post_install", "-at_install")
class TestListImportCategory(ListImportCase):
    target = "category"

    def classes(self, standard):
        return self.env["city12319.category"].search([("standard", "=", standard), ("level", "=", "minor")])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        for code, name in (("water", "供水"), ("municipal", "市政")):
            cls.env.ref(f"city12319_intake.category_{code}").with_context(lang="zh_CN").name = name

    def test_a_version_beside_the_delivered_one(self):
        wizard = self.run_import(make_csv(HEADERS, ROWS), standard="T 2013", valid_from="2013-01-01")
        self.assertEqual(self.counts(wizard), (4, 0, 0))
        found = self.classes("T 2013")
        self.assertEqual(found.mapped("code"), ["0101", "0101", "0102", "0102"])
        self.assertEqual(set(found.mapped("parent_id.code")), {"01"})
        litter = found.filtered(lambda category: category.name == "暴露垃圾")
        # the table is silent: where the delivered standard has the class of this name
        self.assertEqual(litter._problem(), self.env.ref("city12319_intake.category_sanitation"))
        sewer = found.filtered(lambda category: category.name == "污水井盖")
        self.assertEqual((sewer.kind, sewer._problem()), ("component", self.env.ref("city12319_intake.category_water")))

    def test_check_only_saves_nothing(self):
        wizard = self.run_import(make_xlsx([HEADERS, *ROWS]), "list.xlsx", dry_run=True, standard="T 2013")
        self.assertEqual((wizard.checked, wizard.created_count), (True, 4))
        self.assertFalse(self.classes("T 2013"))

    def test_again_changes_nothing_unless_asked(self):
        self.run_import(make_csv(HEADERS, ROWS), standard="T 2013")
        renamed = [[*ROWS[0][:4], "供水井", "供水"], *ROWS[1:]]
        wizard = self.run_import(make_csv(HEADERS, renamed), standard="T 2013")
        self.assertEqual(self.counts(wizard), (0, 0, 4))
        wizard = self.run_import(make_csv(HEADERS, renamed), standard="T 2013", update_existing=True)
        self.assertEqual(self.counts(wizard), (0, 4, 0))
        self.assertIn("供水井", self.classes("T 2013").mapped("name"))

    def test_errors_by_row_and_nothing_is_saved(self):
        rows = [
            *ROWS,
            ["物件", "02", "道路", "01", "路名牌", "市政"],
            ["事件", "01", "市容环境", "02", "又一个", "other"],
            ["事件", "01", "市容", "03", "道路不洁", "other"],
            ["事件", "01", "市容环境", "04", "从未有过的类", ""],
            ["事件", "01", "市容环境", "05", "", "other"],
            ["事件", "01", "市容环境", "06", "水域不洁", "没有的类别"],
        ]
        wizard = self.run_import(make_csv(HEADERS, rows), standard="T 2013")
        self.assertProblems(wizard, [
            (6, "物件"), (10, ""), (7, "0102"), (8, "市容"), (9, "从未有过的类"), (11, "没有的类别"),
        ])
        self.assertFalse(self.classes("T 2013"))
        self.assertFalse(self.env["city12319.category"].search([("standard", "=", "T 2013")]))

    def test_where_the_rest_belongs(self):
        other = self.env.ref("city12319_intake.category_other")
        wizard = self.run_import(
            make_csv(HEADERS, [["事件", "01", "市容环境", "04", "从未有过的类", ""]]), standard="T 2013", problem_id=other.id)
        self.assertEqual(self.counts(wizard), (1, 0, 0))
        self.assertEqual(self.classes("T 2013")._problem(), other)

    def test_a_table_without_the_columns(self):
        wizard = self.run_import(make_csv(["大类代码", "小类代码"], [["01", "01"]]), standard="T 2013")
        self.assertEqual({line.row for line in wizard.problem_ids}, {1})
        self.assertEqual(wizard.error_count, 3)

    def test_a_file_that_is_no_table(self):
        wizard = self.run_import(b"%PDF-1.4 \x00", standard="T 2013")
        self.assertEqual((wizard.error_count, wizard.problem_ids.row), (1, 0))

    def test_the_standard_must_be_named(self):
        with self.assertRaises(UserError):
            self.run_import(make_csv(HEADERS, ROWS))

    def test_only_the_configuration_administrator(self):
        leader = new_test_user(self.env, "t_list_leader", "city12319_intake.group_shift_leader")
        with self.assertRaises(AccessError):
            self.env["city12319.list.import"].with_user(leader).create({"target": "category"})

    def test_codes_with_and_without_the_major_class(self):
        self.assertEqual(full_code("01", "01"), "0101")
        self.assertEqual(full_code("01", "01001"), "01001")
        self.assertEqual(full_code("1001", "100101"), "100101")

    def test_the_table_of_the_standard_itself(self):
        data = shared_file("standards", "domain-gbt47678-5-codes.tsv").read_bytes()
        wizard = self.run_import(data, "codes.tsv", standard="GB/T copy")
        self.assertEqual(self.counts(wizard), (403, 0, 0))
        delivered = self.classes("GB/T 47678.5-2026")
        copied = {(category.kind, category.code): category for category in self.classes("GB/T copy")}
        for category in delivered:
            copy = copied[category.kind, category.code]
            self.assertEqual((copy.name, copy._problem()), (category.name, category._problem()))
