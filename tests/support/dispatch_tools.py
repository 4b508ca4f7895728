"""The pure modules of dispatch rules, loaded by their path: they work without Odoo."""

import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "addons" / "city12319_dispatch" / "tools"
PACKAGE = "city12319_dispatch_tools"


def load(name):
    """Return a module of addons/city12319_dispatch/tools."""
    if PACKAGE not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            PACKAGE, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)],
        )
        package = importlib.util.module_from_spec(spec)
        sys.modules[PACKAGE] = package
        spec.loader.exec_module(package)
    return importlib.import_module(f"{PACKAGE}.{name}")
