"""Printed sheets: any text on any page, nothing lost, nothing beyond the margins, sizes that stay small."""

import io
import re

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pure_tools import tool

kit = tool("city12319_sheets", "pdf")
lines = tool("city12319_sheets", "pdf.lines")
text = tool("city12319_sheets", "pdf.text")
fonts = tool("city12319_sheets", "pdf.fonts")

PAPER = kit.Paper("运城市12319热线中心", "打印：王芳", "第 %s 页", "共 %s 页")
WIDTH = kit.Sheet("x").width
CHARACTERS = st.sampled_from("路面塌陷积水，。；：（）《》“”abcXYZ0123 .,-/\n张䶮𠮷😀<&>")
LONG = st.text(CHARACTERS, max_size=30).flatmap(lambda part: st.integers(1, 80).map(lambda times: part * times))


def pages(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def bare(value):
    return re.sub(r"\s", "", value)


def jpeg(size=(1600, 1200)):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


@settings(deadline=None)
@given(st.text(CHARACTERS.filter(lambda char: char != "\n"), max_size=200), st.integers(10, 300))
def test_lines_hold_everything_and_fit(value, room):
    widths = [10 if char > "⺀" else 5 for char in value]
    found = lines.broken(value, widths, room)
    assert bare("".join(found)) == bare(value)
    for line in found:
        assert sum(10 if char > "⺀" else 5 for char in line) <= max(room, 10)


def test_punctuation_does_not_begin_a_line_and_words_stay_whole():
    value = "路面塌陷，请处理（很急）。See the HOTLINE number 12319"
    found = lines.broken(value, [10 if char > "⺀" else 5 for char in value], 50)
    assert not [line for line in found if line[0] in "，。）" or line[-1] == "（"]
    assert any("HOTLINE" in line for line in found) and any("12319" in line for line in found)


@settings(max_examples=12, deadline=None)
@given(LONG, st.text(CHARACTERS, max_size=60), st.integers(0, 15))
def test_a_form_with_any_text_is_laid_out_and_nothing_is_lost(long, short, rows):
    sheet = kit.Sheet(short, short, "https://example.org/1")
    sheet.blocks = [
        kit.form_row(WIDTH, ("来电人", short), ("电话", "138****1234"), (short, short)),
        kit.form_text(WIDTH, "内容", long, below="王芳 2026-11-24"),
        kit.form_text(WIDTH, "批示", "", height=30),
        kit.data_table(WIDTH, ["时间", short, "数"], [["9:30", long[:400], row] for row in range(rows)], [2, 3, 1], totals=1),
    ]
    found = pages(kit.build([sheet], PAPER))
    assert f"共{len(found)}页" in bare(found[0])
    # what stands around the text comes again on each page, so only the number of characters is compared
    assert bare("".join(found)).count("路") >= text.clean(long).count("路")


def test_text_over_pages_is_whole_and_in_order():
    long = "".join(f"第{number}句，" for number in range(2500))
    sheet = kit.Sheet("处理单", "LA1", blocks=[kit.form_text(WIDTH, "内容", long)])
    found = pages(kit.build([sheet], PAPER))
    whole = "".join(bare(page).split("内容", 1)[1] for page in found)  # without the head and the foot of the pages
    assert whole == long
    assert len(found) == 7, "no page stays empty"


def test_each_sheet_counts_its_own_pages():
    long = kit.Sheet("长", "1", blocks=[kit.form_text(WIDTH, "内容", "很长的文字，" * 400)])
    found = pages(kit.build([long, kit.Sheet("短", "2", blocks=[kit.paragraph("短")])], PAPER))
    assert [re.search(r"第(\d+)页共(\d+)页", bare(page)).groups() for page in found] == [("1", "2"), ("2", "2"), ("1", "1")]


def test_the_head_of_a_table_comes_again_and_its_rows_once():
    sheet = kit.Sheet("报表", wide=True)
    sheet.blocks = [kit.data_table(sheet.width, ["部门", "数量"], [[f"部门{n}", n] for n in range(100)])]
    found = pages(kit.build([sheet], PAPER))
    assert len(found) > 2 and all("数量" in page for page in found)
    assert sum(len(re.findall(r"部门\d+", page)) for page in found) == 100


def test_forty_photos_stay_small_and_a_broken_one_is_named():
    photo = jpeg()
    photos = [kit.Photo(lambda: photo, f"照片{number}.jpg") for number in range(40)] + [kit.Photo(b"nothing", "坏.jpg")]
    pdf = kit.build([kit.Sheet("案卷", blocks=kit.photo_grid(WIDTH, photos, broken="不是图片"))], PAPER)
    assert len(pdf) < 12_000_000
    whole = "".join(pages(pdf))
    assert "照片39.jpg" in whole and "不是图片" in whole and "坏.jpg" in whole


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1", "I;16"])
def test_every_kind_of_picture_is_printed(mode):
    image, out = Image.new(mode, (300, 200)), io.BytesIO()
    image.save(out, "TIFF" if mode == "CMYK" else "PNG")
    pdf = kit.build([kit.Sheet("x", blocks=kit.photo_grid(WIDTH, [kit.Photo(out.getvalue(), "图")]))], PAPER)
    assert "Not a readable" not in pages(pdf)[0]


def test_rare_characters_come_from_the_second_font_and_can_be_copied():
    assert fonts.runs("张䶮𠮷") == [(fonts.MAIN, "张"), (fonts.RARE, "䶮𠮷")]
    assert fonts.runs("ሀ") == [(fonts.MAIN, "□")]
    assert "张䶮𠮷" in bare(pages(kit.build([kit.Sheet("张䶮𠮷")], PAPER))[0])


def test_fonts_are_embedded_in_part():
    pdf = kit.build([kit.Sheet("处理单")], PAPER)
    assert b"WenQuanYi" in pdf and len(pdf) < 60_000


def test_a_missing_font_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path])
    monkeypatch.setattr(fonts, "_loaded", {})
    with pytest.raises(kit.FontMissing) as missing:
        kit.build([kit.Sheet("x")], PAPER)
    assert missing.value.package == "fonts-wqy-microhei"
