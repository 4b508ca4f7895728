from dataclasses import dataclass, field, replace

from odoo import api, fields, models

from odoo.addons.city12319_intake.models.category import SEQUENCES
from odoo.addons.city12319_intake.models.list_import import Plan
from odoo.addons.city12319_intake.models.list_import_category import KINDS, full_code
from odoo.addons.city12319_intake.tools.list_table import Column, ListTable
from odoo.addons.city12319_intake.tools.table_errors import TableError
from odoo.addons.city12319_intake.tools.table_reader import read_table

from ...tools.limit_text import parse_limit

COLUMNS = [
    Column("kind", "类型 类别 种类 部件事件 标准类型", kind="choice", choices=KINDS),
    Column("major_code", "大类代码 大类编码 big_code", column_required=True),
    Column("major_name", "大类名称 大类 big_name", column_required=True),
    Column("code", "小类代码 小类编码 small_code", column_required=True),
    Column("name", "小类名称 小类 small_name", column_required=True),
    Column("responsible", "处置单位 责任单位 责任主体 dispose_unit"),
    Column("competent", "主管部门 监管主体 主管单位 supervise_unit"),
    Column("condition", "立案条件 filing_condition", required=True),
    Column("closing", "结案条件 结案标准 close_condition"),
    Column("time_limit", "处置时限 时限 处理时限 limit_text", required=True),
]
_FILLED_DOWN = ("kind", "major_code", "major_name", "code", "name", "responsible", "competent")
_LEVELS = (("major_code", "major_name"), ("code", "name"))


@dataclass
class StandardPlan(Plan):
    """A plan, and the classes that it creates first, by (kind, code)."""

    classes: dict = field(default_factory=dict)


