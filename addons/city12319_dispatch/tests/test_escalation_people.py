from odoo.tests import freeze_time

from .escalation_case import EscalationCase


class TestEscalationPeople(EscalationCase):
    """Whom levels are told to, when, and who never hears of a case."""

    def setUp(self):
        super().setUp()
        self.told()

    def only(self, *levels):
        """Leave these levels alone; return the first."""
        for name, level in self.levels.items():
            level.active = name in levels
        return self.levels[levels[0]]

    def names(self, told):
        return set(told)

    # ------------------------------------------------------------------ up the tree

    def test_before_receipt_the_whole_department_has_it(self):
        self.only("soon").to_manager = False
        self.dispatched()
        self.told()
        self.run_job(1.7)
        self.assertEqual(self.names(self.told()), {"water", "water_manager"})

    def test_after_receipt_the_handler_has_it(self):
        self.only("soon").to_manager = False
        order = self.received()
        self.told()
        self.run_job(8.1)
        told = self.told()
        self.assertEqual(self.names(told), {"water"}, "whoever received it")
        self.assertIn(order.name, told["water"][0])

    def test_unreceived_cases_reach_the_manager_and_the_shift_leader(self):
        self.only("breach")
        order = self.dispatched()
        self.told()
        self.run_job(2.1)
        self.assertEqual(self.names(self.told()), {"water", "water_manager", "shift_leader"})
        self.assertEqual(self.done(order, "stage"), ["breach"])
        self.assertEqual(len(self.urges(order)), 1)

    def test_manager_above_where_the_department_has_none(self):
        level = self.only("soon")
        level.write({"to_handler": False, "to_manager": True})
        self.dispatched(department=self.pipes)
        self.told()
        self.run_job(1.7)
        self.assertEqual(self.names(self.told()), {"water_manager"}, "pipes have no manager and belong to water")

    def test_manager_of_the_department_above(self):
        level = self.only("soon")
        level.write({"to_handler": False, "to_manager": False, "to_manager_above": True})
        self.pipes.manager_id = self.people["pipes"]
        self.dispatched(department=self.pipes)
        self.told()
        self.run_job(1.7)
        self.assertEqual(self.names(self.told()), {"water_manager"})

    def test_leader_of_the_case_or_all_leaders(self):
        level = self.only("soon")
        level.write({"to_handler": False, "to_manager": False, "to_leader": True})
        self.dispatched()
        self.told()
        self.run_job(1.7)
        self.assertEqual(self.names(self.told()), {"leader", "other_leader"})

    def test_shift_leaders_when_nobody_else_is_found(self):
        level = self.only("soon")
        level.write({"to_handler": False, "to_manager": False, "to_manager_above": True})
        self.dispatched(department=self.sanitation)
        self.told()
        self.run_job(1.7)
        self.assertEqual(self.names(self.told()), {"shift_leader"})

    def test_archived_people_are_passed_over(self):
        level = self.only("soon")
        level.write({"to_handler": False, "to_manager": True})
        self.people["water_manager"].active = False
        self.dispatched()
        self.told()
        self.run_job(1.7)
        self.assertEqual(self.names(self.told()), {"shift_leader"})

    def test_a_ticket_that_nobody_judges_reaches_the_shift_leader(self):
        self.only("breach")
        self.env["city12319.time.limit"].create({
            "target": "stage", "stage_id": self.env.ref("city12319_intake.stage_registered").id, "limit": 0.5,
            "unit": "urgent_hours",
        })
        with freeze_time(self.at(0)):
            ticket = self.ticket()
        self.run_job(0.6)
        told = self.told()
        self.assertEqual(self.names(told), {"shift_leader"}, "the agent is not told")
        self.assertIn(ticket.name, told["shift_leader"][0])

    # ------------------------------------------------------------------ quiet hours

    def night(self, **values):
        """Return an order whose warning falls into the night: at eleven in the evening."""
        level = self.only("soon")
        level.write({"to_manager": False, **values})
        self.env["city12319.time.limit"].search([]).active = False
        self.env["city12319.time.limit"].create({"target": "handling", "limit": 17.5 / 24, "unit": "natural_days"})
        return self.received()

    def test_normal_cases_wait_for_the_morning(self):
        order = self.night()
        self.told()
        self.run_job(14.1)
        self.assertEqual(self.done(order), ["soon"], "the level counts from its time on")
        self.assertEqual(order.alert, "warning", "and so does the lamp")
        self.assertFalse(self.told())
        self.run_job(21.9)
        self.assertFalse(self.told())
        self.run_job(22.1)
        self.assertEqual(self.names(self.told()), {"water"})

    def test_urgent_cases_ring_through(self):
        order = self.night()
        self.gated_write(order, urgency="urgent")
        self.told()
        self.run_job(14.1)
        self.assertEqual(self.names(self.told()), {"water"})

    def gated_write(self, order, **values):
        from odoo.addons.city12319_flow import gate_key

        gate_key.opened(order).write(values)

    def test_a_level_may_have_no_quiet_hours(self):
        self.night(quiet_for="none")
        self.told()
        self.run_job(14.1)
        self.assertEqual(self.names(self.told()), {"water"})

    def test_the_night_is_one_message_in_the_morning(self):
        first = self.night()
        second = self.received(1)
        self.told()
        for hours in (14.1, 15.1, 18):
            self.run_job(hours)
        self.assertEqual((self.done(first), self.done(second)), (["soon"], ["soon"]))
        self.assertFalse(self.told())
        self.run_job(22.1)
        self.assertEqual([len(titles) for titles in self.told().values()], [1])

    def test_what_was_done_in_the_night_is_not_told_in_the_morning(self):
        order = self.night()
        self.run_job(14.1)
        self.move(order, "water", "feedback", 15, result="连夜抢修完毕")
        self.told()
        self.run_job(22.1)
        self.assertFalse(self.told())
        self.assertFalse(self.env["city12319.escalation.line"].search([]))

    def test_what_was_extended_in_the_night_is_not_told_in_the_morning(self):
        from odoo.addons.city12319_flow import gate_key

        order = self.night()
        self.run_job(14.1)
        with freeze_time(self.at(15)):
            gate_key.opened(self.rows(order)["soon"].clock_id)._extend(10 * 86400)
        self.told()
        self.run_job(22.1)
        self.assertFalse(self.told())

    # ------------------------------------------------------------------ no leak

    def test_who_may_not_read_the_case_any_more_hears_nothing_of_it(self):
        order = self.night(to_members=True)
        self.run_job(14.1)
        self.assertIn(self.people["water"], self.env["city12319.escalation.line"].search([]).user_id)
        self.water.member_ids -= self.people["water"]
        self.told()
        self.run_job(22.1)
        self.assertNotIn("water", self.told(), "left the department over night")
        self.assertTrue(order)

    def test_a_person_without_a_role_is_never_told(self):
        level = self.only("soon")
        level.to_members = True
        self.water.member_ids |= self.people["config_admin"]
        self.dispatched()
        self.told()
        self.run_job(1.7)
        told = self.told()
        self.assertNotIn("config_admin", told)
        self.assertIn("water", told)

    def test_a_message_about_several_cases_names_those_alone_that_one_reads(self):
        self.only("breach")
        mine, foreign = self.dispatched(), self.dispatched(department=self.sanitation)
        self.told()
        self.run_job(2.1)
        bodies = self.env["mail.notification"].sudo().search([
            ("res_partner_id", "=", self.people["water"].partner_id.id),
        ]).mail_message_id.mapped("body")
        text = " ".join(bodies)
        self.assertIn(mine.name, text)
        self.assertNotIn(foreign.name, text)

    # ------------------------------------------------------------------ ways

    def test_sms_goes_with_the_levels_that_say_so(self):
        self.only("soon", "breach")
        self.people["water"].partner_id.phone = "13800138000"
        self.received()
        before = self.env["sms.sms"].search_count([])
        self.run_job(8.1)
        self.assertEqual(self.env["sms.sms"].search_count([]), before, "a warning is no text message")
        self.run_job(10.1)
        sms = self.env["sms.sms"].search([("number", "=", "+8613800138000")], limit=1)
        self.assertIn("井盖缺失", sms.body)

    def test_result_names_who_was_told_and_the_urge(self):
        self.only("breach")
        order = self.received()
        self.run_job(10.1)
        result = self.rows(order)["breach"].result
        self.assertIn("water", result)
        self.assertIn(self.urges(order).name, result)
