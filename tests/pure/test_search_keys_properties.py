"""Words that names are found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

search_keys = tool("city12319_intake", "search_keys")

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def found(query, *names, codes=()):
    keys = search_keys.search_keys(names, codes)
    return all(f" {word}" in keys for word in search_keys.query_words(query))


@pytest.mark.parametrize("query", [
    "供水井盖", "井盖", "盖", "gsjg", "jg", "j", "gongshui", "gongshuijinggai", "jinggai", "jing", "JG", "ＪＧ", "01001", "010",
    "供水 jg",
])
def test_a_name_is_found_by(query):
    assert found(query, "供水井盖", codes=["01001"])


@pytest.mark.parametrize("query", ["水供", "gjs", "ongshui", "1001", "污水"])
def test_a_name_is_not_found_by(query):
    assert not found(query, "供水井盖", codes=["01001"])


@pytest.mark.parametrize(("name", "query"), [
    ("行道树", "xds"), ("绿化弃料", "lvhua"), ("紧急报警点SOS", "sos"), ("紧急报警点SOS", "bjd"), ("垃圾间（楼）", "lou"),
    ("供水井盖 001", "001"), ("Water supply", "sup"), ("中国电信重庆公司", "chongqing"),
])
def test_special_names(name, query):
    assert found(query, name)


@given(CHINESE, st.data())
def test_every_piece_of_a_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert found(name[start:end], name)


@given(st.text(max_size=60), st.text(max_size=20))
def test_words_hold_letters_and_digits_only(name, code):
    keys = search_keys.search_keys([name, None], [code])
    assert not keys or keys.startswith(" ")
    assert all(character.isalnum() or character == " " for character in keys)
    assert all(word.isalnum() for word in search_keys.query_words(name))
