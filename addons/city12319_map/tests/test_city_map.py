from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.city12319_dispatch.tests.rights_common import RightsCase

SQUARE = '{"type":"Polygon","coordinates":[[[100,30],[100.2,30],[100.2,30.2],[100,30.2],[100,30]]]}'


@tagged("post_install", "-at_install")
class TestCityMap(RightsCase):
    """What the map counts, what a click on it lists, and for whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district = cls.env["city12319.area"].create({
            "name": "图区", "code": "T-MD", "level": "district", "boundary": SQUARE})
        cls.map = cls.env["city12319.map"]
        cls.env["ir.config_parameter"].set_param("leaflet.tile_url", False)

    def setUp(self):
        super().setUp()
        place = {"area_id": self.district.id}
        self.here = [self.foreign(latitude=30.1 + number / 1e5, longitude=100.1, **place) for number in range(3)]
        self.foreign(latitude=30.18, longitude=100.18, **place)
        self.foreign(**place)  # without a position
        self.env.flush_all()

    def cells(self, person, **filters):
        return self.as_(self.map, person).cells(**{"period": "day", "zoom": 12, **filters})

    def listed(self, person, method, *given, **filters):
        found = getattr(self.as_(self.map, person), method)(*given, **{"period": "day", **filters})
        return self.as_(self.env[found["model"]], person).search_count(found["domain"])

    def sql(self, statement, *values):
        self.env.cr.execute(statement, values)
        return self.env.cr.fetchone()[0]

    def test_cases_near_each_other_are_one_circle(self):
        heat = self.cells("leader")
        counts = sorted(cell["count"] for cell in heat["cells"] if 30 <= cell["latitude"] <= 30.2 and cell["longitude"] < 101)
        self.assertEqual(counts, [1, 3])
        self.assertEqual(heat["districts"][self.district.id], 5)
        self.assertEqual(heat["total"], self.sql(
            "SELECT count(*) FROM city12319_ticket WHERE reported_at >= "
            "date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' AT TIME ZONE 'UTC'"))
        self.assertEqual(sum(cell["count"] for cell in heat["cells"]) + heat["unplaced"], heat["total"])

    def test_a_click_lists_what_was_counted(self):
        for cell in self.cells("leader", zoom=15)["cells"]:
            with self.subTest(cell):
                self.assertEqual(self.listed("leader", "open_cell", cell["row"], cell["column"], 15), cell["count"])
        self.assertEqual(self.listed("leader", "open_district", self.district.id), 5)

    def test_filters_by_category_and_lamp(self):
        other = self.env.ref("city12319_intake.category_power")
        self.foreign(latitude=30.1, longitude=100.1, area_id=self.district.id, category_id=other.id)
        order = self.handling(ticket=self.here[0])
        self.env.cr.execute("UPDATE city12319_order SET alert = 'overdue' WHERE id = %s", [order.id])
        self.env.invalidate_all()
        self.assertEqual(self.cells("leader", category_id=other.id)["districts"].get(self.district.id), 1)
        for lamp, count in (("any", 1), ("overdue", 1), ("warning", None)):
            heat = self.cells("leader", lamp=lamp)
            self.assertEqual(heat["districts"].get(self.district.id), count, lamp)
        [cell] = [cell for cell in self.cells("leader", lamp="overdue")["cells"] if 100 < cell["longitude"] < 100.3]
        self.assertEqual(self.listed("leader", "open_cell", cell["row"], cell["column"], 12, lamp="overdue"), 1)

    def test_manager_sees_the_own_orders_alone(self):
        mine = self.handling(ticket=self.here[0])
        self.sent(self.sanitation, ticket=self.here[1])
        heat = self.cells("water_manager")
        self.assertEqual(heat["total"], 1)
        [cell] = heat["cells"]
        found = self.as_(self.map, "water_manager").open_cell(cell["row"], cell["column"], 12, period="day")
        self.assertEqual(self.as_(self.env[found["model"]], "water_manager").search(found["domain"]), mine)

    def test_map_is_refused_to_whoever_has_no_dashboard(self):
        for person in ("agent", "dispatcher", "water", "visitor", "internal", "portal"):
            for method, given in (("load", ()), ("cells", ()), ("open_cell", (1, 1, 12)), ("open_district", (1,))):
                with self.subTest(person, method=method), self.assertRaises(AccessError):
                    getattr(self.as_(self.map, person), method)(*given)

    def test_number_of_circles_is_bounded(self):
        with self.assertQueryCount(12):
            self.as_(self.map, "leader").cells(zoom=17)

    # ------------------------------------------------------------------ tiles

    def test_without_a_setting_nothing_is_loaded_from_anywhere(self):
        ground = self.as_(self.map, "leader").load()
        self.assertFalse(ground["tiles"])
        self.assertIn(self.district.id, [shape["id"] for shape in ground["shapes"]])
        self.assertEqual(self.env["city12319.wall.screen"]._image_hosts(), [])

    def test_tiles_come_from_where_the_setting_says(self):
        self.env["res.config.settings"].create({
            "city12319_tile_url": "https://tiles.example.cn/{z}/{x}/{y}.png", "city12319_tile_copyright": "&copy; <b>某市</b>",
            "city12319_tile_system": "gcj02",
        }).execute()
        ground = self.as_(self.map, "leader").load()
        self.assertEqual(ground["tiles"], {"url": "https://tiles.example.cn/{z}/{x}/{y}.png", "source": "© 某市"})
        self.assertEqual(self.env["city12319.wall.screen"]._image_hosts(), ["https://tiles.example.cn"])
        self.assertIn("img-src 'self' data: https://tiles.example.cn;",
                      self.env["city12319.wall.screen"]._content_security_policy())
        shape = next(shape for shape in ground["shapes"] if shape["id"] == self.district.id)
        self.assertNotIn([100.0, 30.0], shape["shape"]["coordinates"][0][0])

    def test_an_address_that_is_none_is_refused(self):
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].create({"city12319_tile_url": "tiles.example.cn/{z}/{x}/{y}.png"})

    def test_wall_shows_the_heat_without_the_right_to_cases(self):
        self.env.registry.clear_cache()  # the heat of this minute, counted in another test
        screen = self.env["city12319.wall.screen"].with_user(self.people["leader"]).load()
        self.assertTrue(screen["map"]["cells"])
        self.assertIn("shapes", screen["map"])