class ListImportStandard(models.TransientModel):
    """Filing conditions from the table of standards that cities use (立案、处置和结案标准).

    One row per condition; a blank cell in the columns of class and units means “same as above”. A workbook with the
    sheets 部件 and 事件 is read as a whole. Classes that the standard does not have yet are created under it.
    """

    _inherit = "city12319.list.import"

    target = fields.Selection(selection_add=[("standard", "Filing conditions")], ondelete={"standard": "cascade"})

    def _target_model(self):
        return "city12319.condition" if self.target == "standard" else super()._target_model()

    @api.model
    def _column_labels(self):
        return {
            **super()._column_labels(), "condition": self.env._("Filing condition"),
            "closing": self.env._("Closing condition"), "time_limit": self.env._("Time limit"),
            "responsible": self.env._("Handling unit"), "competent": self.env._("Competent authority"),
        }

    def _plan_standard(self, data):
        plan = StandardPlan()
        departments = self.env["city12319.department"].search([])
        state = {
            "classes": self._classes_by_code(),
            "new": plan.classes,
            "homes": self._problem_homes((self.standard or "").strip()),
            "departments": {department.name: department.id for department in departments},
            "known": self._known_conditions(),
            "seen": {},
        }
        for sheet, kind in self._sheets(data):
            table = ListTable(COLUMNS)
            above = {"kind": kind} if kind else {}
            for number, row in self._read_rows(data, table, sheet):
                self._fill_down(row, above)
                self._plan_condition(plan, table, number, row, state)
            plan.problems += [
                replace(problem, header=f"{sheet} {problem.header}".strip()) if sheet else problem
                for problem in sorted(table.problems, key=lambda problem: problem.row)
            ]
        return plan

    def _sheets(self, data):
        """Return the (sheet, kind) to read: those named after components or events, else the one that was chosen."""
        try:
            first = read_table(data, self.file_name, sheet=self.sheet or None)
        except TableError:
            return [(self.sheet, None)]  # reading says what is wrong with the file
        names = [self.sheet] if self.sheet else [first.sheet, *first.other_sheets]
        found = [(name, _kind_of(name)) for name in names if _kind_of(name)]
        return found or [(self.sheet or "", None)]

    @staticmethod
    def _fill_down(row, above):
        """Fill blank cells from the row above; another major or minor class starts its units anew."""
        if row["code"] or row["name"]:
            for name in ("responsible", "competent"):
                above.pop(name, None)
        for codes in _LEVELS:
            if any(row[name] and row[name] != above.get(name) for name in codes):
                for name in codes:
                    above.pop(name, None)
        for name in _FILLED_DOWN:
            row[name] = above[name] = row[name] or above.get(name)

    def _plan_condition(self, plan, table, number, row, state):
        for name in ("kind", "major_code", "major_name", "code", "name"):
            if not row[name]:
                table.add(number, name, "required")
                return
        parsed = row["time_limit"] and parse_limit(row["time_limit"])
        if row["time_limit"] and not parsed:
            table.add(number, "time_limit", "limit", row["time_limit"])
        category = self._class(table, number, row, state)
        if not parsed or not category or not row["condition"]:
            return
        key = (category, row["condition"])
        if key in state["seen"]:
            table.add(number, "condition", "repeated_condition", row["condition"], row=state["seen"][key])
            return
        state["seen"][key] = number
        vals = {
            "limit": parsed[0], "unit": parsed[1], "closing_condition": row["closing"], "responsible": row["responsible"],
            "competent": row["competent"], "department_id": self._department(row["responsible"], state["departments"]),
        }
        condition = state["known"].get(key)
        if condition and self.update_existing:
            plan.update.append((number, condition, {name: value for name, value in vals.items() if value}))
        elif condition:
            plan.skipped += 1
        else:
            plan.create.append((number, {
                **vals, "name": row["condition"], "_class": category, "sequence": 10 * len(state["seen"]),
            }))

    def _class(self, table, number, row, state):
        """Return what names the class of a row: its id, or (kind, code) of one that the import creates."""
        key = (row["kind"], full_code(row["major_code"], row["code"]))
        classes, new = state["classes"], state["new"]
        if key not in classes and not (self.standard or "").strip():
            found = classes.get((row["kind"], "name", row["name"]), [])
            if len(found) != 1:
                table.add(number, "name", "ambiguous" if found else "unknown_class", row["name"])
                return None
            return found[0]
        if key in classes:
            return classes[key]
        if key not in new:
            home = self._home(table, number, {**row, "problem": None}, key[1], state["homes"])
            if not home:
                return None
            new[key] = {
                "kind": row["kind"], "code": key[1], "name": row["name"], "standard": self.standard.strip(),
                "valid_from": self.valid_from or False, "sequence": SEQUENCES["minor"],
                "_major": (row["kind"], row["major_code"], row["major_name"], home),
            }
        return key

    def _classes_by_code(self):
        """Return the minor classes in force: by (kind, code) those of the standard named, by (kind, name) all of them."""
        standard = (self.standard or "").strip()
        domain = [("standard", "=", standard)] if standard else [("is_current", "=", True)]
        minors = self.env["city12319.category"].search([("level", "=", "minor"), *domain])
        classes = {}
        for minor in minors:
            if standard:
                classes[minor.kind, minor.code] = minor.id
            for name in {minor.name, minor.with_context(lang="zh_CN").name}:
                classes.setdefault((minor.kind, "name", name), []).append(minor.id)
        return classes

    @api.model
    def _known_conditions(self):
        conditions = self.env["city12319.condition"].search([])
        return {(condition.category_id.id, condition.name): condition for condition in conditions}

    @staticmethod
    def _department(names, departments):
        """Return the id of the one department of ours among the units that a standard names, or False."""
        found = {departments[name.strip()] for name in (names or "").split("、") if name.strip() in departments}
        return found.pop() if len(found) == 1 else False

    def _before_save(self, plan):
        super()._before_save(plan)
        if self.target != "standard":
            return
        majors, created = {}, {}
        for key, vals in plan.classes.items():
            parent = self._major(vals["_major"], majors)
            own = {name: value for name, value in vals.items() if name != "_major"}
            created[key] = self.env["city12319.category"].create({**own, "parent_id": parent.id}).id
        for _row, vals in plan.create:
            name = vals.pop("_class")
            vals["category_id"] = created.get(name, name)


def _kind_of(sheet):
    return "component" if "部件" in (sheet or "") else "event" if "事件" in (sheet or "") or "事项" in (sheet or "") else None
