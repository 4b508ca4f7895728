from odoo.tests import HttpCase, tagged

SUITES = ("@city12319_flow", "@city12319_intake")


def suite_id(name):
    """Return the id by which the client's test runner (HOOT) knows a suite."""
    value = 0
    for char in name:
        value = (value * 31 + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestClientUnits(HttpCase):
    """The unit tests of the client, in a browser."""

    def test_unit_tests_of_the_client_pass(self):
        suites = "".join(f"&id={suite_id(name)}" for name in SUITES)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{suites}", "", "", login="admin", timeout=600,
            success_signal="[HOOT] Test suite succeeded", error_checker=lambda message: "[HOOT]" not in message,
        )
