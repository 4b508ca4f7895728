import json
from datetime import datetime, timedelta

from odoo.tests import freeze_time, new_test_user, tagged

from .common import DispatchCase

NOTICE = "city12319.notice"


@tagged("post_install", "-at_install")
class EscalationCase(DispatchCase):
    """Cases at given hours after a Monday, nine o'clock in Shanghai, with limits in hours that run day and night."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["city12319.time.limit"].search([]).active = False
        cls.env["city12319.escalation.level"].search([]).active = False
        cls.levels = {
            name: cls.env.ref(f"city12319_dispatch.escalation_level_{name}")
            for name in ("half", "soon", "breach", "day", "days")
        }
        for level in cls.levels.values():
            level.active = True
        cls.water.member_ids |= new_test_user(
            cls.env, "t_water_colleague", groups="city12319_intake.group_department", name="water_colleague",
            context={"no_reset_password": True, "tracking_disable": True},
        )
        # the people of the test alone: groups of a database that is used have others as well
        for group in ("shift_leader", "dispatcher", "leader"):
            record = cls.env.ref(f"city12319_intake.group_{group}")
            cls.others = getattr(cls, "others", cls.env["res.users"]) | record.all_user_ids
        cls.others -= cls.env["res.users"].union(*cls.people.values())
        cls.env["city12319.time.limit"].create([
            {"target": "handling", "limit": 10, "unit": "urgent_hours"},
            {"target": "stage", "stage_id": cls.stage("pending_receipt").id, "limit": 2, "unit": "urgent_hours"},
        ])
        cls.job = cls.env.ref("city12319_dispatch.escalation_cron")

    @classmethod
    def stage(cls, code):
        return cls.env["city12319.stage"]._by_code("case", code)

    def at(self, hours):
        """Return a UTC moment some hours after a Monday, nine o'clock in Shanghai."""
        return datetime(2026, 3, 2, 1) + timedelta(hours=hours)

    def move(self, order, person, code, hours, **values):
        with freeze_time(self.at(hours)):
            self.as_(order, person).advance(code, values)
        order.invalidate_recordset()

    def dispatched(self, hours=0, department=None, **values):
        """Return an order that was dispatched at this hour."""
        with freeze_time(self.at(hours)):
            order = self.order(**values)
        self.move(order, "dispatcher", "dispatch", hours, department_id=(department or self.water).id)
        return order.with_env(self.env)

    def received(self, hours=0, **values):
        """Return an order that was dispatched and received at this hour: handling may take until ten hours later."""
        order = self.dispatched(hours, **values)
        self.move(order, "water", "receive", hours)
        return order

    def run_job(self, hours):
        """Let the minute job run at this hour."""
        with freeze_time(self.at(hours)), self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        self.env.invalidate_all()

    def rows(self, order, scope="phase"):
        """Return the due table of the order's clock: level and row, lowest level first."""
        rows = self.env["city12319.escalation"].search([("order_id", "=", order.id)])
        return {
            name: rows.filtered(lambda row, level=level: row.level_id == level and row.scope == scope)
            for name, level in self.levels.items()
        }

    def done(self, order, scope="phase"):
        """Return the names of the levels that were done."""
        return [name for name, row in self.rows(order, scope).items() if row.state == "done"]

    def told(self):
        """Return what has popped up since the last call: ``{person: [title]}``."""
        self.env.cr.precommit.run()
        names = {person.partner_id.id: name for name, person in self.people.items()}
        found = {}
        rows = self.env["bus.bus"].sudo().search([("id", ">", getattr(self, "last_bus", 0))], order="id")
        for row in rows:
            message = json.loads(row.message)
            if message["type"] == NOTICE:
                partner = json.loads(row.channel)[2]
                if partner in names:
                    found.setdefault(names[partner], []).append(message["payload"]["title"])
        self.last_bus = rows[-1:].id or getattr(self, "last_bus", 0)
        return found

    def urges(self, order):
        return self.env["city12319.supervision"].search([("order_id", "=", order.id), ("kind", "=", "urge")], order="id")
