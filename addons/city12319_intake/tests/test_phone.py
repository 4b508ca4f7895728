"""Telephone numbers: a table of what is typed and delivered, with what must come out of it."""

import csv

from odoo.tests import BaseCase, tagged

from ..tools.phone import mask, parse_phones, primary_e164
from .shared_data import shared_file

HAIKOU = "+8689866254321"
MOBILE = "+8613800138000"

# typed text, then what is found in it: (e164, kind, extension)
CASES = [
    # mobile numbers
    ("13800138000", [(MOBILE, "mobile", "")]),
    ("+8613800138000", [(MOBILE, "mobile", "")]),
    ("+86 138 0013 8000", [(MOBILE, "mobile", "")]),
    ("(+86)138-0013-8000", [(MOBILE, "mobile", "")]),
    ("0086-138-0013-8000", [(MOBILE, "mobile", "")]),
    ("8613800138000", [(MOBILE, "mobile", "")]),
    ("013800138000", [(MOBILE, "mobile", "")]),
    ("１３８００１３８０００", [(MOBILE, "mobile", "")]),
    ("138－0013－8000", [(MOBILE, "mobile", "")]),
    ("138.0013.8000", [(MOBILE, "mobile", "")]),
    ("\u202d138\u00a00013\u00a08000\u202c", [(MOBILE, "mobile", "")]),
    ("O13800138000", [(MOBILE, "mobile", "")]),
    ("138OO138OOO", [(MOBILE, "mobile", "")]),
    ("17951 13800138000", [(MOBILE, "mobile", "")]),
    ("1795113800138000", [(MOBILE, "mobile", "")]),
    ("12593 13800138000", [(MOBILE, "mobile", "")]),
    ("16212345678", [("+8616212345678", "mobile", "")]),
    ("14112345678", [("+8614112345678", "mobile", "")]),
    ("13800138000转1234", [(MOBILE, "mobile", "1234")]),
    (13800138000, [(MOBILE, "mobile", "")]),
    (13800138000.0, [(MOBILE, "mobile", "")]),
    ("13800138000.0", [(MOBILE, "mobile", "")]),
    # fixed lines, with and without area code
    ("0898-66254321", [(HAIKOU, "fixed", "")]),
    ("(0898)66254321", [(HAIKOU, "fixed", "")]),
    ("（0898）6625 4321", [(HAIKOU, "fixed", "")]),
    ("089866254321", [(HAIKOU, "fixed", "")]),
    ("898-66254321", [(HAIKOU, "fixed", "")]),
    ("89866254321", [(HAIKOU, "fixed", "")]),
    ("66254321", [(HAIKOU, "fixed", "")]),
    ("6625-4321", [(HAIKOU, "fixed", "")]),
    ("0898一66254321", [(HAIKOU, "fixed", "")]),
    ("+86 (0898) 66254321", [(HAIKOU, "fixed", "")]),
    ("0086 898 66254321", [(HAIKOU, "fixed", "")]),
    ("17951-0898-66254321", [(HAIKOU, "fixed", "")]),
    ("010-65123456", [("+861065123456", "fixed", "")]),
    ("01065123456", [("+861065123456", "fixed", "")]),
    ("0310-3123456", [("+863103123456", "fixed", "")]),
    ("021-12345678", [("+862112345678", "fixed", "")]),
    # extensions
    ("0898-66254321转801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321 转 801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321-801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321 ext. 801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321x801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321分机801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321(801)", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321#801", [(HAIKOU, "fixed", "801")]),
    ("0898-66254321转2转801", [(HAIKOU, "fixed", "2-801")]),
    ("0898-66254321 转 2-801", [(HAIKOU, "fixed", "2-801")]),
    ("66254321-801", [(HAIKOU, "fixed", "801")]),
    ("400-812-3456-8", [("+864008123456", "service", "8")]),
    ("12319转2", [("12319", "short", "2")]),
    # service and short numbers
    ("4008123456", [("+864008123456", "service", "")]),
    ("400-812-3456", [("+864008123456", "service", "")]),
    ("800 810 1234", [("+868008101234", "service", "")]),
    ("110", [("110", "short", "")]),
    ("120", [("120", "short", "")]),
    ("12345", [("12345", "short", "")]),
    ("１２３１９", [("12319", "short", "")]),
    ("95588", [("95588", "short", "")]),
    ("1008611", [("1008611", "short", "")]),
    ("1069123456789", [("1069123456789", "short", "")]),
    ("0898-12345", [("12345", "short", "")]),
    ("0755-12345", [("075512345", "short", "")]),
    ("110 120", [("110", "short", ""), ("120", "short", "")]),
    # abroad
    ("+852 5123 4567", [("+85251234567", "foreign", "")]),
    ("0085251234567", [("+85251234567", "foreign", "")]),
    ("+853 6612 3456", [("+85366123456", "foreign", "")]),
    ("+886 912 345 678", [("+886912345678", "foreign", "")]),
    ("+1 415 553 0123", [("+14155530123", "foreign", "")]),
    # several in one cell, names
    ("13800138000/13900139000", [(MOBILE, "mobile", ""), ("+8613900139000", "mobile", "")]),
    ("13800138000、0898-66254321", [(MOBILE, "mobile", ""), (HAIKOU, "fixed", "")]),
    ("13800138000，0898-66254321；110", [(MOBILE, "mobile", ""), (HAIKOU, "fixed", ""), ("110", "short", "")]),
    ("138 0013 8000 139 0013 9000", [(MOBILE, "mobile", ""), ("+8613900139000", "mobile", "")]),
    ("13800138000或13900139000", [(MOBILE, "mobile", ""), ("+8613900139000", "mobile", "")]),
    ("13800138000和66254321转801", [(MOBILE, "mobile", ""), (HAIKOU, "fixed", "801")]),
    ("0898-66254321转801 13800138000", [(HAIKOU, "fixed", "801"), (MOBILE, "mobile", "")]),
    ("010-65123456、65123457", [("+861065123456", "fixed", ""), ("+861065123457", "fixed", "")]),
    ("13800138000/13800138000", [(MOBILE, "mobile", "")]),
    ("138 0013 8000（张先生）", [(MOBILE, "mobile", "")]),
    ("张先生(13800138000)", [(MOBILE, "mobile", "")]),
    ("办：0898—66254321 手机：13800138000", [(HAIKOU, "fixed", ""), (MOBILE, "mobile", "")]),
    # as call centres deliver them
    ("sip:13800138000@10.0.0.1;user=phone", [(MOBILE, "mobile", "")]),
    ('"12319" <sip:089866254321@pbx.example>', [("12319", "short", ""), (HAIKOU, "fixed", "")]),
    ("tel:+86-898-66254321;ext=12", [(HAIKOU, "fixed", "12")]),
    # nobody to call back
    ("", []),
    (None, []),
    ("-", []),
    ("匿名", [("", "anonymous", "")]),
    ("未知", [("", "anonymous", "")]),
    ("Anonymous", [("", "anonymous", "")]),
    ("无", [("", "anonymous", "")]),
    ("00000000000", [("", "anonymous", "")]),
    ("11111111111", [("", "anonymous", "")]),
    # unusable, but kept
    ("1380013800", [("", "invalid", "")]),
    ("138001380001", [("", "invalid", "")]),
    ("11912345678", [("", "invalid", "")]),
    ("0898-6625432", [("", "invalid", "")]),
    ("6254321", [("", "invalid", "")]),
    ("138****8000", [("", "invalid", "")]),
    ("1.38E+10", [("", "invalid", "")]),
    ("张先生", [("", "invalid", "")]),
    ("460100199001011234", [("", "invalid", "")]),
    ("13800138000 8", [(MOBILE, "mobile", ""), ("", "invalid", "")]),
]

MASKS = [
    (MOBILE, "138****8000"),
    ("138 0013 8000", "138****8000"),
    ("13800138000", "138****8000"),
    ("138****8000", "138****8000"),
    (HAIKOU, "0898****321"),
    ("0898-66254321转801", "0898****321"),
    ("010-65123456", "010****3456"),
    ("66254321", "****321"),
    ("400 812 3456", "400****3456"),
    ("+852 5123 4567", "+852****567"),
    ("12345", "****5"),
    ("110", "****0"),
    ("13800138000/13900139000", "138****8000…"),
    ("138 0013 8000（张先生）", "138****8000"),
    ("匿名", ""),
    ("张先生", ""),
    ("", ""),
    (None, ""),
]

# cases of the list of the real data where a hotline must read more than the library does
BEYOND_THE_LIBRARY = {
    "14112345678": MOBILE.replace("13800138000", "14112345678"),
    "66254321": HAIKOU,
    "0898-66254321-801": HAIKOU,
    "0898-66254321转801": HAIKOU,
    "95588": "95588",
    "12319": "12319",
    "12345": "12345",
    "0898-12345": "12345",
    "12319转2": "12319",
    "110": "110",
    "120": "120",
    "1008611": "1008611",
    "1069123456789": "1069123456789",
    "13800138000/13900139000": MOBILE,
    "13800138000、0898-66254321": MOBILE,
    "138 0013 8000（张先生）": MOBILE,
}


@tagged("at_install", "-post_install")
class TestPhone(BaseCase):
    def test_every_case_of_the_table(self):
        for text, expected in CASES:
            with self.subTest(text=text):
                found = [(phone.e164, phone.kind, phone.extension) for phone in parse_phones(text)]
                self.assertEqual(found, expected)

    def test_national_form_is_shown_and_can_be_read_again(self):
        for text, _expected in CASES:
            for phone in parse_phones(text):
                if not phone.e164:
                    continue
                with self.subTest(text=text):
                    again = parse_phones(phone.shown)
                    self.assertEqual(
                        [(item.e164, item.kind, item.extension) for item in again],
                        [(phone.e164, phone.kind, phone.extension)],
                    )
        self.assertEqual(parse_phones("089866254321转801")[0].shown, "0898 6625 4321转801")
        self.assertEqual(parse_phones(MOBILE)[0].national, "138 0013 8000")

    def test_area_code_is_a_parameter(self):
        self.assertEqual(parse_phones("65123456", area_code="010")[0].e164, "+861065123456")
        self.assertEqual(parse_phones("3123456", area_code="0310")[0].e164, "+863103123456")
        self.assertEqual(parse_phones("3123456", area_code="310")[0].e164, "+863103123456")
        self.assertEqual(parse_phones("3123456-1", area_code="0310")[0].extension, "1")
        self.assertEqual(parse_phones("66254321", area_code="")[0].kind, "invalid")
        self.assertEqual(parse_phones("0755-12345", area_code="0755")[0].e164, "12345")

    def test_text_as_typed_is_kept_for_what_cannot_be_used(self):
        self.assertEqual(parse_phones("1380013800")[0].raw, "1380013800")
        self.assertEqual(parse_phones("张先生")[0].raw, "张先生")
        self.assertEqual(parse_phones("匿名")[0].raw, "匿名")

    def test_primary_number_prefers_a_full_number_over_a_short_one(self):
        self.assertEqual(primary_e164("12345、13800138000"), MOBILE)
        self.assertEqual(primary_e164("0898-66254321、13800138000"), HAIKOU)
        self.assertEqual(primary_e164("12345"), "12345")
        self.assertEqual(primary_e164("匿名"), "")
        self.assertEqual(primary_e164("3123456", "0310"), "+863103123456")

    def test_masking(self):
        for number, expected in MASKS:
            with self.subTest(number=number):
                self.assertEqual(mask(number), expected)

    def test_real_list_of_cases(self):
        path = shared_file("phones", "cn_cases_oracle.csv")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        self.assertGreater(len(rows), 50)
        for row in rows:
            with self.subTest(text=row["input"]):
                expected = row["e164"] if row["valid"] == "True" else ""
                expected = BEYOND_THE_LIBRARY.get(row["input"], expected)
                self.assertEqual(primary_e164(row["input"]), expected)
