from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.import_values import ValueProblem
from ..tools.list_table import Column, ListTable
from .category import SEQUENCES
from .list_import import Plan

KINDS = {
    "component": "component", "管理部件": "component", "部件": "component", "部件类": "component",
    "event": "event", "管理事项": "event", "事项": "event", "事件": "event", "事件类": "event",
}
COLUMNS = [
    Column("kind", "类型 类别 种类 部件事件 标准类型", kind="choice", choices=KINDS, required=True),
    Column("major_code", "大类代码 大类编码 big_code", required=True),
    Column("major_name", "大类名称 大类 big_name", required=True),
    Column("code", "小类代码 小类编码 代码 code5 small_code", required=True),
    Column("name", "小类名称 小类 名称 small_name", required=True),
    Column("problem", "问题类别 所属问题类别 problem_category"),
    Column("keywords", "别名 俗称 其他名称 aliases"),
    Column("valid_from", "生效日期 启用日期", kind="date"),
]
_FILLED_DOWN = ("kind", "major_code", "major_name")  # merged cells: empty means “as above”


class ListImportCategory(models.TransientModel):
    """Another version of the classification, from a table of one row per minor class."""

    _inherit = "city12319.list.import"

    standard = fields.Char(help="Name of the standard and its year, for example GB/T 30428.2-2013.")
    valid_from = fields.Date(default=fields.Date.context_today)
    problem_id = fields.Many2one(
        "city12319.category", string="The rest belongs to", domain="[('level', '=', 'problem')]",
        help="Problem category of classes of which neither the table nor an earlier version says it.",
    )

    def _plan_category(self, data):
        standard = (self.standard or "").strip()
        if not standard:
            raise UserError(self.env._("Name the standard that the codes are taken from."))
        table = ListTable([
            # an empty cell is filled from above before it is missed
            Column(**{**vars(column), "required": False, "column_required": True})
            if column.name in _FILLED_DOWN else column for column in COLUMNS
        ])
        plan = Plan(problems=table.problems)
        rows = self._read_rows(data, table)
        homes = self._problem_homes(standard)
        known = {
            (category.kind, category.code): category
            for category in self.env["city12319.category"].with_context(active_test=False).search(
                [("standard", "=", standard), ("level", "=", "minor")])
        }
        above, seen, majors = {}, {}, {}
        for number, row in rows:
            for name in _FILLED_DOWN:
                row[name] = above[name] = row[name] or above.get(name)
            missing = [name for name in _FILLED_DOWN if not row[name]]
            for name in missing:
                table.add(number, name, "required")
            if missing or not row["code"] or not row["name"]:
                continue
            self._plan_class(plan, table, number, row, (homes, known, seen, majors))
        return plan

    def _plan_class(self, plan, table, number, row, state):
        """Add one row to the plan."""
        homes, known, seen, majors = state
        code = full_code(row["major_code"], row["code"])
        key = (row["kind"], code)
        if key in seen:
            table.add(number, "code", "repeated", code, row=seen[key])
            return
        seen[key] = number
        first = majors.setdefault((row["kind"], row["major_code"]), (number, row["major_name"]))
        if first[1] != row["major_name"]:
            table.add(number, "major_name", "other_name", row["major_name"], row=first[0], name=first[1])
        home = self._home(table, number, row, code, homes)
        if key in known and not self.update_existing:
            plan.skipped += 1
            return
        vals = {
            "name": row["name"], "keywords": row["keywords"] or False,
            "valid_from": row["valid_from"] or self.valid_from or False,
            "_major": (row["kind"], row["major_code"], row["major_name"], home),
        }
        if key in known:
            plan.update.append((number, known[key], vals))
        else:
            plan.create.append((number, {
                **vals, "code": code, "kind": row["kind"], "standard": self.standard.strip(),
                "sequence": SEQUENCES["minor"],
            }))

    @api.model
    def _problem_homes(self, standard):
        """Return the problem categories by name and code, and those of classes by (kind, code) and (kind, name)."""
        categories = self.env["city12319.category"].with_context(active_test=False)
        minors = categories.search([("level", "=", "minor")]).sorted(lambda category: category.standard == standard)
        homes = {}
        for category in minors:  # those of the same standard come last and win
            home = int(category.parent_path.split("/")[0])
            homes[category.kind, "code", category.code] = homes[category.kind, "name", category.name] = home
        problems = categories.search([("level", "=", "problem"), ("active", "=", True)])
        return homes, self._words(problems, "name", "code")

    def _home(self, table, number, row, code, homes):
        """Return the id of the problem category of a row."""
        by_class, problems = homes
        if row["problem"]:
            try:
                return problems.find([row["problem"]])
            except ValueProblem as problem:
                table.add(number, "problem", problem.code, row["problem"])
                return None
        home = (
            by_class.get((row["kind"], "name", row["name"])) or by_class.get((row["kind"], "code", code))
            or self.problem_id.id
        )
        if not home:
            table.add(number, "problem", "no_home", row["name"])
        return home

    def _before_save(self, plan):
        super()._before_save(plan)
        if self.target == "category":
            majors = {}
            for *_rest, vals in plan.create + plan.update:
                vals["parent_id"] = self._major(vals.pop("_major"), majors).id

    def _major(self, key, majors):
        """Return the major class of a standard below a problem category; create it when it is not there."""
        if key not in majors:
            kind, code, name, home = key
            standard = self.standard.strip()
            categories = self.env["city12319.category"].with_context(active_test=False)
            majors[key] = categories.search([
                ("standard", "=", standard), ("kind", "=", kind), ("code", "=", code), ("parent_id", "=", home),
            ], limit=1) or categories.create({
                "standard": standard, "kind": kind, "code": code, "name": name, "parent_id": home,
                "valid_from": self.valid_from, "sequence": SEQUENCES["major"],
            })
        return majors[key]


def full_code(major, code):
    """Return the code of a minor class with that of its major class before it, as standards print both ways."""
    return code if code.startswith(major) and len(code) > len(major) else f"{major}{code}"
