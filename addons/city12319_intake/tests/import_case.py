"""What the tests of the table import share."""

import tempfile
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user


class ImportCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("city12319.area_code", "0898")
        cls.leader = new_test_user(cls.env, "import_leader", "city12319_intake.group_shift_leader")
        cls.agent = new_test_user(cls.env, "import_agent", "city12319_intake.group_agent")
        cls.wizards = cls.env["city12319.table.import"].with_user(cls.leader)
        cls.tickets = cls.env["city12319.ticket"]
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())

    def run_import(self, data, name="table.csv", **options):
        path = Path(self.folder, name)
        path.write_bytes(data)
        return self.wizards._import_file_path(str(path), options)

    def assertNothingSaved(self, before):
        self.env.flush_all()
        self.assertEqual(self.tickets.search_count([]), before)
