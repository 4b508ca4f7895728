"""The area of a position and of an address, and boundaries from GeoJSON."""

import json

from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..tools.coordinates import gcj02_to_wgs84
from .list_import_case import ListImportCase
from .shared_data import shared_file


def square(west, south, size):
    east, north = west + size, south + size
    return {"type": "Polygon", "coordinates": [[
        [west, south], [east, south], [east, north], [west, north], [west, south]]]}


@tagged("post_install", "-at_install")
class TestAreaLookup(ListImportCase):
    target = "boundary"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = cls.env["city12319.area"]
        cls.city = cls.areas.create({"name": "试验市", "code": "T0", "level": "city"})
        cls.district = cls.areas.create({
            "name": "丹霞区", "code": "T1", "level": "district", "parent_id": cls.city.id, "aliases": "老城 旧城",
            "boundary": json.dumps(square(100, 10, 1)),
        })
        cls.street = cls.areas.create({
            "name": "翠微街道", "code": "T11", "level": "street", "parent_id": cls.district.id,
            "boundary": json.dumps(square(100, 10, 0.5)),
        })
        cls.agent = new_test_user(cls.env, "t_area_agent", "city12319_intake.group_agent")

    def test_the_smallest_area_of_a_position(self):
        self.assertEqual(self.areas._find_at(10.2, 100.2), self.street)
        self.assertEqual(self.areas._find_at(10.8, 100.8), self.district)
        self.assertFalse(self.areas._find_at(12, 100.2))
        self.assertFalse(self.areas._find_at(0, 0))

    def test_changes_are_seen_at_once(self):
        self.assertEqual(self.areas._find_at(10.2, 100.2), self.street)
        self.assertEqual(self.areas._find_in_address("旧城翠微街道"), self.street)
        self.street.boundary = json.dumps(square(100.5, 10.5, 0.5))
        self.street.name = "晴岚街道"
        self.assertEqual(self.areas._find_at(10.2, 100.2), self.district)
        self.assertEqual(self.areas._find_in_address("旧城翠微街道"), self.district)
        self.assertEqual(self.areas._find_in_address("旧城晴岚街道"), self.street)
        self.street.active = False
        self.assertEqual(self.areas._find_at(10.8, 100.8), self.district)

    def test_a_boundary_that_is_none_is_refused(self):
        for wrong in ("{", json.dumps({"type": "Point", "coordinates": [100, 10]}), json.dumps({
            "type": "Polygon", "coordinates": [[[100, 10], [101, 11], [101, 10], [100, 11], [100, 10]]],
        })):
            with self.assertRaises(ValidationError):
                self.street.boundary = wrong

    def test_the_ticket_proposes_and_never_overwrites(self):
        form = Form(self.env["city12319.ticket"].with_user(self.agent))
        form.summary = "井盖缺失"
        form.address = "老城翠微街道3号"
        self.assertEqual(form.area_id, self.street)
        form.address = "丹霞区"
        self.assertEqual(form.area_id, self.street)

        form = Form(self.env["city12319.ticket"].with_user(self.agent))
        form.area_id = self.district
        form.address = "翠微街道3号"
        self.assertEqual(form.area_id, self.district)

    def test_the_position_goes_before_the_address(self):
        self.assertEqual(self.areas._propose("翠微街道", 10.8, 100.8), self.district)
        self.assertEqual(self.areas._propose("翠微街道", 0, 0), self.street)
        self.assertFalse(self.areas._propose("", 0, 0))

    # ------------------------------------------------------------------ import

    def geojson(self, *features):
        return json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry} for geometry, properties in features
        ]}).encode()

    def test_boundaries_of_known_and_new_areas(self):
        wizard = self.run_import(self.geojson(
            (square(100, 10, 0.2), {"name": "翠微街道"}),
            (square(100.5, 10.5, 0.5), {"code": "T12", "name": "新设街道", "level": "street", "parent": {"adcode": "T1"}}),
        ), "areas.json", system="wgs84", update_existing=True)
        self.assertEqual(self.counts(wizard), (1, 1, 0))
        new = self.areas.search([("code", "=", "T12")])
        self.assertEqual((new.parent_id, new.level), (self.district, "street"))
        self.assertEqual(self.areas._find_at(10.8, 100.8), new)
        self.assertEqual(self.areas._find_at(10.3, 100.3), self.district)

    def test_a_boundary_stays_unless_asked(self):
        wizard = self.run_import(self.geojson((square(0, 0, 1), {"code": "T11"})), "areas.json", system="wgs84")
        self.assertEqual(self.counts(wizard), (0, 0, 1))
        self.assertEqual(self.areas._find_at(10.2, 100.2), self.street)

    def test_errors_by_feature(self):
        before = self.areas.search_count([])
        wizard = self.run_import(self.geojson(
            (square(100, 10, 0.2), {"code": "T13", "name": "好"}),
            (None, {"name": "无界"}),
            (square(100, 10, 0.2), {"code": "T13", "name": "又是它"}),
            (square(100, 10, 0.2), {"name": "无代码"}),
            (square(100, 10, 0.2), {"code": "T14", "name": "州", "level": "state"}),
            (square(100, 10, 0.2), {"code": "T15", "name": "大", "level": "city", "parent_code": "T1"}),
        ), "areas.json", system="wgs84")
        self.assertProblems(wizard, [(2, "无界"), (3, "T13"), (4, "无代码"), (5, "state"), (6, "T1")])
        self.assertEqual(self.areas.search_count([]), before)
        wizard = self.run_import(self.geojson((square(100, 10, 0.2), {"code": "T13", "name": "好"})), "areas.json",
                                 system="wgs84", create_missing=False)
        self.assertProblems(wizard, [(1, "好")])

    def test_a_file_that_is_not_geojson(self):
        for data in (b"{", b"[]", b'{"type": "FeatureCollection", "features": []}'):
            self.assertEqual(self.run_import(data, "areas.json").error_count, 1)

    def test_districts_of_real_cities(self):
        for name in ("460100_海口.json", "330100_杭州.json", "430100_长沙.json"):
            data = shared_file("geo", name).read_bytes()
            features = json.loads(data)["features"]
            wizard = self.run_import(data, name, system="gcj02")
            self.assertEqual(self.counts(wizard), (len(features), 0, 0))
            for feature in features:
                longitude, latitude = feature["properties"]["center"]
                found = self.areas._find_at(*gcj02_to_wgs84(latitude, longitude))
                self.assertEqual(found.code, str(feature["properties"]["adcode"]))
        self.assertEqual(self.areas._find_in_address("海口市龙华区金龙路48号").name, "龙华区")
