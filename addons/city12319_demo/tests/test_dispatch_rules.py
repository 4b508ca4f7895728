from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoRules(TransactionCase):
    """The dispatch rules of the made-up city: what they cover, what they leave open, how often they are followed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["city12319.dispatch.rule"].search([("state", "=", "active")])

    def test_rules_work_and_none_is_hidden_by_another(self):
        self.assertGreaterEqual(len(self.rules), 25)
        self.assertFalse(self.rules.filtered("is_broken").mapped("name"))
        self.assertFalse(self.rules.filtered("shadowed_by_id").mapped("name"))

    def test_coverage_has_the_holes_that_the_city_knows(self):
        table = self.rules.coverage()
        names = {one["id"]: one["name"] for one in table["areas"]}
        codes = {category.id: category.code for category in self.env["city12319.category"].search([])}
        open_cells = {}
        for key, cell in table["cells"].items():
            category, area = map(int, key.split(","))
            if cell["kind"] != "whole":
                open_cells[codes[category], names[area]] = cell["kind"]
        districts = ("栖云区", "白鹭区", "鹿溪区", "新渡区")
        self.assertEqual(open_cells, {
            ("heating", "新渡区"): "hole",  # no district heating there
            **{("other", district): "part" for district in districts},
        })
        self.assertEqual(table["counts"], {"whole": 51, "part": 4, "hole": 1, "broken": 0})

    def test_waiting_orders_have_a_proposal_or_wait_in_the_manual_queue(self):
        waiting = self.env["city12319.order"].search([("stage_id.code", "=", "pending_dispatch")])
        self.assertTrue(waiting)
        self.assertTrue(all(waiting.mapped("proposal_source")), waiting.mapped("proposal_source"))

    def test_most_proposals_of_rules_were_followed(self):
        [figure] = [one for one in self.rules.accept_figures() if one["source"] == "rule"]
        self.assertGreater(figure["proposed"], 80)
        self.assertGreater(figure["rate"], 0.6)
