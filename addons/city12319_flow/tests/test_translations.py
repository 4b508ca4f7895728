import io

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

# Odoo's portal, which comes with its spreadsheets, puts this hidden field on everything that has a conversation
UNSEEN = "__website_message_ids"


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """People read Chinese: every string of our addons has its translation."""

    def test_every_string_is_translated_to_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = self.env["ir.module.module"].search([("name", "=like", "city12319%"), ("state", "=", "installed")])
        for module in modules.sorted("name"):
            with self.subTest(module.name):
                missing = self.source_strings(module.name) - self.translated_strings(module.name)
                self.assertFalse(missing, f"{len(missing)} strings of {module.name} without translation")

    def source_strings(self, module):
        buffer = io.BytesIO()
        trans_export("zh_CN", [module], buffer, "po", self.env)
        entries = polib.pofile(buffer.getvalue().decode())
        return {entry.msgid for entry in entries if any(UNSEEN not in place for place, _line in entry.occurrences)}

    def translated_strings(self, module):
        path = f"{get_module_path(module)}/i18n/zh_CN.po"
        try:
            with open(path, encoding="utf-8") as file:
                return {entry.msgid for entry in polib.pofile(file.read()) if entry.msgstr}
        except FileNotFoundError:  # an addon without strings of its own
            return set()
