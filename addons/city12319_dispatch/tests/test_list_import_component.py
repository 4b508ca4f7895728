"""Components from a table: found again by code, everything they refer to checked, all of it or nothing."""

import json

from odoo.tests import tagged

from odoo.addons.city12319_intake.tests.list_import_case import ListImportCase
from odoo.addons.city12319_intake.tests.table_files import make_csv, make_xlsx
from odoo.addons.city12319_intake.tools.coordinates import distance, wgs84_to_gcj02

HEADERS = [
    "标识码", "名称", "小类", "所在单元网格", "地址", "主管部门名称", "权属单位名称", "养护单位名称", "状态",
    "经度", "纬度", "备注",
]
CODE = "99999801001000001"


@tagged("post_install", "-at_install")
class TestListImportComponent(ListImportCase):
    target = "component"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.components = cls.env["city12319.component"]
        departments = cls.env["city12319.department"]
        cls.water = departments.create({"name": "试验水务局", "code": "T-W"})
        cls.keeper = departments.create({"name": "试验养护所", "code": "T-K"})
        ring = [[80, 45], [81, 45], [81, 46], [80, 46], [80, 45]]
        cls.district = cls.env["city12319.area"].create({"name": "试验区", "code": "999998"})
        cls.grid = cls.env["city12319.area"].create({
            "name": "试验网格", "code": "99999800100101", "level": "grid", "parent_id": cls.district.id,
            "boundary": json.dumps({"type": "Polygon", "coordinates": [ring]}),
        })

    def row(self, **values):
        row = {
            "标识码": CODE, "名称": "供水井盖", "小类": "01001", "所在单元网格": "试验网格", "地址": "和平路1号",
            "主管部门名称": "试验水务局", "权属单位名称": "T-W", "养护单位名称": "试验养护所", "状态": "破损",
            "经度": "80.5", "纬度": "45.5", "备注": "夜间施工", **values,
        }
        return [row[header] for header in HEADERS]

    def component(self, code=CODE):
        return self.components.search([("code", "=", code)])

    def test_every_column(self):
        wizard = self.run_import(make_xlsx([HEADERS, self.row()]), "parts.xlsx", system="wgs84")
        self.assertEqual(self.counts(wizard), (1, 0, 0))
        component = self.component()
        self.assertEqual((component.category_id.name, component.category_id.kind), ("供水井盖", "component"))
        self.assertEqual((component.area_id, component.competent_id), (self.grid, self.water))
        self.assertEqual((component.owner_id, component.keeper_id), (self.water, self.keeper))
        self.assertEqual((component.status, component.latitude, component.longitude), ("damaged", 45.5, 80.5))
        self.assertEqual((component.address, component.note), ("和平路1号", "夜间施工"))

    def test_positions_of_web_maps_are_moved(self):
        latitude, longitude = wgs84_to_gcj02(45.5, 80.5)
        row = self.row(经度=str(longitude), 纬度=str(latitude))
        self.run_import(make_csv(HEADERS, [row]), system="gcj02")
        component = self.component()
        self.assertLess(distance(45.5, 80.5, component.latitude, component.longitude), 0.1)

    def test_class_and_area_are_derived(self):
        at_grid = self.row(小类="", 所在单元网格="")
        by_code = self.row(标识码="99999801037000001", 小类="", 所在单元网格="", 经度="", 纬度="", 状态="")
        wizard = self.run_import(make_csv(HEADERS, [at_grid, by_code]), system="wgs84")
        self.assertEqual(self.counts(wizard), (2, 0, 0))
        self.assertEqual((self.component().category_id.code, self.component().area_id), ("01001", self.grid))
        lamp = self.component("99999801037000001")
        self.assertEqual((lamp.category_id.name, lamp.area_id, lamp.status), ("路灯", self.district, "intact"))

    def test_errors_by_row_and_field_and_nothing_is_saved(self):
        rows = [
            self.row(),
            self.row(标识码="", 名称="没有编码"),
            self.row(标识码="T-3", 小类="没有的类"),
            self.row(标识码="T-4", 权属单位名称="没有的单位"),
            self.row(标识码="T-5", 经度=""),
            self.row(标识码="T-6", 纬度="九十"),
            self.row(标识码="T-7", 状态="还行"),
            self.row(标识码=CODE),
            self.row(标识码="T-9", 所在单元网格="没有的网格"),
        ]
        wizard = self.run_import(make_csv(HEADERS, rows), system="wgs84")
        lines = {(line.row, line.field.partition(" (")[2].rstrip(")"), line.value or "") for line in wizard.problem_ids}
        self.assertEqual(lines, {
            (3, "标识码", ""), (4, "小类", "没有的类"), (5, "权属单位名称", "没有的单位"), (6, "经度", ""),
            (7, "纬度", "九十"), (7, "纬度", ""), (8, "状态", "还行"), (9, "标识码", CODE), (10, "所在单元网格", "没有的网格"),
        })
        self.assertEqual(wizard.step, "errors")
        self.assertFalse(self.component())

    def test_known_codes_are_left_or_changed(self):
        self.run_import(make_csv(HEADERS, [self.row()]), system="wgs84")
        changed = self.row(名称="自来水井盖", 地址="", 状态="完好")
        wizard = self.run_import(make_csv(HEADERS, [changed]), system="wgs84")
        self.assertEqual(self.counts(wizard), (0, 0, 1))
        self.assertEqual(self.component().name, "供水井盖")
        wizard = self.run_import(make_csv(HEADERS, [changed]), system="wgs84", update_existing=True)
        self.assertEqual(self.counts(wizard), (0, 1, 0))
        component = self.component()
        self.assertEqual((component.name, component.status), ("自来水井盖", "intact"))
        self.assertEqual(component.address, "和平路1号", "an empty cell says nothing")
        self.assertIn(component.id, [found for found, _name in self.components.name_search("zlsjg")])

    def test_a_thousand_rows_in_batches(self):
        rows = [self.row(标识码=f"T-{number:06d}") for number in range(1001)]
        wizard = self.run_import(make_csv(HEADERS, rows), system="wgs84")
        self.assertEqual(self.counts(wizard), (1001, 0, 0))
        self.assertEqual(self.components.search_count([("code", "=like", "T-%")]), 1001)
