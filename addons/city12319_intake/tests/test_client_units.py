from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import HttpCase, tagged


def suite_id(name):
    """Return the id by which the client's test runner (HOOT) knows a suite."""
    value = 0
    for char in name:
        value = (value * 31 + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestClientUnits(HttpCase):
    """The unit tests of the client, in a browser: those of every installed addon of the hotline, in one go."""

    def suites(self):
        installed = self.env["ir.module.module"].search([("name", "=like", "city12319%"), ("state", "=", "installed")])
        return [f"@{name}" for name in installed.mapped("name") if Path(get_module_path(name), "static/tests").is_dir()]

    def test_unit_tests_of_the_client_pass(self):
        names = self.suites()
        self.assertIn("@city12319_flow", names)
        suites = "".join(f"&id={suite_id(name)}" for name in names)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{suites}", "", "", login="admin", timeout=600,
            success_signal="[HOOT] Test suite succeeded", error_checker=lambda message: "[HOOT]" not in message,
        )
