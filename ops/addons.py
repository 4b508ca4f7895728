"""Our addons: which there are, what they need, and when they changed."""

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path

from .errors import UsageError
from .layout import ADDONS

DEMO = "city12319_demo"
UNINSTALLED = ("tests", "static/tests")


@dataclass(frozen=True)
class Addon:
    """One addon folder."""

    name: str
    folder: Path
    depends: tuple

    def content_hash(self):
        """Changes with every file that matters once installed (not with tests)."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            relative = path.relative_to(self.folder).as_posix()
            if not path.is_file() or "__pycache__" in path.parts or relative.endswith(".pyc"):
                continue
            if any(relative.startswith(f"{part}/") for part in UNINSTALLED):
                continue
            digest.update(relative.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def found(folder=ADDONS):
    """Every installable addon of ours by name, without those made for tests only."""
    addons = {}
    for manifest in sorted(folder.glob("*/__manifest__.py")):
        name = manifest.parent.name
        content = ast.literal_eval(manifest.read_text(encoding="utf-8"))
        if content.get("installable", True) and not name.startswith("test_"):
            addons[name] = Addon(name, manifest.parent, tuple(content.get("depends", ())))
    return addons


def with_needed(names, addons):
    """The named addons of ours and those of ours that they depend on, in order of need."""
    ordered = []

    def visit(name, path=()):
        if name in ordered or name not in addons:
            return
        if name in path:
            raise UsageError(f"The addons depend on each other in a circle: {' → '.join(path + (name,))}.")
        for needed in addons[name].depends:
            visit(needed, path + (name,))
        ordered.append(name)

    for name in names:
        if name not in addons:
            raise UsageError(f"There is no addon {name}.", f"There are: {', '.join(addons) or 'none yet'}.")
        visit(name)
    return ordered


def standard_needed(names, addons):
    """The addons of Odoo that the named addons depend on directly."""
    return sorted({needed for name in names for needed in addons[name].depends if needed not in addons})


def contents_hash(names, addons):
    """One hash over several addons."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}:{addons[name].content_hash()}\n".encode())
    return digest.hexdigest()
