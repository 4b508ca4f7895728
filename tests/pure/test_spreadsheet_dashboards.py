"""The files of the spreadsheet dashboards are printed from their descriptions, and each card and table has its data."""

import json
import re

import pytest
from pure_tools import tool

dashboard_file = tool("city12319_spreadsheets", "dashboard_file")
dashboards = tool("city12319_spreadsheets", "dashboards")


@pytest.mark.parametrize("name", dashboards.DASHBOARDS)
def test_the_file_is_what_the_description_says(name):
    kept = (dashboards.FOLDER / f"{name}_dashboard.json").read_text(encoding="utf-8")
    assert kept == dashboard_file.text(dashboards.DASHBOARDS[name]), (
        "print it again: python -m addons.city12319_spreadsheets.tools.dashboards")


@pytest.mark.parametrize("name", dashboards.DASHBOARDS)
def test_formulas_ask_pivots_that_have_the_measure(name):
    content = dashboard_file.snapshot(dashboards.DASHBOARDS[name])
    formulas = [cell for sheet in content["sheets"] for cell in sheet["cells"].values()]
    asked = [match for cell in formulas for match in re.findall(r'PIVOT\.VALUE\((\d+),"(\w+):sum"\)', cell)]
    assert asked
    for number, measure in asked:
        assert measure in {one["fieldName"] for one in content["pivots"][number]["measures"]}
    for number in re.findall(r"=PIVOT\((\d+),", "\n".join(formulas)):
        assert content["pivots"][number]["rows"]


@pytest.mark.parametrize("name", dashboards.DASHBOARDS)
def test_a_figure_lies_beside_or_below_another_never_over_it(name):
    figures = dashboard_file.snapshot(dashboards.DASHBOARDS[name])["sheets"][0]["figures"]
    boxes = [(f["offset"]["x"], f["offset"]["y"], f["width"], f["height"]) for f in figures]
    for number, (x, y, width, height) in enumerate(boxes):
        for x2, y2, width2, height2 in boxes[number + 1:]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
    assert json.dumps(figures)
