from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

MODEL = "city12319.ticket"


@tagged("post_install", "-at_install")
class TestFilters(TransactionCase):
    """Filters and pivots that an administrator shares with a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin, cls.leader, cls.agent = (
            new_test_user(cls.env, f"t_filter_{role}", f"city12319_intake.group_{role}")
            for role in ("config_admin", "shift_leader", "agent")
        )
        cls.shared = cls.env["ir.filters"].with_user(cls.admin).create({
            "name": "本周", "model_id": MODEL, "domain": "[]", "user_ids": [cls.admin.id],
            "group_ids": [cls.env.ref("city12319_intake.group_shift_leader").id],
        })

    def names(self, user):
        return [one["name"] for one in self.env["ir.filters"].with_user(user).get_filters(MODEL)]

    def test_a_filter_shared_with_a_role_is_found_by_its_people_alone(self):
        self.assertEqual(self.names(self.leader).count("本周"), 1)
        self.assertEqual(self.names(self.admin).count("本周"), 1)
        self.assertNotIn("本周", self.names(self.agent))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_its_people_do_not_change_it(self):
        with self.assertRaises(AccessError):
            self.shared.with_user(self.leader).write({"name": "x"})
        with self.assertRaises(AccessError):
            self.shared.with_user(self.leader).unlink()
        own = self.env["ir.filters"].with_user(self.leader).create(
            {"name": "own", "model_id": MODEL, "user_ids": [self.leader.id]})
        with self.assertRaises(AccessError):
            own.write({"group_ids": [self.env.ref("city12319_intake.group_agent").id]})

    def test_another_administrator_may_change_it(self):
        other = new_test_user(self.env, "t_filter_other", "city12319_intake.group_config_admin")
        self.shared.with_user(other).write({"name": "本月"})
        self.assertIn("本月", self.names(self.leader))
