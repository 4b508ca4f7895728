"""The screens of the table import: file, columns with a preview, what is wrong, the imported tickets."""

import base64
import io
import re

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..models.table_import_messages import file_message
from ..tools.import_fields import TARGETS
from ..tools.table_errors import MESSAGES, TableError
from .import_case import ImportCase
from .table_files import HEADERS, ROWS, make_csv, make_xlsx


@tagged("post_install", "-at_install")
class TestTableImportWizard(ImportCase):
    def wizard(self, data, name="table.csv", **values):
        return self.wizards.create({"file": base64.b64encode(data), "file_name": name, **values})

    def test_steps_to_the_tickets(self):
        wizard = self.wizard(make_xlsx([HEADERS, *ROWS]), "table.xlsx")
        self.assertEqual(wizard.action_read()["res_id"], wizard.id)
        self.assertEqual((wizard.step, wizard.row_count), ("mapping", 3))
        self.assertEqual(wizard.line_ids.mapped("target"), [
            "external_number", "reported_at", "caller_name", "phone", "source", "category", "service_type",
            "description", "state", "confidential",
        ])
        self.assertIn("2024-05-06 08:30", wizard.preview)
        wizard.action_check()
        self.assertEqual((wizard.step, wizard.checked), ("errors", True))
        self.assertEqual((wizard.created_count, wizard.error_count), (3, 0))
        wizard.action_import()
        self.assertEqual((wizard.step, wizard.created_count, wizard.skipped_count), ("done", 3, 0))
        self.assertFalse(wizard.file)
        action = wizard.action_open_tickets()
        self.assertEqual(self.tickets.with_user(self.leader).search_count(action["domain"]), 3)

    def test_preview_marks_what_is_wrong_and_escapes(self):
        rows = [["1", "2024-05-06", "<b>x</b>", "飞碟"]]
        wizard = self.wizard(make_csv(["编号", "时间", "内容", "问题类别"], rows))
        wizard.action_read()
        self.assertIn("text-danger", wizard.preview)
        self.assertNotIn("<b>x</b>", wizard.preview)
        self.assertIn("&lt;b&gt;x", wizard.preview)
        with Form(wizard) as form:
            form.unknown = "other"
        self.assertNotIn("text-danger", wizard.preview)

    def test_preview_follows_the_mapping(self):
        wizard = self.wizard(make_csv(["编号", "时间", "内容", "首次诉求"], [["1", "2024-05-06", "全文", "第一句"]]))
        wizard.action_read()
        self.assertEqual(wizard.line_ids.mapped("reason"), ["known", "known", "known", "second"])
        self.assertNotIn("第一句", wizard.preview)
        wizard.line_ids[2].target = False
        wizard.line_ids[3].target = "description"
        self.assertIn("第一句", wizard.preview)
        wizard.action_import()
        self.assertEqual(self.tickets.search([("import_batch", "=", wizard.batch)]).description, "第一句")

    def test_errors_can_be_downloaded(self):
        wizard = self.wizard(make_csv(rows=[[*ROWS[0][:5], "=飞碟", *ROWS[0][6:]]]))
        wizard.action_read()
        wizard.action_import()
        self.assertEqual((wizard.step, wizard.error_count), ("errors", 1))
        self.assertRecordValues(wizard.problem_ids, [{"row": 2, "value": "=飞碟", "notice": False}])
        page = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.problem_file))).active
        self.assertEqual((page["A2"].value, page["C2"].value, page["C2"].data_type), (2, "=飞碟", "s"))
        wizard.action_back()
        self.assertEqual(wizard.step, "mapping")

    def test_bad_file_is_said_at_once(self):
        with self.assertRaises(UserError):
            self.wizard(b"%PDF-1.7", "a.pdf").action_read()
        with self.assertRaises(UserError):
            self.wizards.create({}).action_read()

    def test_only_shift_leaders_and_system(self):
        for user in (self.agent, new_test_user(self.env, "import_config", "city12319_intake.group_config_admin")):
            with self.assertRaises(AccessError):
                self.wizards.with_user(user).create({"file": base64.b64encode(make_csv())})
        system = new_test_user(self.env, "import_system", "base.group_system")
        wizard = self.wizards.with_user(system).create({"file": base64.b64encode(make_csv()), "file_name": "a.csv"})
        wizard.action_read()
        wizard.action_import()
        self.assertEqual(wizard.created_count, 3)
        with self.assertRaises(AccessError):
            wizard.with_user(self.leader).action_restart()

    def test_every_unusable_file_has_its_message(self):
        for code, message in MESSAGES.items():
            details = dict.fromkeys(re.findall(r"%\((\w+)\)s", message), "x")
            self.assertTrue(file_message(self.env, TableError(code, **details)))

    def test_every_target_can_be_chosen(self):
        self.assertEqual([key for key, _label in self.env["city12319.table.import.line"]._fields["target"].selection],
                         list(TARGETS))
