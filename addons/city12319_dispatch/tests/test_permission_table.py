from pathlib import Path

from odoo.tests import TransactionCase, tagged

from .permission_table import PermissionTable

TABLE = PermissionTable()
PAGE = Path(__file__).parents[3] / "docs" / "permissions.md"


@tagged("post_install", "-at_install")
class TestPermissionTable(TransactionCase):
    """The table of rights is complete, and printed for administrators."""

    def test_every_model_of_the_hotline_stands_in_the_table(self):
        installed = set(self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"))
        table = PermissionTable(installed)
        known = {rights.model for rights in table.models} | set(table.besides)
        models = {
            name for name, model in self.env.registry.items() if name.startswith("city12319.") and not model._abstract
        }
        self.assertFalse(models - known, "add these models to permissions.yaml, with a record to try")
        for name in table.besides:
            self.assertTrue(self.env[name]._transient, f"{name} belongs in the table")

    def test_page_for_administrators_is_printed_from_the_table(self):
        if not PAGE.exists():
            self.skipTest("the addons are installed without the documentation")
        self.assertEqual(
            PAGE.read_text(encoding="utf-8"), TABLE.markdown(),
            "print it again: python addons/city12319_dispatch/tests/permission_table.py > docs/permissions.md",
        )
