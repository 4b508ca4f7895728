from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestExportLog(TransactionCase):
    """What left the system is written down and stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = new_test_user(cls.env, "t_log_leader", "city12319_intake.group_shift_leader")
        cls.statistician = new_test_user(cls.env, "t_log_statistician", "city12319_intake.group_statistician")

    def note(self, **values):
        log = self.env["city12319.export.log"].with_user(self.leader)
        return log.note(**{"kind": "print", "what": "处理单", "model": "city12319.ticket", "rows": 3, **values})

    def test_whoever_may_not_read_the_log_is_written_down_in_it(self):
        entry = self.note(domain=[("phone", "=", "13800138000")], what="登记单 · 电话 13800138000", columns=["编号", "电话"])
        self.assertEqual((entry.sudo().user_id, entry.sudo().rows, entry.sudo().state), (self.leader, 3, "done"))
        self.assertEqual(entry.sudo().what, "登记单 · 电话 138****000")
        self.assertNotIn("13800138000", entry.sudo().domain)
        self.assertEqual(entry.sudo().columns, "编号, 电话")
        with self.assertRaises(AccessError):
            entry.read(["what"])
        seen = entry.with_user(self.statistician).read(["what", "model_label"])[0]
        self.assertEqual(seen["model_label"], self.env["ir.model"]._get("city12319.ticket").name)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_changes_or_deletes_the_log(self):
        entry = self.note()
        for user in (self.leader, self.statistician, self.env.ref("base.user_admin"), self.env.user):
            with self.assertRaises(AccessError):
                entry.with_user(user).write({"rows": 1})
            with self.assertRaises(AccessError):
                entry.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.env["city12319.export.log"].with_user(self.statistician).create({"what": "x", "kind": "print"})

    def test_the_interface_for_programs_cannot_write_into_the_log(self):
        from odoo.service.model import get_public_method

        with mute_logger("odoo.service.model"), self.assertRaises(AccessError):
            get_public_method(self.env["city12319.export.log"], "note")
