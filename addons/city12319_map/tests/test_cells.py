import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.city12319_intake.tools.coordinates import distance

from ..tools import cells
from ..tools.outline import outline, shifted
from ..tools.tiles import fault, host

LATITUDES = st.decimals("18.1", "53.9", places=7)
LONGITUDES = st.decimals("73.1", "134.9", places=7)


@tagged("post_install", "-at_install")
class TestCells(BaseCase):
    """The grid, outlines and addresses of tiles, without a database."""

    @given(LATITUDES, LONGITUDES, st.integers(1, 20))
    def test_a_position_lies_in_its_cell_and_in_no_other(self, latitude, longitude, zoom):
        height, width = cells.steps(zoom)
        row, column = int(latitude // height), int(longitude // width)
        south, west, north, east = (Decimal(str(round(edge, 7))) for edge in cells.box(row, column, zoom))
        self.assertTrue(south <= latitude < north and west <= longitude < east)

    def test_cells_are_half_as_wide_at_the_next_zoom(self):
        for zoom in range(cells.WIDEST, cells.NEAREST):
            self.assertAlmostEqual(float(cells.steps(zoom)[1] / cells.steps(zoom + 1)[1]), 2, places=2)
        self.assertEqual(cells.steps(1), cells.steps(cells.WIDEST))
        self.assertEqual(cells.steps(22), cells.steps(cells.NEAREST))

    def test_outline_fits_the_tiles(self):
        square = '{"type":"Polygon","coordinates":[[[112,27],[112.1,27],[112.1,27.1],[112,27.1],[112,27]]]}'
        [[plain]] = outline(square, "wgs84")["coordinates"]
        [[moved]] = outline(square, "gcj02")["coordinates"]
        self.assertIn([112.0, 27.0], plain)
        [west, south] = min(moved)
        self.assertTrue(200 < distance(27, 112, south, west) < 800)
        self.assertEqual(tuple(round(value, 6) for value in shifted(27, 112, "gcj02")), (south, west))

    def test_outline_leaves_out_what_no_screen_shows(self):
        steps = [[112 + number / 10000, 27 + (number % 2) / 1e6] for number in range(1000)]
        ring = [*steps, [112.1, 27.1], [112, 27.1], steps[0]]
        text = json.dumps({"type": "Polygon", "coordinates": [ring]})
        [[short]] = outline(text, "wgs84")["coordinates"]
        self.assertLess(len(short), 10)

    def test_addresses_of_tiles(self):
        for address, wrong in [
            ("https://tiles.example.cn/{z}/{x}/{y}.png", None), ("http://10.0.0.5:8080/{z}/{x}/{y}.png", None),
            ("https://t{s}.example.cn/w?x={x}&y={y}&l={z}&tk=1", None), ("tiles.example.cn/{z}/{x}/{y}.png", "scheme"),
            ("javascript:alert(1)//{z}{x}{y}", "scheme"), ("https:///{z}/{x}/{y}.png", "host"),
            ("https://a b;script-src *//{z}/{x}/{y}", "host"), ("https://tiles.example.cn/{z}/{x}.png", "places"),
        ]:
            with self.subTest(address):
                self.assertEqual(fault(address), wrong)
        self.assertEqual(host("https://tiles.example.cn:444/{z}/{x}/{y}.png"), "https://tiles.example.cn:444")
        self.assertEqual(host("https://{s}.example.cn/{z}/{x}/{y}.png"), "https://*.example.cn")
