"""Exported tables: real numbers and dates, headers, totals, and nothing that a spreadsheet would compute."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

safe_text = tool("city12319_export", "safe_text")
columns = tool("city12319_export", "columns")
table_csv = tool("city12319_export", "table_csv")
table_xlsx = tool("city12319_export", "table_xlsx")
imported_csv = tool("city12319_intake", "table_csv")
Column = columns.Column

# as text comes out of a database: no NUL; what Excel itself cannot keep is left to a test of its own
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=40)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠", " =", "'=", "'", "\t=1+1|cmd"])
DANGEROUS = st.builds(str.__add__, STARTS, TEXT)


def xlsx(heads, rows, totals=None, **more):
    stream = io.BytesIO()
    with table_xlsx.XlsxBook(stream) as book:
        sheet = book.sheet("登记单", heads, **more)
        for row in rows:
            sheet.row(row)
        if totals:
            sheet.totals(totals)
    return openpyxl.load_workbook(stream)


def csv_rows(heads, rows, totals=None):
    stream = io.BytesIO()
    with table_csv.CsvTable(stream, heads) as table:
        for row in rows:
            table.row(row)
        if totals:
            table.totals(totals)
    data = stream.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(DANGEROUS, min_size=1, max_size=5))
def test_no_text_becomes_a_formula_in_xlsx(texts):
    page = xlsx([Column("=1+1"), Column("b")], [[text, "x"] for text in texts])["登记单"]
    assert page["A1"].value == "=1+1" and page["A1"].data_type != "f"
    for number, text in enumerate(texts, 2):
        cell = page.cell(number, 1)
        assert cell.data_type != "f"
        assert (cell.value or "") == text.replace("\r\n", "\n").replace("\r", "\n") or "_x" in text


@given(st.lists(DANGEROUS, min_size=1, max_size=5))
def test_no_text_starts_like_a_formula_in_csv_and_comes_back_as_it_was(texts):
    rows = csv_rows([Column("甲"), Column("乙", columns.INTEGER)], [[text, -1] for text in texts])[1:]
    for (written, number), text in zip(rows, texts, strict=True):
        assert not safe_text.is_formula(written)
        assert number == "-1"  # a number stays a number
        if not text.startswith("'"):
            assert imported_csv.unguarded(written) == text


@given(TEXT)
def test_what_is_guarded_is_harmless_and_guarding_twice_changes_nothing(text):
    once = safe_text.guarded(text)
    assert not safe_text.is_formula(once)
    assert safe_text.guarded(once) == once


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "－", "＠x"])
def test_starts_that_spreadsheets_compute(text):
    assert safe_text.is_formula(text)


@pytest.mark.parametrize("text", ["", "–", "井盖", "a=1", "138 0013 8000", "'=1", "1-2"])
def test_starts_that_are_harmless(text):
    assert not safe_text.is_formula(text)


HEADS = [
    Column("名称"), Column("件数", columns.INTEGER, total=True),
    Column("率", columns.PERCENT, digits=1, missing="–", note="已办 ÷ 全部"),
    Column("日期", columns.DATE), Column("时间", columns.DATETIME), Column("时长", columns.DURATION, total=True),
    Column("分数", columns.NUMBER, digits=1), Column("保密", columns.BOOLEAN),
]
ROWS = [
    ["供水", 3, 0.125, date(2026, 11, 24), datetime(2026, 11, 24, 8, 30, 5), 90061, 7.25, True],
    ["燃气", 4, None, None, None, 1, None, False],
]


def test_cells_of_an_xlsx_file_are_numbers_and_dates():
    page = xlsx(HEADS, ROWS, "合计")["登记单"]
    first = [cell.value for cell in page[2]]
    assert first[:5] == ["供水", 3, 0.125, datetime(2026, 11, 24), datetime(2026, 11, 24, 8, 30, 5)]
    assert [page.cell(2, column).data_type for column in (2, 3, 4, 5, 6, 7)] == ["n", "n", "d", "d", "d", "n"]
    assert page["C2"].number_format == "0.0%" and page["E2"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert page["F2"].number_format == "[h]:mm:ss"
    assert page["C3"].value == "–" and page["D3"].value is None
    assert [page["H2"].value, page["H3"].value] == ["是", "否"]
    assert [cell.value for cell in page[4]][:2] == ["合计", 7] and page["A4"].font.bold


def test_headers_stay_in_sight_have_notes_and_can_be_filtered():
    page = xlsx(HEADS, ROWS, above=["标题", "统计时段：2026年11月"])["登记单"]
    assert page.freeze_panes == "A4" and page.auto_filter.ref == "A3:H5"
    assert page["A1"].value == "标题" and page["C3"].comment.text == "已办 ÷ 全部"
    assert page.print_title_rows == "$3:$3"
    assert page.column_dimensions["E"].width > page.column_dimensions["B"].width


def test_neighbours_share_a_header_above():
    heads = [Column("区域"), Column("件数", columns.INTEGER, group="本期"), Column("率", columns.PERCENT, group="本期"),
             Column("件数", columns.INTEGER, group="上期")]
    page = xlsx(heads, [["栖云区", 1, 0.5, 2]])["登记单"]
    assert [str(area) for area in page.merged_cells.ranges] == ["B1:C1"]
    assert [cell.value for cell in page[1]] == ["", "本期", None, "上期"]
    assert page.freeze_panes == "A3"


def test_cells_of_a_csv_file():
    rows = csv_rows(HEADS, ROWS, "合计")
    assert rows[1] == ["供水", "3", "12.5%", "2026-11-24", "2026-11-24 08:30:05", "25:01:01", "7.2", "是"]
    assert rows[2] == ["燃气", "4", "–", "", "", "0:00:01", "", "否"]
    assert rows[3] == ["合计", "7", "–", "", "", "25:01:02", "", ""]


def test_a_text_longer_than_a_cell_is_cut_and_counted():
    stream = io.BytesIO()
    with table_xlsx.XlsxBook(stream) as book:
        sheet = book.sheet("表", [Column("内容")])
        sheet.row(["长" * 40_000])
        assert sheet.cut == 1
    value = openpyxl.load_workbook(stream)["表"]["A2"].value
    assert len(value) == 32_767 and value.endswith("…")


def test_control_characters_and_dates_that_excel_has_not_do_no_harm():
    page = xlsx([Column("内容"), Column("日期", columns.DATE)], [["a\x01b\x0bc", date(1899, 12, 31)]])["登记单"]
    assert [page["A2"].value, page["B2"].value] == ["abc", "1899-12-31"]


def test_a_full_sheet_refuses_another_row(monkeypatch):
    monkeypatch.setattr(table_xlsx, "MAX_ROWS", 2)
    with table_xlsx.XlsxBook(io.BytesIO()) as book:
        sheet = book.sheet("表", [Column("内容")])
        sheet.row(["1"])
        with pytest.raises(table_xlsx.TooManyRows):
            sheet.row(["2"])


@given(TEXT, st.lists(TEXT, max_size=3))
def test_names_of_sheets_are_allowed_and_differ(title, taken):
    name = safe_text.sheet_name(title, taken)
    assert 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\")
    assert name.lower() not in {other.lower() for other in taken}


@pytest.mark.parametrize(("text", "hidden"), [
    ("电话 13800138000", "电话 138****000"), ("+8613800138000", "+861****000"), ("DJ20261124-0001", "DJ20261124-0001"),
    ("2026-11-24", "2026-11-24"), ("1000 行", "1000 行"),
])
def test_long_numbers_are_hidden(text, hidden):
    assert safe_text.hide_numbers(text) == hidden
