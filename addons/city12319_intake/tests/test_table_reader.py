"""Reading tables: encodings, kinds of files, where the header stands, and every way a file can be unusable."""

import io
from datetime import date, datetime, time

import openpyxl

from odoo.tests import BaseCase, tagged

from ..tools.import_fields import TARGETS, choose_targets, is_known_header
from ..tools.import_mapping import make_summary
from ..tools.import_values import ValueProblem, WordList, parse_boolean, parse_datetime, parse_time
from ..tools.table_errors import MESSAGES, TableError
from ..tools.table_reader import column_letter, read_table
from .table_files import HEADERS, ROWS, make_csv, make_xls, make_xlsx


@tagged("at_install", "-post_install")
class TestTableReader(BaseCase):
    def assertRefused(self, code, data, **options):
        with self.assertRaises(TableError) as refused:
            read_table(data, **options)
        self.assertEqual(refused.exception.code, code)
        return refused.exception

    def test_three_encodings_give_the_same_rows(self):
        for encoding, found in (("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8"), ("gb18030", "gb18030")):
            with self.subTest(encoding=encoding):
                table = read_table(make_csv(encoding=encoding))
                self.assertEqual((table.format, table.encoding, table.headers), ("csv", found, HEADERS))
                self.assertEqual([cells for _number, cells in table.rows], ROWS)
        self.assertEqual(read_table(make_csv(encoding="utf-16"), "x.txt").headers, HEADERS)

    def test_delimiter_is_found_out(self):
        for delimiter in ",;\t|":
            self.assertEqual(read_table(make_csv(delimiter=delimiter)).delimiter, delimiter)
        text = "编号,内容\n1,a;b;c;d\n2,e;f;g;h\n"
        self.assertEqual(read_table(text.encode(), known_header=is_known_header).delimiter, ",")

    def test_newlines_in_cells_do_not_shift_row_numbers(self):
        table = read_table(make_csv())
        self.assertEqual([number for number, _cells in table.rows], [2, 3, 4])
        self.assertEqual(table.rows[0][1][7], "和平路\n爆管")

    def test_blank_rows_are_left_out_and_still_counted(self):
        table = read_table("编号,内容\n\n1,a\n,\n2,b\n".encode())
        self.assertEqual([number for number, _cells in table.rows], [3, 5])
        table = read_table(make_xlsx([["编号", "内容"], [None], ["1", "a"], [None, None], ["2", "b"]]))
        self.assertEqual([number for number, _cells in table.rows], [3, 5])

    def test_header_below_a_title(self):
        title = ["某市12319热线登记表"]
        table = read_table(make_xlsx([title, [None, "2024年5月"], HEADERS, *ROWS]), known_header=is_known_header)
        self.assertEqual((table.headers, table.header_row, len(table.rows)), (HEADERS, 3, 3))
        self.assertEqual(table.title, "某市12319热线登记表 2024年5月")
        unknown = read_table(make_xlsx([title, ["x", "y", "z"], ["1", "2", "3"]]))
        self.assertEqual((unknown.headers, unknown.header_row), (["x", "y", "z"], 2))

    def test_data_that_looks_like_a_header_does_not_win(self):
        rows = [["编号", "渠道", "内容"], ["1", "电话", "标题"], ["2", "电话", "标题"]]
        self.assertEqual(read_table(make_xlsx(rows), known_header=is_known_header).header_row, 1)

    def test_values_of_xlsx_and_xls(self):
        moment = datetime(2024, 5, 6, 8, 30)
        rows = [["编号", "时间", "数", "是"], ["007", moment, 12.0, True], [20180322995008, moment, 1.5, False]]
        for data, table_format in ((make_xlsx(rows), "xlsx"), (make_xls(rows), "xls")):
            with self.subTest(format=table_format):
                table = read_table(data)
                self.assertEqual(table.format, table_format)
                self.assertEqual([cells for _number, cells in table.rows], rows[1:])
                self.assertIsInstance(table.rows[0][1][2], int)

    def test_text_that_looks_like_a_formula_stays_text(self):
        table = read_table(make_xlsx([["编号", "内容"], ["1", "=1+1"], ["2", "+86 898"], ["3", "@x"]]))
        self.assertEqual([cells[1] for _number, cells in table.rows], ["=1+1", "+86 898", "@x"])

    def test_other_sheets_are_named(self):
        data = make_xlsx([], [["编号", "内容"], ["1", "a"]], ("旧", [["编号", "内容"], ["9", "z"]]))
        table = read_table(data)
        self.assertEqual((table.sheet, table.other_sheets), ("表2", ["旧"]))
        self.assertEqual(read_table(data, sheet="旧").rows[0][1], ["9", "z"])
        self.assertRefused("no_such_sheet", data, sheet="没有")

    def test_columns_without_header(self):
        table = read_table(make_xlsx([["编号", None, "内容", None], ["1", "多", "a", None]]))
        self.assertEqual(table.headers, ["编号", "#B", "内容"])
        table = read_table(make_xlsx([["编号", "内容"], ["1", "a", None, "多"]]))
        self.assertEqual(table.headers, ["编号", "内容", "#D"])
        self.assertEqual([column_letter(index) for index in (0, 25, 26, 701, 702)], ["A", "Z", "AA", "ZZ", "AAA"])

    def test_rows_of_csv_with_too_many_cells_are_reported(self):
        table = read_table("编号,内容\n1,a,b\n2,c,\n".encode())
        self.assertEqual(table.ragged, [(2, 3)])

    def test_unusable_files(self):
        self.assertRefused("empty", b"")
        self.assertRefused("empty", b" \n\n")
        self.assertRefused("empty", "编号,内容\n".encode())
        self.assertRefused("empty", make_xlsx([]))
        self.assertRefused("unreadable", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
        self.assertRefused("unreadable", b"%PDF-1.7\nabc")
        self.assertRefused("unreadable", b"PK\x03\x04" + b"x" * 200)
        self.assertRefused("unreadable", make_xlsx([["a"], ["b"]])[:-300])
        self.assertRefused("unreadable", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
        self.assertRefused("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
        self.assertRefused("web_page", b"<html><table><tr><td>1</td></tr></table></html>")
        self.assertRefused("encoding", "编号,内容\n1,好".encode() + b"\xff\xff\xff\n")
        self.assertRefused("too_large", make_csv(), max_bytes=50)
        self.assertRefused("too_many_rows", make_csv(), max_rows=2)
        self.assertRefused("too_many_rows", make_xlsx([HEADERS, *ROWS]), max_rows=2)

    def test_messages_say_where(self):
        twice = make_xlsx([["标题"], ["编号", "内容", "编号"], ["1", "a", "2"]])
        error = self.assertRefused("duplicate_headers", twice)
        self.assertEqual(error.details, {"row": 2, "headers": "编号"})
        error = self.assertRefused("quote", '编号,内容\n1,a\n2,"b\n3,c\n'.encode())
        self.assertEqual(error.details, {"row": 3})
        for code, message in MESSAGES.items():
            self.assertTrue(message, code)

    def test_a_quotation_mark_inside_a_cell_is_read_as_spreadsheets_do(self):
        table = read_table('编号,内容\n1,他说"好"\n2,"甲"乙\n'.encode())
        self.assertEqual(table.rows[0][1][1], '他说"好"')
        self.assertEqual(len(table.rows), 2)

    def test_formula_without_saved_result_is_refused(self):
        book = openpyxl.Workbook()
        book.active.append(["编号", "内容"])
        book.active.append(["1", "=CONCATENATE(A1,B1)"])
        stream = io.BytesIO()
        book.save(stream)
        error = self.assertRefused("formula", stream.getvalue())
        self.assertEqual(error.details, {"cell": "B2"})


@tagged("at_install", "-post_install")
class TestImportValues(BaseCase):
    def test_dates(self):
        for value in (
            "2018-03-22 10:05", "2018/3/22 10:05:00", "2018.3.22 10:05", "2018年3月22日 10时5分",
            "2018年3月22日10点05分", "2018-03-22T10:05", "2018-03-22T02:05:00Z", "2018-03-22T10:05:00+08:00",
            "20180322100500", "201803221005", "20180322 10:05", "2018-03-22 星期四 10:05",
            "2018-03-22 上午10:05", "2018/3/22 10:05 AM",
            "２０１８－０３－２２　１０：０５", datetime(2018, 3, 22, 10, 5), 20180322100500,
        ):
            with self.subTest(value=value):
                self.assertEqual(parse_datetime(value), datetime(2018, 3, 22, 2, 5))
        for value in ("2018-03-22", "2018年3月22日", "20180322", 20180322, 43181, "43181", date(2018, 3, 22)):
            with self.subTest(value=value):
                self.assertEqual(parse_datetime(value), datetime(2018, 3, 21, 16, 0))
        self.assertEqual(parse_datetime("2018-03-22 下午3点半"), datetime(2018, 3, 22, 7, 30))
        self.assertEqual(parse_datetime(43181.5), datetime(2018, 3, 22, 4, 0))
        self.assertEqual(parse_datetime("2018-03-22", clock=time(10, 5)), datetime(2018, 3, 22, 2, 5))
        self.assertIsNone(parse_datetime(""))
        self.assertIsNone(parse_datetime(None))

    def test_dates_that_could_mean_anything_are_refused(self):
        strange = ("18/3/22", "3/22/2018", "2018-13-01", "2018-02-30", "昨天", "2018-03-22 25:00", "2018-03", True, 1)
        for value in strange:
            with self.subTest(value=value), self.assertRaises(ValueProblem):
                parse_datetime(value)

    def test_times_of_day(self):
        self.assertEqual(parse_time("下午3点半"), time(15, 30))
        self.assertEqual(parse_time("10:05:09"), time(10, 5, 9))
        self.assertEqual(parse_time(0.5), time(12))
        self.assertIsNone(parse_time("2018-03-22"))

    def test_yes_and_no(self):
        for value in ("是", "√", "Yes", "1", 1, True, "保密"):
            self.assertIs(parse_boolean(value), True)
        for value in ("否", "×", "no", "0", 0, False, "不保密"):
            self.assertIs(parse_boolean(value), False)
        self.assertIsNone(parse_boolean(" "))
        with self.assertRaises(ValueProblem):
            parse_boolean("也许")

    def test_words_are_found_from_the_most_specific_level_up(self):
        words = WordList()
        words.add(1, "供水", "water")
        words.add(2, "其他", "other")
        words.add_synonym(1, "停水报修")
        self.assertEqual(words.find(["停水报修", "其他报修", "供水"]), 1)
        self.assertEqual(words.find(["其他", "其他", "供 水"]), 1)
        self.assertEqual(words.find(["其他", "", None]), 2)
        self.assertIsNone(words.find(["", None]))
        with self.assertRaises(ValueProblem) as unknown:
            words.find(["广告", "其它一类"])
        self.assertEqual(unknown.exception.details["value"], "其它一类 / 广告")
        words.add(3, "Water")
        with self.assertRaises(ValueProblem) as ambiguous:
            words.find(["WATER"])
        self.assertEqual(ambiguous.exception.code, "ambiguous")

    def test_headers_choose_their_field(self):
        choices = choose_targets([
            "工单编号", "受理日期", "渠道_推断", "行业分类1级", "行业分类2级", "诉求内容", "首次诉求", "颜色",
        ])
        self.assertEqual([(choice.target, choice.reason) for choice in choices], [
            ("external_number", "known"), ("reported_at", "known"), ("source", "known"), ("category", "known"),
            ("category", "known"), ("description", "known"), ("", "second"), ("", "unknown"),
        ])
        choices = choose_targets(["Ticket Number", "Reported At", "报 送 电 话（必填）", "Caller name", "＊保密"])
        self.assertEqual([choice.target for choice in choices], [
            "external_number", "reported_at", "phone", "caller_name", "confidential",
        ])
        self.assertEqual(
            [choice.target for choice in choose_targets(["受理日期", "受理时间"], [["2018-03-22", "10:05"]])],
            ["reported_at", "reported_time"],
        )
        for target in TARGETS:
            self.assertEqual(choose_targets([TARGETS[target].headers.split()[0]])[0].target, target)

    def test_summary_is_the_first_sentence(self):
        self.assertEqual(make_summary("市民来电反映: 和平路爆管。请尽快处理。"), "和平路爆管")
        self.assertEqual(make_summary("和平路爆管，"), "和平路爆管")
        self.assertEqual(make_summary("。"), "。")
        self.assertEqual(len(make_summary("长" * 100)), 60)
