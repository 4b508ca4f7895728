"""What the tests of list imports share."""

import base64

from odoo.tests import TransactionCase, new_test_user


class ListImportCase(TransactionCase):
    target = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "t_list_admin", "city12319_intake.group_config_admin")

    def wizard(self, data, name="list.csv", **values):
        return self.env["city12319.list.import"].with_user(self.admin).create({
            "target": self.target, "file": base64.b64encode(data), "file_name": name, **values,
        })

    def run_import(self, data, name="list.csv", dry_run=False, **values):
        wizard = self.wizard(data, name, **values)
        wizard.action_check() if dry_run else wizard.action_import()
        return wizard

    def assertProblems(self, wizard, expected):
        """Compare (row, value) of the problems; nothing was saved then."""
        self.assertEqual([(line.row, line.value or "") for line in wizard.problem_ids], expected)
        self.assertEqual((wizard.step, wizard.created_count, wizard.updated_count), ("errors", 0, 0))
        self.assertTrue(all(line.message for line in wizard.problem_ids))

    def counts(self, wizard):
        self.assertFalse(wizard.problem_ids, [(line.row, line.field, line.message) for line in wizard.problem_ids])
        return wizard.created_count, wizard.updated_count, wizard.skipped_count
