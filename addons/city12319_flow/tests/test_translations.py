import io

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """People read Chinese: every string of our addons has its translation."""

    def test_every_string_is_translated_to_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = self.env["ir.module.module"].search([("name", "=like", "city12319%"), ("state", "=", "installed")])
        for module in modules.sorted("name"):
            with self.subTest(module.name):
                buffer = io.BytesIO()
                trans_export("zh_CN", [module.name], buffer, "po", self.env)
                entries = polib.pofile(buffer.getvalue().decode())
                missing = [entry.msgid for entry in entries if not entry.translated() and not entry.obsolete]
                self.assertFalse(missing, f"{len(missing)} strings without translation")
