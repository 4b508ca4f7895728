"""Loads the tools of an addon without Odoo: they must work without it."""

import importlib
import importlib.util
import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def tool(addon, name):
    """Return the module `name` of the folder tools/ of an addon."""
    package = f"{addon}_tools"
    if package not in sys.modules:
        folder = ADDONS / addon / "tools"
        spec = importlib.util.spec_from_file_location(
            package, folder / "__init__.py", submodule_search_locations=[str(folder)])
        sys.modules[package] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[package])
    return importlib.import_module(f"{package}.{name}")
