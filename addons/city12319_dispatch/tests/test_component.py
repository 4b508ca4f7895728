"""Components: found by what people type, by place, and what a chosen one says about the ticket."""

import random

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.city12319_intake.tools.coordinates import distance

from .common import DispatchCase


@tagged("post_install", "-at_install")
class TestComponent(DispatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.components = cls.env["city12319.component"]
        categories = cls.env["city12319.category"].search([("kind", "=", "component")])
        cls.cover = categories.filtered(lambda category: category.name == "供水井盖")
        cls.lamp = categories.filtered(lambda category: category.name == "路灯")
        cls.district = cls.env["city12319.area"].create({"name": "丹霞区", "code": "T1"})
        cls.other_district = cls.env["city12319.area"].create({"name": "晴岚区", "code": "T2"})
        cls.street = cls.env["city12319.area"].create({
            "name": "翠微街道", "code": "T11", "level": "street", "parent_id": cls.district.id})

    def make(self, code, **values):
        return self.components.create({
            "name": "供水井盖", "code": code, "category_id": self.cover.id, "area_id": self.district.id, **values,
        })

    def found(self, text, **options):
        return [found for found, _name in self.components.name_search(text, **options)]

    def near(self, **question):
        return [row["id"] for row in self.components.nearest(**question)["components"]]

    def test_found_by_code_name_pinyin_and_initials(self):
        cover = self.make("99990101001990001")
        lamp = self.make("99990101037990001", name="路灯", category_id=self.lamp.id)
        for text in ("9999010100199", "供水井盖", "井盖", "gsjg", "jg", "jinggai", "JG", "井盖 9999010100199"):
            self.assertIn(cover.id, self.found(text, limit=1000), text)
            self.assertNotIn(lamp.id, self.found(text, limit=1000), text)
        self.assertIn(lamp.id, self.found("ld", limit=1000))
        self.assertFalse(self.found("没有这样的"))
        self.assertFalse(self.found("%"))

    def test_whole_names_come_first(self):
        self.make("A-1", name="特殊路灯杆试验")
        whole = self.make("A-2", name="特殊路灯杆")
        self.assertEqual(self.found("特殊路灯杆", limit=1), [whole.id])

    def test_codes_with_letters(self):
        component = self.make("QX-77-0001")
        self.assertEqual(self.found("qx"), [component.id])

    def test_nearest_is_what_measuring_all_says(self):
        rng = random.Random(12319)
        components = self.components.create([
            {
                "name": "供水井盖", "code": f"N-{number}", "category_id": self.cover.id,
                "latitude": 45 + rng.random() * 0.02, "longitude": 80 + rng.random() * 0.02,
            }
            for number in range(300)
        ])
        for _round in range(20):
            place = (45 + rng.random() * 0.02, 80 + rng.random() * 0.02)
            expected = components.sorted(lambda one, place=place: distance(*place, one.latitude, one.longitude))[:5]
            answer = self.components.nearest(*place)
            self.assertEqual([row["id"] for row in answer["components"]], expected.ids)
            self.assertEqual(answer["by"], "position")
            metres = [row["distance"] for row in answer["components"]]
            self.assertEqual(metres, sorted(metres))

    def test_what_is_far_removed_or_has_no_position_is_not_near(self):
        near = self.make("N-1", latitude=45.001, longitude=80)
        self.make("N-2", latitude=45.1, longitude=80)
        self.make("N-3", latitude=45.001, longitude=80, status="removed")
        self.make("N-4", latitude=45.001, longitude=80, active=False)
        self.make("N-5")
        self.assertEqual(self.near(latitude=45, longitude=80), [near.id])
        self.assertEqual(self.near(), [])
        self.assertEqual(self.near(latitude=-45, longitude=80), [])
        self.assertEqual(self.near(latitude=float("inf"), longitude=float("nan")), [])

    def test_components_of_the_matter_are_preferred(self):
        lamp = self.make("N-1", name="路灯", category_id=self.lamp.id, latitude=45, longitude=80)
        cover = self.make("N-2", latitude=45.002, longitude=80)
        broken_cover = self.env["city12319.category"].search([("name", "=", "供水井盖异常")])
        place = {"latitude": 45, "longitude": 80}
        self.assertEqual(self.near(**place), [lamp.id, cover.id])
        self.assertEqual(self.near(**place, category_id=broken_cover.id), [cover.id])
        nothing_near = self.env.ref("city12319_intake.category_property")
        self.assertEqual(self.near(**place, category_id=nothing_near.id), [lamp.id, cover.id])

    def test_near_an_address(self):
        at_4 = self.make("N-1", address="丹霞区试金石路4号", latitude=45, longitude=80)
        at_200 = self.make("N-2", address="丹霞区试金石路200号旁", latitude=45.02, longitude=80)
        elsewhere = self.make(
            "N-3", address="试金石路12号", latitude=46, longitude=81, area_id=self.other_district.id)
        ask = {"address": "丹霞区试金石路12号", "area_id": self.district.id}
        self.assertEqual(self.near(**ask), [at_4.id, at_200.id])
        answer = self.components.nearest(**{**ask, "address": "试金石路188号"})
        self.assertEqual([row["id"] for row in answer["components"]], [at_200.id, at_4.id])
        self.assertEqual((answer["by"], answer["near"]), ("address", "丹霞区试金石路200号旁"))
        self.assertEqual(self.near(address="试金石路12号", area_id=self.other_district.id), [elsewhere.id])
        self.assertEqual(self.near(address="试金石路12号"), [elsewhere.id])
        self.assertEqual(self.near(address="从没有过的路1号"), [])
        self.assertEqual(self.near(address="路"), [])

    def test_limits_are_kept(self):
        for number in range(3):
            self.make(f"N-{number}", latitude=45 + number / 10000, longitude=80)
        self.assertEqual(len(self.near(latitude=45, longitude=80, limit=2)), 2)
        self.assertEqual(len(self.near(latitude=45, longitude=80, limit=-1)), 1)
        self.assertEqual(len(self.near(latitude=45, longitude=80, limit=10**9)), 3)

    def test_only_people_of_the_house_ask(self):
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            self.components.with_user(public).nearest(45, 80)

    def test_a_position_on_earth(self):
        with self.assertRaises(ValidationError):
            self.make("N-1", latitude=91)

    # ------------------------------------------------------------------ on the ticket

    def form(self):
        form = Form(self.env["city12319.ticket"].with_user(self.people["agent"]))
        form.summary = "井盖缺失"
        return form

    def test_a_chosen_component_fills_what_is_empty(self):
        component = self.make(
            "N-1", area_id=self.street.id, address="试金石路4号", latitude=45.5, longitude=80.5)
        form = self.form()
        form.component_id = component
        self.assertEqual((form.category_id, form.area_id, form.address), (self.cover, self.street, "试金石路4号"))
        self.assertEqual((form.latitude, form.longitude), (45.5, 80.5))
        ticket = form.save()
        self.assertEqual((ticket.component_id, ticket.area_id), (component, self.street))

    def test_a_choice_stays_and_a_wider_one_becomes_precise(self):
        component = self.make("N-1", area_id=self.street.id, address="试金石路4号")
        form = self.form()
        form.area_id = self.district
        form.category_id = self.env.ref("city12319_intake.category_water")
        form.address = "路口"
        form.component_id = component
        self.assertEqual((form.category_id, form.area_id, form.address), (self.cover, self.street, "路口"))
        form = self.form()
        form.area_id = self.other_district
        form.category_id = self.lamp
        form.component_id = component
        self.assertEqual((form.category_id, form.area_id), (self.lamp, self.other_district))
