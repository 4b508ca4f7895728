"""A month of spot checks and its evaluation in the made-up city: what inspectors, units and leaders did about it."""

import random
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.city12319_evaluation.tools import periods

from .hours import to_local, to_utc
from .photos import picture

SEED = 12319
PER_UNIT = 2
PUBLISHED = ("department", "area", "agent", "dispatcher", "shift_leader")
# codes of items, how often, what was found
FINDINGS = (
    ((), "现场已按要求处置，周边整洁。"),
    (("C03",), "处置后照片与现场位置不一致。"),
    (("C04",), "作业后余土未清，围挡未撤。"),
    (("C02",), "修补处已再次松动。"),
    (("C02", "C05"), "修补不平整，来电人称未接到回复。"),
    (("C01",), "上报已处置，现场仍未处置。"),
)
WEIGHTS = (8, 3, 2, 3, 1, 1)
APPEALS = ("照片为同一路段另一侧，现补充说明，请予复核。", "该处由权属单位另行施工破坏，非我单位处置质量问题。")
DECISIONS = {True: "经复核，情况属实，不予扣分。", False: "经复核，照片及现场情况清楚，维持扣分。"}
ENTRIES = (
    ("bonus", "department_water", 2, "台风期间连夜抢修供水管道，受到市民表扬"),
    ("malus", "department_drainage", 1.5, "汛期排水口巡查台账缺失"),
)


class Evaluations:
    """Makes plans, spot checks, bonus and malus, and the published runs of the last whole month."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True})
        self.rng = random.Random(SEED)
        self.today = to_local(fields.Datetime.now())
        self.items = {item.code: item.id for item in self.env["city12319.inspection.item"].search([])}

    def run(self):
        first, last = periods.before("month", self.today.date())
        for check in self.draw(first, last):
            self.check(check, self.moment(first, last))
            self.settle(check)
        self.this_month()
        for kind, department, points, reason in ENTRIES:
            self.as_("statistician", "city12319.evaluation.entry").create({
                "kind": kind, "day": last, "points": points, "reason": reason,
                "department_id": self.env.ref(f"city12319_demo.{department}").id,
            })
        for code in PUBLISHED:
            self.publish(code, first)

    def this_month(self):
        """Leave something in every state for whoever looks around."""
        first, last = periods.containing("month", self.today.date())
        for number, check in enumerate(self.draw(first, last)[:6]):
            if number % 3 == 0:
                continue  # still to be checked
            self.check(check, fields.Datetime.now(), FINDINGS[1])
            if number % 3 == 2:
                self.as_unit(check).appeal(self.rng.choice(APPEALS))

    def draw(self, first, last):
        """Return the spot checks that a plan over these days draws, of the departments that closed something."""
        plans = self.as_("shiftleader", "city12319.inspection.plan")
        departments = self.env["city12319.department"].search([])
        closed = plans.new({
            "date_from": first, "date_to": last, "department_ids": [Command.set(departments.ids)],
        })._candidates()
        if not closed:
            return self.env["city12319.inspection"]
        plan = plans.create({
            "name": f"{first.month}月抽查", "date_from": first, "date_to": last, "size": PER_UNIT, "seed": SEED,
            "department_ids": [Command.set([department.id for department in closed])],
            "inspector_ids": [Command.set(self.user("inspector").ids)],
        })
        plan.action_draw()
        return plan.inspection_ids.sorted("id").sudo()

    def check(self, check, at, finding=None):
        """Let the inspector fill in the form and submit it."""
        codes, text = finding or self.rng.choices(FINDINGS, WEIGHTS)[0]
        own = check.with_user(self.user("inspector"))
        photo = self.as_("inspector", "ir.attachment").create({
            "name": "抽查照片.jpg", "raw": picture("before" if codes else "after", check.order_id.id), "mimetype": "image/jpeg",
        })
        own.write({
            "at": at, "text": text, "photo_ids": [Command.set(photo.ids)],
            "line_ids": [Command.create({"item_id": self.items[code]}) for code in codes],
        })
        own.submit()

    def settle(self, check):
        """Let the unit appeal now and then, the leader decide, and the rest become final."""
        if check.state == "submitted" and self.rng.random() < 0.35:
            self.as_unit(check).appeal(self.rng.choice(APPEALS))
            waived = self.rng.random() < 0.4
            check.with_user(self.user("leader")).decide(waived, DECISIONS[waived])
        elif check.state == "submitted":
            check._freeze()

    def publish(self, code, first):
        scheme = self.env.ref(f"city12319_evaluation.scheme_{code}")
        run = self.as_("statistician", "city12319.evaluation.run").create({"scheme_id": scheme.id, "date_from": first})
        run._compute_now()
        run.action_freeze()
        run.with_user(self.user("leader")).action_publish()

    # ------------------------------------------------------------------ people and moments

    def user(self, login):
        return self.env.ref(f"city12319_demo.user_{login}")

    def as_(self, login, model):
        return self.env[model].with_user(self.user(login))

    def as_unit(self, check):
        unit = check.department_id
        return check.with_user(unit.manager_id or unit.member_ids[:1])

    def moment(self, first, last):
        """Return a moment (UTC) on some day from ``first`` to ``last``, in office hours."""
        day = first + timedelta(days=self.rng.randint(0, (last - first).days))
        local = fields.Datetime.to_datetime(day) + timedelta(hours=9, minutes=self.rng.randint(0, 480))
        return to_utc(local)
