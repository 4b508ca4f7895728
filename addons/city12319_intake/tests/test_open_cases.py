from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from .desk_case import DeskCase

PLACE = {"latitude": 20.0440, "longitude": 110.3300}


class TestOpenCases(DeskCase):
    def look(self, person="agent", **values):
        return self.as_("city12319.ticket", person).open_cases(values)

    def test_same_address_however_it_is_written(self):
        ticket = self.ticket()
        found = self.look(category_id=self.water.id, address="中山路 12 号")
        self.assertEqual([(case["id"], case["reason"]) for case in found["cases"]], [(ticket.id, "place")])
        self.assertEqual(found["cases"][0]["agent"], "agent")
        self.assertFalse(self.look(category_id=self.water.id, address="中山路13号")["cases"])

    def test_another_matter_at_the_same_address_is_no_warning(self):
        self.ticket()
        self.assertFalse(self.look(category_id=self.power.id, address="中山路12号")["cases"])

    def test_sibling_classes_are_the_same_matter(self):
        pipe = self.env["city12319.category"].create({"name": "管道破裂", "code": "t-1", "parent_id": self.water.id})
        valve = self.env["city12319.category"].create({"name": "阀门漏水", "code": "t-2", "parent_id": self.water.id})
        ticket = self.ticket(category_id=pipe.id)
        other = self.ticket(category_id=valve.id)
        found = self.look(category_id=valve.id, address="中山路12号")
        self.assertEqual([case["id"] for case in found["cases"]], [other.id, ticket.id], "the very same class first")
        self.assertEqual([case["same_category"] for case in found["cases"]], [True, False])

    def test_within_so_many_metres(self):
        near = self.ticket(address="", **PLACE)
        self.ticket(address="", latitude=20.0440, longitude=110.3310)  # some hundred metres to the east
        found = self.look(category_id=self.water.id, latitude=20.0443, longitude=110.3300)
        self.assertEqual([case["id"] for case in found["cases"]], [near.id])
        self.assertAlmostEqual(found["cases"][0]["distance"], 33, delta=1)
        self.env["ir.config_parameter"].set_param("city12319.nearby_metres", "20")
        self.assertFalse(self.look(category_id=self.water.id, latitude=20.0443, longitude=110.3300)["cases"])

    def test_same_grid(self):
        areas = self.env["city12319.area"]
        street = areas.create({"name": "中山街道", "code": "t-street", "level": "street"})
        grid = areas.create({"name": "一网格", "code": "t-grid", "level": "grid", "parent_id": street.id})
        ticket = self.ticket(address="", area_id=grid.id)
        self.ticket(address="", area_id=street.id)
        self.assertEqual([c["id"] for c in self.look(category_id=self.water.id, area_id=grid.id)["cases"]], [ticket.id])
        self.assertFalse(self.look(category_id=self.water.id, area_id=street.id)["cases"], "a street is not nearby")

    def test_same_caller(self):
        ticket = self.ticket()
        found = self.look(category_id=self.power.id, phone="138-0013-8000")
        self.assertEqual([(case["id"], case["reason"]) for case in found["cases"]], [(ticket.id, "caller")])
        found = self.look(caller_id=ticket.caller_id.id)
        self.assertEqual([case["id"] for case in found["cases"]], [ticket.id])

    def test_only_what_is_open_recent_and_the_first_report(self):
        closed = self.ticket()
        closed.advance("answer", {"answer": "已答复"})
        old = self.ticket(reported_at=fields.Datetime.now() - timedelta(days=40))
        first = self.ticket()
        again = self.ticket(duplicate_of_id=first.id)
        found = [case["id"] for case in self.look(category_id=self.water.id, address="中山路12号")["cases"]]
        self.assertEqual(found, [first.id], f"closed {closed.id}, old {old.id}, duplicate {again.id}")
        self.assertFalse(self.look(id=first.id, category_id=self.water.id, address="中山路12号")["cases"])

    def test_of_tickets_that_one_does_not_read_only_stage_and_number(self):
        self.ticket("colleague", phone="13900139000", caller_name="李先生")
        found = self.look(category_id=self.water.id, address="中山路12号")
        self.assertEqual(found["cases"], [])
        registered = self.env["city12319.stage"]._by_code("case", "registered")
        self.assertEqual(found["hidden"], [{"stage": registered.name, "count": 1}])
        self.assertEqual(len(self.look("shift_leader", category_id=self.water.id, address="中山路12号")["cases"]), 1)

    def test_not_for_everybody(self):
        with self.assertRaises(AccessError):
            self.look("visitor", address="中山路12号")

    def test_nothing_asked_nothing_found(self):
        self.ticket()
        self.assertEqual(self.look(), {"cases": [], "more": 0, "hidden": []})
        self.assertFalse(self.look(address="中山")["cases"], "too short to be an address")

    def test_number_of_queries_does_not_grow_with_what_is_found(self):
        for _number in range(12):
            self.ticket(**PLACE)
        question = {"category_id": self.water.id, "address": "中山路12号", "phone": "13800138000", **PLACE}
        self.look(**question)
        tickets = self.as_("city12319.ticket", "agent")
        with self.assertQueryCount(25):
            found = tickets.open_cases(question)
        self.assertEqual((len(found["cases"]), found["more"]), (8, 4))
