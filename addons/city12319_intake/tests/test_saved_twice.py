from odoo.exceptions import RedirectWarning
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestSavedTwice(TransactionCase):
    """When only the answer to saving was lost, saving again makes no second ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agents = [new_test_user(cls.env, f"t_twice_{name}", "city12319_intake.group_agent") for name in "ab"]
        cls.values = {"summary": "中山路路灯不亮", "phone": "13800138000", "save_key": "0f0e-test-key"}

    def tickets(self, agent=0):
        return self.env["city12319.ticket"].with_user(self.agents[agent])

    def test_the_form_is_led_to_the_ticket_of_the_first_time(self):
        ticket = self.tickets().create([self.values])
        with self.assertRaises(RedirectWarning) as caught:
            self.tickets().create([{**self.values, "summary": "中山路路灯不亮，急"}])
        self.assertIn(ticket.name, caught.exception.args[0])
        self.assertEqual(caught.exception.args[1]["res_id"], ticket.id)
        self.assertEqual(self.tickets().search_count([("save_key", "=", self.values["save_key"])]), 1)

    def test_a_program_gets_the_ticket_of_the_first_time(self):
        first = self.tickets().register(self.values)
        self.assertEqual(self.tickets().register(self.values), first)
        self.assertEqual(len(first.event_ids), 1)

    def test_the_key_of_somebody_else_opens_nothing(self):
        first = self.tickets().register(self.values)
        self.assertNotEqual(self.tickets(1).register(self.values), first)

    def test_without_a_key_every_registration_counts(self):
        values = {name: value for name, value in self.values.items() if name != "save_key"}
        self.assertNotEqual(self.tickets().register(values), self.tickets().register(values))
