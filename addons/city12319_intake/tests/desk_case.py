from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")  # conditions of the flow may name fields of the addons above
class DeskCase(TransactionCase):
    """Two agents, a return visitor, a shift leader and somebody without a desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = {
            "agent": "agent", "colleague": "agent", "visitor": "visitor", "shift_leader": "shift_leader",
            "inspector": "inspector", "config_admin": "config_admin",
        }
        cls.people = {
            name: new_test_user(
                cls.env, f"d_{name}", groups=f"city12319_intake.group_{group}", name=name, tz="Asia/Shanghai",
                context={"no_reset_password": True, "tracking_disable": True},
            )
            for name, group in roles.items()
        }
        cls.water = cls.env.ref("city12319_intake.category_water")
        cls.power = cls.env.ref("city12319_intake.category_power")

    def as_(self, record, person):
        """Return ``record`` (or a model, by its name) as ``person`` sees it, with an empty cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        record = self.env[record] if isinstance(record, str) else record
        return record.with_user(self.people[person])

    def ticket(self, person="agent", **values):
        """Register a ticket as ``person``."""
        return self.as_("city12319.ticket", person).register({
            "summary": "中山路自来水管爆裂", "description": "路面积水", "phone": "13800138000", "caller_name": "王女士",
            "category_id": self.water.id, "address": "中山路12号", **values,
        })

    def reminder(self, person="agent", **values):
        """Set a reminder as ``person``."""
        return self.as_("city12319.reminder", person).create({
            "name": "回电", "due_at": "2030-01-01 02:00:00", **values,
        })
