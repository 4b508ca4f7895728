"""Addresses: the area that they name, the road and the number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

address = tool("city12319_intake", "address")
AREAS = [
    address.NamedArea("qy", ["栖云区"], 1), address.NamedArea("bl", ["白鹭区", "老城"], 1),
    address.NamedArea("qy-yj", ["云阶街道"], 2, ["qy"]), address.NamedArea("qy-zs", ["中山街道"], 2, ["qy"]),
    address.NamedArea("bl-zs", ["中山街道"], 2, ["bl"]), address.NamedArea("bl-lz", ["芦洲街道"], 2, ["bl"]),
    address.NamedArea("qy-yj-yj", ["云阶社区", "云阶苑"], 3, ["qy", "qy-yj"]),
    address.NamedArea("qy-yj-ts", ["听松社区"], 3, ["qy", "qy-yj"]),
    address.NamedArea("bl-lz-1", ["芦洲社区"], 3, ["bl", "bl-lz"]),
]
INDEX = address.AddressIndex(AREAS)


@pytest.mark.parametrize(("text", "key"), [
    ("栖云区", "qy"),
    ("云澜市栖云区书院巷130号旁", "qy"),
    ("栖云区云阶街道书院巷3号", "qy-yj"),
    ("云阶街道听松社区门口", "qy-yj-ts"),
    ("听松社区", "qy-yj-ts"),
    ("听松小学对面", "qy-yj-ts"),  # the short name
    ("听松路12号", None),  # a road is called after places that it only leads to
    ("白鹭区中山街道", "bl-zs"),
    ("栖云区中山街道8号", "qy-zs"),
    ("中山街道8号", None),  # of two districts
    ("老城中山街道", "bl-zs"),  # by another name
    ("云阶苑3栋", "qy-yj-yj"),
    ("白鹭区，芦洲 社区", "bl-lz-1"),
    ("和平路", None), ("", None), (None, None),
])
def test_the_area_that_an_address_names(text, key):
    assert INDEX.find(text) == key


@pytest.mark.parametrize(("text", "road"), [
    ("栖云区书院巷130号旁", ("书院巷", 130)),
    ("云澜市白鹭区芦洲街道中山路12号", ("中山路", 12)),
    ("滨海大道东段12号", ("滨海大道", 12)),
    ("和平路", ("和平路", None)),
    ("和平路与中山路6号", ("中山路", 6)),
    ("新渡区锦帆路２１２号", ("锦帆路", 212)),
    ("人民公园", ("", None)), ("绿地街道办事处", ("", None)), ("", ("", None)), (None, ("", None)),
])
def test_road_and_number(text, road):
    assert address.road_and_number(text) == road


@given(st.text("栖云白鹭区中山街道芦洲社路大厦老城听松苑0123号 ", max_size=40))
def test_what_is_found_stands_in_the_address(text):
    key = INDEX.find(text)
    folded = address.fold_address(text)
    if key is not None:
        area = INDEX.areas[key]
        below = [other for other in AREAS if key == other.key or key in other.ancestors]
        words = [word for other in below for name in other.names for word in (name, address.short_name(name)) if word]
        assert any(word in folded for word in words), area


@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    INDEX.find(text)
    road, number = address.road_and_number(text)
    assert number is None or (road and 0 <= number < 100_000)


@given(st.sampled_from(AREAS), st.text("0123456789号楼单元室", max_size=8))
def test_the_full_line_of_names_finds_the_area(area, rest):
    line = [other.names[0] for other in AREAS if other.key in area.ancestors] + [area.names[0]]
    assert INDEX.find("".join(line) + rest) == area.key
