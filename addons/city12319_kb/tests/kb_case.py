from odoo.tests import TransactionCase, new_test_user


class KbCase(TransactionCase):
    """Editors, approvers and readers, and short ways to an article in a given stage."""

    ROLES = {
        "editor": "city12319_intake.group_kb_editor", "other_editor": "city12319_intake.group_kb_editor",
        "approver": "city12319_intake.group_kb_approver", "agent": "city12319_intake.group_agent",
        "shift_leader": "city12319_intake.group_shift_leader", "department": "city12319_intake.group_department",
        "internal": "base.group_user", "portal": "base.group_portal",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: new_test_user(
                cls.env, f"kb_{name}", groups=group, name=name,
                context={"no_reset_password": True, "tracking_disable": True},
            )
            for name, group in cls.ROLES.items()
        }
        cls.water = cls.env.ref("city12319_intake.category_water")

    def as_(self, record, person):
        """Return ``record`` in the environment of ``person``, with an empty cache as a request of its own has."""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(self.people[person])

    def draft(self, person="editor", **values):
        """Return an article that ``person`` is writing."""
        return self.as_(self.env["city12319.article"], person).create({
            "name": "停水了怎么办", "body": "<p>请拨打供水服务热线查询停水时间。</p>", "kind": "qa",
            "category_ids": [(6, 0, self.water.ids)], "keywords": "停水 没水", **values,
        })

    def published(self, **values):
        """Return an article that was written by the editor and approved by the approver, in the superuser's environment."""
        return self.publish(self.draft(**values))

    def publish(self, article, editor="editor", approver="approver"):
        self.as_(article, editor).advance("submit")
        self.as_(article, approver).advance("approve")
        self.env.flush_all()
        self.env.invalidate_all()
        return article.with_env(self.env)

    def revise(self, article, person="editor", **values):
        """Return the draft in which ``person`` revises ``article``."""
        own = self.as_(article, person)
        own.advance("revise")
        revision = own.open_revision_id
        revision.write(values)
        return revision
