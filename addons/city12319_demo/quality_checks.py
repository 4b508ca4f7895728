"""Quality checks of the last calls in the made-up city: drawn, scored, appealed and decided as people would."""

import random

from odoo import fields

from odoo.addons.city12319_evaluation.tools import periods

from .call_story import SERVER
from .hours import to_local

SEED = 12319
# index of the item on the sheet, points lost, what for
FAULTS = (
    (0, 2, "未报工号"), (1, 4, "打断来电人两次"), (2, 3, "未问清具体门牌"), (3, 4, "解答引用了旧规定"), (4, 3, "语速偏快"),
    (5, 3, "保持前未告知"), (6, 4, "未复述联系电话"), (7, 2, "未邀请评价"), (8, 4, "区域选择有误"), (9, 5, "描述遗漏发生时间"),
)
COMMENTS = (
    "整体规范，注意复述确认。", "沟通耐心，解答准确，继续保持。", "登记完整；开场语需按规范。", "语气平和，建议加强业务学习。",
)
APPEAL = "当时来电人主动挂机，未能邀请评价，请复核。"
DECISION = "经复听录音，情况属实，予以改判。"


class QualityChecks:
    """Draws the recorded calls of this and of the last month, and leaves checks in every state."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True})
        self.rng = random.Random(SEED)
        self.checker = env.ref("city12319_demo.user_quality")

    def run(self):
        today = to_local(fields.Datetime.now()).date()
        rule = self.env["city12319.quality.rule"].create({
            "name": "每人每月抽检六通", "sheet_id": self.env.ref("city12319_quality.sheet_call").id, "period": "month",
            "per_agent": 6, "least_talk": 40, "recorded": False, "seed": SEED, "checker_ids": [(6, 0, self.checker.ids)],
        })
        self.env["city12319.quality.rule"].create({
            "name": "不满意来电必检", "sheet_id": rule.sheet_id.id, "period": "week", "take_all": True, "least_key": 3,
            "recorded": False, "seed": SEED, "checker_ids": [(6, 0, self.checker.ids)],
        })
        for check in rule._draw_period(periods.before("month", today)).check_ids.sorted("id"):
            self.score(check)
            check._freeze()
        recorded = self.env["city12319.call"].search([("server", "=", SERVER), ("recording_path", "!=", False)], limit=5)
        checks = self.env["city12319.quality.check"].with_user(self.env.ref("city12319_demo.user_shiftleader")).create([
            {"call_id": call.id, "sheet_id": rule.sheet_id.id, "checker_id": self.checker.id} for call in recorded
        ]).sudo()  # sudo: who scores, appeals and decides is said at each step
        for check in checks[:3]:
            self.score(check)
        if len(checks) > 2:
            for check in checks[:2]:
                check.with_user(check.agent_id).appeal(APPEAL)
            checks[0].with_user(self.env.ref("city12319_demo.user_shiftleader")).decide(DECISION, min(100, checks[0].score + 2))

    def score(self, check):
        """Let the checker listen, note some faults and hand the check in."""
        for recording in check.call_id.recording_ids:
            self.env["city12319.recording.access"].with_user(self.checker)._note(recording)
        lines = check.line_ids.sorted("item_sequence")
        for place, lost, note in self.rng.sample(FAULTS, self.rng.choice((1, 1, 2, 3, 5))):
            if lines[place].applies:
                lines[place].write({"points": lines[place].max_points - lost, "note": note})
        own = check.with_user(self.checker)
        own.comment = self.rng.choice(COMMENTS)
        own.submit()
