"""Properties of the phone number parser that hold for every input, not only for the listed cases."""

import importlib.util
import re
import sys
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

PATH = Path(__file__).resolve().parents[2] / "addons" / "city12319_intake" / "tools" / "phone.py"


def load():
    """Load the module by its path: it must work without Odoo."""
    spec = importlib.util.spec_from_file_location("city12319_phone", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


phone = load()

DIGITS = st.text("0123456789", min_size=9, max_size=9)
MOBILES = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), DIGITS).filter(
    lambda number: len(set(number)) > 1
)
FIXED = st.builds(
    lambda area, first, rest: f"{area}{first}{rest[:7]}",
    st.sampled_from(["0898", "010", "021", "0755", "0571", "0431"]),
    st.sampled_from("2345678"),
    DIGITS,
).filter(lambda number: single(number) is not None and single(number).kind == "fixed")
SERVICES = st.builds(lambda head, rest: f"{head}{rest[:7]}", st.sampled_from(["400", "800"]), DIGITS)
SHORTS = st.sampled_from(["110", "119", "120", "122", "12345", "12319", "12315", "95588", "10086", "96110"])
FOREIGN = st.sampled_from(["+85251234567", "+85366123456", "+886912345678", "+14155530123", "+442079460018"])
NUMBERS = st.one_of(MOBILES, FIXED, SERVICES, SHORTS, FOREIGN).filter(lambda number: single(number) is not None)
GAPS = ["", "", "", " ", "-", " - ", "\u200b", ".", "\u2011", "\u3000"]
NOISE = st.lists(st.sampled_from(GAPS), min_size=20, max_size=20)


def single(text):
    """Return the only number of ``text`` when it can be called, else None."""
    found = phone.parse_phones(text)
    return found[0] if len(found) == 1 and found[0].e164 else None


def noisy(number, noise):
    body = "".join(digit + gap for digit, gap in zip(number, noise, strict=False))
    return re.sub(r"\+(\D*)", "+", body).strip(" -.")


@given(NUMBERS)
def test_reading_the_shown_form_gives_the_same_number(number):
    first = single(number)
    assert single(first.national).e164 == first.e164
    assert single(first.e164).e164 == first.e164
    assert single(first.national).kind == first.kind


@given(NUMBERS, st.integers(1, 9999))
def test_extension_survives_being_shown(number, extension):
    found = phone.parse_phones(f"{number}转{extension}")
    assert [item.extension for item in found] == [str(extension)]
    again = phone.parse_phones(found[0].shown)
    assert [(item.e164, item.extension) for item in again] == [(found[0].e164, str(extension))]


@settings(max_examples=400)
@given(NUMBERS, NOISE)
def test_blanks_hyphens_and_dots_never_change_the_number(number, noise):
    text = noisy(number, noise)
    assert [item.e164 for item in phone.parse_phones(text)] == [single(number).e164], text


@given(st.one_of(MOBILES, FIXED))
def test_country_code_and_width_never_change_the_number(number):
    expected = single(number).e164
    national = number.lstrip("0")
    wide = number.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    for text in (f"+86{national}", f"0086{national}", f"86{national}", f"+86 {number}", f"17951{number}", wide):
        assert single(text).e164 == expected, text


@given(st.lists(st.one_of(MOBILES, FIXED), min_size=2, max_size=4, unique=True), st.sampled_from("、,;/，；|\n"))
def test_every_number_of_a_cell_is_found(numbers, separator):
    expected = [single(number).e164 for number in numbers]
    assert [item.e164 for item in phone.parse_phones(separator.join(numbers))] == expected
    named = separator.join(f"{number}（王先生）" for number in numbers)
    assert [item.e164 for item in phone.parse_phones(named)] == expected


@given(st.lists(MOBILES, min_size=2, max_size=3, unique=True))
def test_a_blank_separates_complete_numbers(numbers):
    assert [item.e164 for item in phone.parse_phones(" ".join(numbers))] == [f"+86{number}" for number in numbers]


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=40), st.text("0123456789 -+()转x/、,;*oO", max_size=40), NUMBERS))
def test_mask_never_shows_more_than_seven_digits(text):
    shown = phone.mask(text)
    assert sum(character.isdigit() for character in shown) <= 7
    assert not re.search(r"[^\W\d_]", shown), "letters may be a name"
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 7:
        assert "*" in shown


@given(NUMBERS)
def test_mask_is_the_same_for_every_form_of_a_number(number):
    assume(single(number).kind != "short")
    found = single(number)
    assert phone.mask(number) == phone.mask(found.e164) == phone.mask(found.national)
    assert phone.mask(phone.mask(number)) == phone.mask(number)


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.text("0123456789 -+()转x/、,;*oO.#", max_size=60)))
def test_any_text_can_be_read_and_nothing_is_made_up(text):
    for item in phone.parse_phones(text):
        assert item.kind in {"mobile", "fixed", "service", "short", "foreign", "anonymous", "invalid"}
        assert bool(item.e164) == (item.kind not in ("anonymous", "invalid"))
        assert re.fullmatch(r"(\+?\d+)?", item.e164)
    assert phone.primary_e164(text) in {item.e164 for item in phone.parse_phones(text)} | {""}
