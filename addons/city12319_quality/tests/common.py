from odoo.tests import new_test_user

from odoo.addons.city12319_telephony.tests.common import TelephonyCase

LONG_AGO = -400 * 86400  # seconds from the telephony case's start: nothing else happened then


class QualityCase(TelephonyCase):
    """The telephony case with two quality checkers, a second shift leader, and a small score sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = {"no_reset_password": True, "tracking_disable": True}
        groups = {
            "checker": "city12319_quality.group_quality", "other_checker": "city12319_quality.group_quality",
            "other_leader": "city12319_intake.group_shift_leader", "statistician": "city12319_intake.group_statistician",
            "config_admin": "city12319_intake.group_config_admin",
        }
        for name, group in groups.items():
            cls.people[name] = new_test_user(
                cls.env, f"quality_{name}", groups=group, name=name, tz="Asia/Shanghai", context=context)
        cls.env["city12319.quality.sheet"].search([]).active = False
        cls.env["city12319.quality.rule"].search([]).active = False
        cls.sheet = cls.env["city12319.quality.sheet"].create({"name": "试验评分表", "pass_score": 80, "item_ids": [
            (0, 0, {"section": "通话", "name": "礼貌", "max_points": 10, "sequence": 1}),
            (0, 0, {"section": "通话", "name": "专业", "max_points": 30, "sequence": 2}),
            (0, 0, {"section": "工单", "name": "记录完整", "max_points": 60, "about": "ticket", "sequence": 3}),
            (0, 0, {"section": "致命", "name": "辱骂", "fatal": True, "sequence": 4}),
        ]})

    def talk(self, key, agent="9801", after=0, **values):
        """Return a call that was answered by the seat ``agent`` and has ended."""
        self.ingest(*self.answered_events(key, after=LONG_AGO + after, agent=agent, **values))
        return self.call(key)

    def check(self, call=None, checker="checker", **values):
        check = self.as_(self.env["city12319.quality.check"], "shift_leader").create([{
            "call_id": (call or self.talk("q-1")).id, "sheet_id": self.sheet.id, "checker_id": self.people[checker].id,
            **values,
        }])
        return self.as_(check, checker)

    def line(self, check, name):
        return check.line_ids.filtered(lambda line: line.item_id.name == name)

    def submitted(self, **values):
        check = self.check(**values)
        self.line(check, "礼貌").write({"points": 6, "note": "语气生硬"})
        check.submit()
        return check.with_env(self.env)

    def appealed(self, **values):
        check = self.submitted(**values)
        self.as_(check, "agent").appeal("已按规范使用敬语")
        return check

    def run_job(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"city12319_quality.{name}").method_direct_trigger()
        self.env.invalidate_all()
