"""The made-up city on the map: addresses and positions, read from the same tables that fill the database.

Codes: city 999900 (no such province exists), district 6 digits, street 9, community 12, grid 15 (GB/T 47678.3).
Positions lie on a regular pattern around a point that means nothing.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
ORIGIN = (27.0, 112.0)  # latitude, longitude

ROADS = {  # by street
    "999901001": ("云阶路", "听松路", "书院巷"), "999901002": ("竹坞路", "石桥街", "清筠路"),
    "999902001": ("芦洲大道", "鹭影路", "望潮路"), "999902002": ("渔歌路", "旧渡街", "晚帆路"),
    "999903001": ("鹿鸣大道", "桐荫路", "南塘路"), "999903002": ("梅坞路", "砚山路", "雪香巷"),
    "999904001": ("新渡大道", "晴川路", "锦帆路"), "999904002": ("工坊路", "织锦路", "机杼街"),
}
ESTATES = {  # by community
    "999901001001": "云阶苑", "999901001002": "听松花园", "999901001003": "书院里小区", "999901002001": "竹坞新村",
    "999901002002": "石桥人家", "999902001001": "芦洲雅苑", "999902001002": "鹭影湾", "999902001003": "望潮家园",
    "999902002001": "渔歌小区", "999902002002": "旧渡新村", "999903001001": "鹿鸣花园", "999903001002": "桐荫里",
    "999903001003": "南塘小区", "999903002001": "梅坞山庄", "999903002002": "砚山佳苑", "999904001001": "新渡家园",
    "999904001002": "晴川小区", "999904001003": "锦帆花苑", "999904002001": "工坊新村", "999904002002": "织锦小区",
}


_SIZES = {6: (0.072, 0.06), 9: (0.036, 0.06), 12: (0.036, 0.018), 15: (0.011, 0.012)}  # by length of the code


@dataclass(frozen=True)
class Place:
    """Somewhere in the city that a citizen tells about."""

    area: str  # code of the grid
    short: str  # in a summary: road and number
    address: str
    latitude: float
    longitude: float
    component: str = ""  # xml id


def position(area_code, rng):
    """Return (latitude, longitude) somewhere in the grid ``area_code``."""
    district, street, community, grid = (
        int(area_code[4:6]) - 1, int(area_code[6:9]) - 1, int(area_code[9:12]) - 1, int(area_code[12:15]) - 1,
    )
    latitude = ORIGIN[0] + 0.06 * (district // 2) + 0.018 * community + 0.012 * rng.random()
    longitude = ORIGIN[1] + 0.08 * (district % 2) + 0.036 * street + 0.011 * grid + 0.009 * rng.random()
    return round(latitude, 6), round(longitude, 6)


def boundary(area_code):
    """Return the rectangle of an area below the city as a GeoJSON geometry; its positions lie within."""
    district, street, community, grid = (
        int(area_code[start:end] or 1) - 1 for start, end in ((4, 6), (6, 9), (9, 12), (12, 15))
    )
    width, height = _SIZES[len(area_code)]
    south = ORIGIN[0] + 0.06 * (district // 2) + 0.018 * community
    west = ORIGIN[1] + 0.08 * (district % 2) + 0.036 * street + 0.011 * grid
    corners = [(west, south), (west + width, south), (west + width, south + height), (west, south + height), (west, south)]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in corners]]}


class City:
    """Areas, departments and components of the tables, and places to pick from."""

    def __init__(self):
        self.areas = {row["code"]: row for row in _rows("city12319.area")}
        self.grids = [code for code, row in self.areas.items() if row["level"] == "grid"]
        self.departments = {
            row["id"].removeprefix("department_"): row["name"] for row in _rows("city12319.department")
        }
        self.components = {}
        for row in _rows("city12319.component"):
            self.components.setdefault(_kind(row["name"]), []).append(row)

    def district(self, area_code):
        return self.areas[area_code[:6]]["name"]

    def place(self, rng, template):
        """Pick a place for ``template``: often one of its components, else any road or house."""
        kind = self.components.get(template.component)
        if kind and rng.random() < 0.7:
            row = rng.choice(kind)
            return Place(
                row["area_id/id"].removeprefix("area_"), row["address"][3:], row["address"],
                float(row["latitude"]), float(row["longitude"]), row["id"],
            )
        area = rng.choice(self.grids)
        if template.place == "estate":
            short = f"{ESTATES[area[:12]]}{rng.randint(1, 18)}栋"
        else:
            short = f"{rng.choice(ROADS[area[:9]])}{rng.randint(2, 260)}号附近"
        return Place(area, short, self.district(area) + short, *position(area, rng))


def _kind(name):
    """Return the kind of a component: its name without the number behind it."""
    return name.split(" ")[0]


def _rows(model):
    with (DATA / f"{model}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
