"""Filing conditions from a table of standards in the layout that cities use: all of it, or nothing and why."""

import csv
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.city12319_intake.tests.list_import_case import ListImportCase
from odoo.addons.city12319_intake.tests.table_files import make_csv, make_xlsx

HEADERS = ["大类代码", "大类名称", "小类代码", "小类名称", "处置单位", "主管部门", "立案条件", "结案条件", "处置时限"]
COVER = ["01", "公用设施", "01", "上水井盖", "试验供水处、各产权单位", "试验城管局", "缺失、移位", "恢复", "2紧急工作时"]
CRACKED = ["", "", "", "", "", "", "破损超过25平方厘米", "更换或修复", "4小时"]
DRAIN = ["", "", "02", "污水井盖", "", "", "缺失、移位", "恢复", "2天"]
STANDARD = "试验标准-2020"
REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "standards" / "domain-yuncheng-standard.tsv"


def table(rows):
    return make_xlsx(("部件", rows))


@tagged("post_install", "-at_install")
class TestListImportStandard(ListImportCase):
    target = "standard"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["city12319.department"].create({"name": "试验供水处", "code": "T-W"})
        cls.home = cls.env.ref("city12319_intake.category_municipal")

    def conditions(self):
        return self.env["city12319.condition"].search([("category_id.standard", "=", STANDARD)])

    def run_standard(self, content, name="standards.xlsx", **values):
        return self.run_import(content, name, **{"standard": STANDARD, "problem_id": self.home.id, **values})

    def messages(self, wizard):
        return [(line.row, line.value) for line in wizard.problem_ids]

    def test_blank_cells_mean_same_as_above_and_missing_classes_are_created(self):
        wizard = self.run_standard(table([["城市管理部件立案、处置和结案标准"], HEADERS, COVER, CRACKED, DRAIN]))
        self.assertEqual(self.counts(wizard), (3, 0, 0))
        cover, cracked, drain = self.conditions().sorted(lambda condition: (condition.category_id.code, condition.sequence))
        self.assertEqual((cover.limit, cover.unit, cover.closing_condition), (2, "urgent_hours", "恢复"))
        self.assertEqual((cracked.limit, cracked.unit, cracked.category_id), (4, "working_hours", cover.category_id))
        self.assertEqual((drain.limit, drain.unit, drain.category_id.name), (2, "working_days", "污水井盖"))
        self.assertEqual((cover.department_id, cracked.department_id), (self.department, self.department))
        self.assertFalse(drain.department_id, "another class starts its units anew")
        self.assertEqual(cover.category_id.kind, "component")
        self.assertEqual((cover.category_id.parent_id.name, cover.category_id.parent_id.parent_id), ("公用设施", self.home))

    def test_a_second_run_creates_nothing_and_changes_only_when_asked(self):
        first = table([HEADERS, COVER])
        self.run_standard(first)
        self.assertEqual(self.counts(self.run_standard(first)), (0, 0, 1))
        changed = table([HEADERS, [*COVER[:-1], "3紧急工作时"]])
        self.assertEqual(self.counts(self.run_standard(changed)), (0, 0, 1))
        self.assertEqual(self.conditions().limit, 2)
        self.assertEqual(self.counts(self.run_standard(changed, update_existing=True)), (0, 1, 0))
        self.assertEqual(self.conditions().limit, 3)

    def test_errors_name_row_and_field_and_nothing_is_imported(self):
        rows = [
            HEADERS, COVER, [*COVER[:-1], "2紧急工作时"], [*COVER[:6], "破损", "修复", "尽快"],
            ["", "", "", "", "", "", "", "修复", "2天"],
        ]
        wizard = self.run_standard(table(rows))
        self.assertFalse(self.conditions())
        self.assertEqual(self.messages(wizard), [(3, "缺失、移位"), (4, "尽快"), (5, "")])

    def test_kinds_come_from_the_sheets_or_from_a_column(self):
        rows = [["类型", *HEADERS], ["事件", *COVER], ["部件", *COVER]]
        wizard = self.run_standard(make_csv(rows[0], rows[1:]), "standards.csv")
        self.assertEqual(self.counts(wizard), (2, 0, 0))
        self.assertEqual(set(self.conditions().category_id.mapped("kind")), {"component", "event"})
        wizard = self.run_standard(make_csv(HEADERS, [COVER]), "standards.csv")
        self.assertEqual([line.row for line in wizard.problem_ids], [2], "nothing says of which kind it is")

    def test_without_a_standard_classes_in_force_are_found_by_name(self):
        minor = self.env["city12319.category"].search(
            [("level", "=", "minor"), ("kind", "=", "component"), ("is_current", "=", True)], limit=1)
        row = [*COVER[:3], minor.with_context(lang="zh_CN").name, *COVER[4:]]
        wizard = self.run_standard(table([HEADERS, row]), standard=False)
        self.assertEqual(self.counts(wizard), (1, 0, 0))
        self.assertTrue(self.env["city12319.condition"].search([("category_id", "=", minor.id)]))
        row[3] = "没有这个小类"
        wizard = self.run_standard(table([HEADERS, row]), standard=False)
        self.assertEqual(self.messages(wizard), [(2, "没有这个小类")])

    def test_a_real_table_of_a_city(self):
        if not REAL.exists():
            self.skipTest(f"the table of standards is not on this machine: {REAL}")
        with REAL.open(encoding="utf-8") as lines:
            rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]
        sheets = [
            (name, [HEADERS, *(row[1:10] for row in rows if row[0] == kind)])
            for name, kind in (("部件", "component"), ("事件", "event"))
        ]
        wizard = self.run_standard(make_xlsx(*sheets))
        self.assertEqual(
            {line.value for line in wizard.problem_ids if line.field.startswith("Time limit")}, {"1紧急工作时制止"},
            "what is not a limit is named, not guessed",
        )
        wanted = len(rows) - len(wizard.problem_ids)
        faulty = {(line.field.split(" (")[-1].split(" ")[0].rstrip(")"), line.row) for line in wizard.problem_ids}
        sheets = [
            (name, [cells for number, cells in enumerate(page, 1) if (name, number) not in faulty]) for name, page in sheets
        ]
        wizard = self.run_standard(make_xlsx(*sheets))
        self.assertEqual(self.counts(wizard), (wanted, 0, 0))
