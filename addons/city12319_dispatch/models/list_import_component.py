from odoo import api, fields, models

from odoo.addons.city12319_intake.models.list_import import Plan
from odoo.addons.city12319_intake.tools.coordinates import to_wgs84
from odoo.addons.city12319_intake.tools.import_values import ValueProblem
from odoo.addons.city12319_intake.tools.list_table import Column, ListTable

STATUSES = {
    "完好": "intact", "正常": "intact", "intact": "intact", "破损": "damaged", "损坏": "damaged", "damaged": "damaged",
    "丢失": "lost", "缺失": "lost", "lost": "lost", "废弃": "abandoned", "abandoned": "abandoned",
    "移除": "removed", "拆除": "removed", "removed": "removed",
}
COLUMNS = [
    Column("code", "标识码 部件标识码 部件编码 部件编号 部件代码 编码 编号 代码", required=True),
    Column("name", "部件名称 名称", required=True),
    Column("category", "部件类型 小类 小类代码 小类名称 部件小类 类别 分类 class"),
    Column("area", "区域 所属区域 网格 单元网格 所在单元网格 所属网格 社区 所属社区 街道 所属街道"),
    Column("address", "地址 位置 所在位置 详细地址"),
    Column("competent", "主管部门 主管部门名称 主管部门代码 competent_id"),
    Column("owner", "权属单位 权属单位名称 权属单位代码 产权单位 owner_id"),
    Column("keeper", "养护单位 养护单位名称 养护单位代码 维护单位 管养单位 keeper_id"),
    Column("status", "状态 部件状态", kind="choice", choices=STATUSES),
    Column("longitude", "经度 lng lon long x坐标", kind="number", low=-180, high=180),
    Column("latitude", "纬度 lat y坐标", kind="number", low=-90, high=90),
    Column("note", "备注 remarks"),
]
_REFERENCES = {
    "category": "category_id", "area": "area_id", "competent": "competent_id", "owner": "owner_id", "keeper": "keeper_id",
}


class ListImportComponent(models.TransientModel):
    """Components from a table: found again by their code, with everything that they refer to checked."""

    _inherit = "city12319.list.import"

    target = fields.Selection(selection_add=[("component", "Components")], ondelete={"component": "cascade"})

    def _target_model(self):
        return "city12319.component" if self.target == "component" else super()._target_model()

    @api.model
    def _column_labels(self):
        components = self.env["city12319.component"]
        labels = {
            name: components._fields[_REFERENCES.get(name, name)]._description_string(self.env)
            for name in (column.name for column in COLUMNS)
        }
        return {**labels, **super()._column_labels()}

    def _plan_component(self, data):
        table = ListTable(COLUMNS)
        plan = Plan(problems=table.problems)
        rows = self._read_rows(data, table)
        components = self.env["city12319.component"].with_context(active_test=False)
        known = {}
        codes = [row["code"] for _number, row in rows if row["code"]]
        for component in components.search_fetch([("code", "in", codes)], ["code"]):
            known[component.code] = component
        lists = self._reference_lists()
        seen = {}
        for number, row in rows:
            code = row["code"]
            if code and code in seen:
                table.add(number, "code", "repeated", code, row=seen[code])
            seen.setdefault(code, number)
            vals = self._component_values(table, number, row, lists)
            if not code or not row["name"]:
                continue
            if code not in known:
                plan.create.append((number, vals))
            elif self.update_existing:
                plan.update.append((number, known[code], {
                    # an empty cell says nothing about what is there
                    name: value for name, value in vals.items() if value not in (None, False, "")
                }))
            else:
                plan.skipped += 1
        return plan

    @api.model
    def _reference_lists(self):
        departments = self._words(
            self.env["city12319.department"].with_context(active_test=False).search([]), "code", "name")
        categories = self.env["city12319.category"].search([
            ("kind", "!=", "event"), ("level", "!=", "major"), ("is_current", "=", True),
        ])
        areas = self.env["city12319.area"].search([])
        return {
            "category": self._words(categories, "code", "name"),
            "area": self._words(areas, "code", "name", "complete_name"),
            "competent": departments, "owner": departments, "keeper": departments,
        }

    def _component_values(self, table, number, row, lists):
        vals = {"code": row["code"], "name": row["name"], "address": row["address"], "note": row["note"]}
        if row["status"]:
            vals["status"] = row["status"]
        for name, field in _REFERENCES.items():
            vals[field] = self._reference(table, number, name, row[name], lists[name])
        latitude, longitude = row["latitude"], row["longitude"]
        if (latitude is None) != (longitude is None):
            table.add(number, "longitude" if longitude is None else "latitude", "half_position")
        elif latitude is not None:
            vals["latitude"], vals["longitude"] = to_wgs84(latitude, longitude, self.system)
        self._derive(vals, lists)
        return vals

    @api.model
    def _reference(self, table, number, name, text, words):
        if not text:
            return False
        try:
            return words.find([text])
        except ValueProblem as problem:
            table.add(number, name, problem.code, text)
            return False

    @api.model
    def _derive(self, vals, lists):
        """Fill class and area from the 17 digits of the code and from the position, when the table is silent."""
        code = vals["code"] or ""
        if not vals["category_id"] and len(code) == 17 and code.isdigit():
            vals["category_id"] = lists["category"].words.get(code[6:11]) or False
        if not vals["area_id"] and vals.get("latitude"):
            vals["area_id"] = self.env["city12319.area"]._find_at(vals["latitude"], vals["longitude"]).id
        if not vals["area_id"] and len(code) == 17:
            vals["area_id"] = lists["area"].words.get(code[:6]) or False
