"""The table of rights: reads ``permissions.yaml`` of this addon and of every other one, and prints it for people.

An addon brings rows for its own models in its ``tests/permissions.yaml``: ``models``, ``besides`` and ``sets`` as in the
file of this addon, whose roles and operations hold for all.

Usage: ``python permission_table.py > docs/permissions.md`` (needs PyYAML, nothing of Odoo).
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

SOURCE = Path(__file__).with_name("permissions.yaml")
ADDONS = Path(__file__).parents[2]
_ABOUT_A_CLASS = {"zh", "advance"}

_INTRODUCTION = """\
# Rights

Who may do what with which records. This page is printed from
`addons/city12319_dispatch/tests/permissions.yaml` and the files of that name of the other addons; the tests assert every
cell of it, allowed or refused ({cells} cells: {roles} roles, {classes} classes of records). To print it again:

    python addons/city12319_dispatch/tests/permission_table.py > docs/permissions.md

Rights follow the record: what a person cannot read does not appear in lists, counts, groupings, searches by name,
exports, attachments or remote calls either. Roles are groups under Settings → Users (category 12319 热线); a person may
have several, and then has the sum of their rights. 值班长 contains 坐席 and 派遣员, 部门负责人 contains 专业部门, 知识审核
contains 知识编辑, 系统管理员 contains 配置管理员. Facts (办理记录, 号码查看记录) and documents (登记单, 处理单) are never
deleted, by nobody. What may be exported is what may be read, and only by roles with 导.
"""


@dataclass
class RecordClass:
    """Records of one model that are alike for rights: ``cells`` has the operations that each role may do."""

    key: str
    zh: str
    advance: str | None
    cells: dict[str, set[str]]


@dataclass
class ModelRights:
    model: str
    zh: str
    operations: str
    classes: list[RecordClass] = field(default_factory=list)


def sources(addons=None):
    """Return ``{addon: file}`` of the addons that bring rows, this one first; only of those in ``addons`` if given."""
    others = sorted(ADDONS.glob("city12319_*/tests/permissions.yaml"))
    files = {path.parents[1].name: path for path in [SOURCE, *others]}
    return {name: path for name, path in files.items() if path == SOURCE or addons is None or name in addons}


class PermissionTable:
    def __init__(self, addons=None):
        """Read the table; only the rows of ``addons`` beside those of this addon, if given."""
        parts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sources(addons).values()]
        data = parts[0]
        self.operations = data["operations"]
        self.roles = data["roles"]
        self.sets = {name: roles for part in parts for name, roles in part.get("sets", {}).items()}
        self.besides = [name for part in parts for name in part.get("besides", [])]
        self.models = [self._model(entry) for part in parts for entry in part.get("models", [])]
        self.fields = [{**entry, "readable": self._expand(entry["readable"])} for entry in data["fields"]]
        self.contact_columns = data["contact"]["columns"]
        self.contact = self._contact(data["contact"])

    @property
    def cell_count(self):
        """Number of cells that the tests assert."""
        rights = sum(len(model.operations) * len(model.classes) for model in self.models) * len(self.roles)
        fields = sum(len(entry["names"]) for entry in self.fields) * len(self.roles)
        return rights + fields + sum(len(shown) for columns in self.contact.values() for shown in columns.values())

    def _expand(self, keys):
        """Return the roles that a comma-separated key, or a list of keys, stands for."""
        names = keys if isinstance(keys, list) else [name.strip() for name in keys.split(",")]
        roles = [role for name in names for role in self.sets.get(name, [name])]
        unknown = set(roles) - self.roles.keys()
        if unknown:
            raise ValueError(f"unknown roles: {sorted(unknown)}")
        return roles

    def _cells(self, entry, operations):
        cells = {}
        for keys, word in entry.items():
            allowed = set(word) - {"-"}
            if allowed - set(operations):
                raise ValueError(f"unknown operations in {word!r}")
            cells.update(dict.fromkeys(self._expand(keys), allowed))
        return cells

    def _model(self, entry):
        rights = ModelRights(entry["model"], entry["zh"], entry["operations"])
        common = self._cells(entry.get("cells", {}), rights.operations)
        for key, about in entry["classes"].items():
            own = {name: word for name, word in about.items() if name not in _ABOUT_A_CLASS}
            cells = {role: set() for role in self.roles} | common | self._cells(own, rights.operations)
            rights.classes.append(RecordClass(key, about["zh"], about.get("advance"), cells))
        return rights

    def _contact(self, entry):
        """Return ``{role: {column: {field: shown, masked, hidden or none}}}`` for the roles that read orders."""
        contact = {}
        for role in self._readers(entry["model"]):
            contact[role] = {
                key: {name: value for name, value in column.items() if name != "zh"}
                for key, column in entry["columns"].items()
            }
        for keys, changes in entry["exceptions"].items():
            for role in self._expand(keys):
                for column, values in contact[role].items():
                    values.update({name: value for name, value in changes.items() if name not in contact[role]})
                    values.update(changes.get(column, {}))
        return contact

    def _readers(self, name):
        (model,) = [model for model in self.models if model.model == name]
        return [role for role in self.roles if any("R" in cls.cells[role] for cls in model.classes)]

    # ------------------------------------------------------------------ for people

    def markdown(self):
        """Return the page for administrators."""
        classes = sum(len(model.classes) for model in self.models)
        parts = [_INTRODUCTION.format(cells=self.cell_count, roles=len(self.roles), classes=classes)]
        parts.append("## Signs\n\n" + _table(["Sign", "Operation"], [
            [operation["zh"], f"{operation['explain']} `{operation['name']}`"] for operation in self.operations.values()
        ]))
        parts.append("## Roles\n\n" + _table(["角色", "Code", ""], [
            [role["zh"], f"`{key}`", role.get("note", "")] for key, role in self.roles.items()
        ]))
        parts += [self._model_markdown(model) for model in self.models]
        parts.append(self._fields_markdown())
        parts.append(self._contact_markdown())
        return "\n\n".join(part.strip("\n") for part in parts) + "\n"

    def _model_markdown(self, model):
        columns = {}
        for role in self.roles:
            column = tuple(self._signs(model, cls.cells[role]) for cls in model.classes)
            if any(column):
                columns.setdefault(column, []).append(self.roles[role]["zh"])
        rows = []
        for index, cls in enumerate(model.classes):
            advance = f"（{cls.advance}）" if cls.advance else ""
            rows.append([f"{cls.zh}{advance} `{cls.key}`", *(column[index] or "–" for column in columns)])
        names = ["、".join(roles) for roles in columns.values()]
        text = f"## {model.zh} `{model.model}`\n\n" + _table(["记录", *names], rows)
        without = [role["zh"] for role in self.roles.values() if not any(role["zh"] in roles for roles in columns.values())]
        return text + f"\n\n无任何权限：{'、'.join(without)}。" if without else text

    def _signs(self, model, allowed):
        return "".join(self.operations[letter]["zh"] for letter in model.operations if letter in allowed)

    def _fields_markdown(self):
        rows = [
            [f"{entry['zh']} `{entry['model']}`: {', '.join(f'`{name}`' for name in entry['names'])}",
             "、".join(self.roles[role]["zh"] for role in entry["readable"])]
            for entry in self.fields
        ]
        return (
            "## Fields of the caller on tickets\n\nWhoever is not named here cannot read, search, sort, group or export "
            "these fields, even on tickets that the person reads.\n\n" + _table(["字段", "可读角色"], rows)
        )

    def _contact_markdown(self):
        words = {"shown": "显示", "masked": "打码", "hidden": "「保密」", "none": "空"}
        groups = {}
        for role, columns in self.contact.items():
            signs = tuple(f"{words[shown['caller_name']]} / {words[shown['contact_phone']]}" for shown in columns.values())
            groups.setdefault(signs, []).append(self.roles[role]["zh"])
        headers = ["姓名 / 号码", *(column["zh"] for column in self.contact_columns.values())]
        return "## The caller on orders\n\n" + _table(headers, [["、".join(roles), *signs] for signs, roles in groups.items()])


def _table(headers, rows):
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


if __name__ == "__main__":
    sys.stdout.write(PermissionTable().markdown())
