"""Import of past registrations: all or nothing, errors by row and field, no duplicates, words that nobody knows."""

from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_case import ImportCase
from .table_files import HEADERS, ROWS, make_csv, make_xls, make_xlsx


@tagged("post_install", "-at_install")
class TestTableImport(ImportCase):
    def test_rows_become_tickets(self):
        report = self.run_import(make_csv())
        self.assertEqual((report["created"], report["skipped"], report["errors"]), (3, 0, []))
        first, second, third = self.tickets.browse(report["tickets"])
        self.assertRecordValues(first, [{
            "external_number": "A-1", "caller_name": "张三", "phone_sanitized": "+8613800138000", "state": "done",
            "reported_at": datetime(2024, 5, 6, 0, 30), "description": "和平路\n爆管", "summary": "和平路",
            "confidential": False, "import_key": "import|A-1", "is_open": False,
        }])
        self.assertEqual(first.category_id.code, "water")
        self.assertEqual((first.source_id.code, first.service_type_id.code), ("public", "complaint"))
        self.assertEqual(first.caller_id.name, "张三")
        self.assertRecordValues(second, [{
            "phone_sanitized": "+8689866254321", "state": "processing", "confidential": True, "is_open": True,
            "reported_at": datetime(2024, 5, 6, 1, 5),
        }])
        self.assertEqual((second.source_id.code, second.category_id.code), ("leader", "sanitation"))
        self.assertEqual(third.state, "rejected")
        self.assertEqual((third.category_id.code, third.service_type_id.code), ("other", "other"))
        self.assertFalse(third.phone_sanitized)
        self.assertEqual(third.phone, "匿名")
        self.assertEqual(third.description, "=1+1 想问问")
        self.assertEqual(set((first + second + third).event_ids.mapped("code")), {"import"})
        self.assertIn("电话", third.import_note, "a word read through a synonym is kept")

    def test_three_encodings_and_three_kinds_of_files_are_the_same_registrations(self):
        self.assertEqual(self.run_import(make_csv(encoding="gb18030"))["created"], 3)
        rows = [HEADERS, *ROWS]
        for data, name in (
            (make_csv(encoding="utf-8"), "a.csv"), (make_csv(encoding="utf-8-sig", delimiter=";"), "b.csv"),
            (make_xlsx(rows), "c.xlsx"), (make_xls(rows), "d.xls"), (make_xlsx([["登记表"], *rows]), "e.xlsx"),
        ):
            with self.subTest(name=name):
                report = self.run_import(data, name)
                self.assertEqual((report["created"], report["skipped"], report["errors"]), (0, 3, []))

    def test_without_numbers_the_same_rows_are_not_imported_twice(self):
        headers = ["报送时间", "报送电话", "详细内容"]
        rows = [["2024-05-06 08:30", "13800138000", "a"], ["2024-05-06", "", "b"], ["2024-05-06", "", "b"]]
        self.assertEqual(self.run_import(make_csv(headers, rows))["created"], 3)
        typed = [[datetime(2024, 5, 6, 8, 30), 13800138000, "a"], [datetime(2024, 5, 6), None, "b"]]
        again = self.run_import(make_xlsx([headers, *typed]), "a.xlsx")
        self.assertEqual((again["created"], again["skipped"]), (0, 2))
        more = self.run_import(make_csv(headers, [*rows, ["2024-05-06", "", "b"], ["2024-05-07", "", "b"]]))
        self.assertEqual((more["created"], more["skipped"]), (2, 3))

    def test_two_systems_may_use_the_same_numbers(self):
        self.assertEqual(self.run_import(make_csv(), system="old")["created"], 3)
        self.assertEqual(self.run_import(make_csv(), system="older")["created"], 3)

    def test_one_bad_row_and_nothing_is_written(self):
        before = self.tickets.search_count([])
        callers = self.env["city12319.caller"].search_count([])
        bad = ["A-9", "昨天", "王五", "13900139000", "社会公众上报", "飞碟", "投诉", "内容", "已完成", "也许"]
        report = self.run_import(make_csv(rows=[*ROWS, bad]))
        self.assertEqual((report["created"], report["skipped"], report["tickets"]), (0, 0, []))
        self.assertEqual(
            [(error["row"], error["field"].split(" (")[0], error["value"]) for error in report["errors"]],
            [(5, "Reported at", "昨天"), (5, "Problem category", "飞碟"), (5, "Confidential", "也许")],
        )
        self.assertEqual([error["field"] for error in report["errors"]][0], "Reported at (报送时间)")
        self.assertTrue(all(error["message"] for error in report["errors"]))
        self.assertNothingSaved(before)
        self.assertEqual(self.env["city12319.caller"].search_count([]), callers)

    def test_row_that_the_ticket_refuses_is_named(self):
        before = self.tickets.search_count([])
        register = type(self.tickets)._import_register

        def refuse(model, vals_list):
            if any(vals["external_number"] == "A-2" for vals in vals_list):
                raise UserError("not this one")
            return register(model, vals_list)

        with patch.object(type(self.tickets), "_import_register", refuse):
            report = self.run_import(make_csv())
        self.assertEqual([(error["row"], error["message"]) for error in report["errors"]], [(3, "not this one")])
        self.assertNothingSaved(before)

    def test_required_and_future(self):
        headers = ["工单编号", "报送时间", "详细内容"]
        future = fields.Datetime.to_string(fields.Datetime.now() + timedelta(days=9))
        report = self.run_import(make_csv(headers, [["1", "", "a"], ["2", "2024-05-06", ""], ["3", future, "b"]]))
        self.assertEqual(
            [(error["row"], error["field"].split(" (")[0]) for error in report["errors"]],
            [(2, "Reported at"), (3, "Description"), (4, "Reported at")],
        )
        report = self.run_import(make_csv(["工单编号", "地址"], [["1", "和平路"]]))
        self.assertEqual([error["field"] for error in report["errors"]], ["Reported at", "Summary / Description"])

    def test_same_number_twice_in_a_file(self):
        report = self.run_import(make_csv(rows=[ROWS[0], ROWS[0], ROWS[1]]))
        self.assertEqual((report["created"], report["skipped"], len(report["warnings"])), (2, 1, 1))
        other = [*ROWS[2][:7], "另一件事", "", ""]
        report = self.run_import(make_csv(rows=[ROWS[2], other]))
        self.assertEqual([(error["row"], error["value"]) for error in report["errors"]], [(3, "A-3")])

    def test_unknown_words_become_other_only_when_asked_and_are_kept(self):
        row = ["A-7", "2024-05-06", "张三", "", "飞鸽传书", "飞碟", "投诉", "内容", "", ""]
        self.assertEqual(len(self.run_import(make_csv(rows=[row]))["errors"]), 2)
        report = self.run_import(make_csv(rows=[row]), unknown="other")
        self.assertEqual((report["created"], len(report["warnings"])), (1, 2))
        ticket = self.tickets.browse(report["tickets"])
        self.assertEqual((ticket.category_id.code, ticket.source_id.code), ("other", "other"))
        self.assertIn("问题类别: 飞碟", ticket.import_note)
        self.assertIn("事件来源: 飞鸽传书", ticket.import_note)

    def test_synonyms_of_administrators_and_levels(self):
        headers = ["工单编号", "报送时间", "内容", "行业分类1级", "行业分类2级", "行业分类3级"]
        rows = [
            ["1", "2024-05-06", "a", "城管问题", "市容环境", "不明飞行物"],
            ["2", "2024-05-06", "b", "城管问题", "其他", "其他"],
            ["3", "2024-05-06", "c", "其他", "其他", ""],
        ]
        report = self.run_import(make_csv(headers, rows))
        codes = [ticket.category_id.code for ticket in self.tickets.browse(report["tickets"])]
        self.assertEqual(codes, ["sanitation", "enforcement", "other"])
        note = self.tickets.browse(report["tickets"][0]).import_note
        self.assertIn("行业分类: 城管问题 / 市容环境 / 不明飞行物", note)
        synonyms = self.env["city12319.import.synonym"]
        synonyms.create({"field": "category", "word": "不明飞行物", "value": "environment"})
        rows[0][0] = "4"
        report = self.run_import(make_csv(headers, rows[:1]))
        self.assertEqual(self.tickets.browse(report["tickets"]).category_id.code, "environment")
        with self.assertRaises(ValidationError):
            synonyms.create({"field": "category", "word": "另一个", "value": "no such code"})

    def test_agents_by_name_or_login_and_unknown_ones_in_the_note(self):
        headers = ["工单编号", "报送时间", "内容", "值班人员"]
        rows = [["1", "2024-05-06", "a", "import_agent"], ["2", "2024-05-06", "b", "赵六"]]
        report = self.run_import(make_csv(headers, rows))
        first, second = self.tickets.browse(report["tickets"])
        self.assertEqual((first.agent_id, second.agent_id), (self.agent, self.leader))
        self.assertIn("值班人员: 赵六", second.import_note)

    def test_mapping_can_be_given(self):
        headers = ["a", "b", "c"]
        rows = [["2024-05-06", "内容", "甲方"]]
        report = self.run_import(
            make_csv(headers, rows), mapping={"a": "reported_at", "b": "description", "c": "note"})
        self.assertEqual(report["errors"], [])
        self.assertEqual(self.tickets.browse(report["tickets"]).import_note, "c: 甲方")
        report = self.run_import(make_csv(headers, rows), mapping={"a": "reported_at", "b": "summary", "c": "summary"})
        self.assertEqual([error["field"] for error in report["errors"]], ["Summary (b)"])

    def test_command_line_acts_for_the_user_it_is_given(self):
        path = Path(self.folder, "agent.csv")
        path.write_bytes(make_csv())
        report = self.wizards.with_user(self.agent)._import_file_path(str(path))
        self.assertEqual(report["created"], 3)
        self.assertEqual(self.tickets.browse(report["tickets"]).agent_id, self.agent)

    def test_dry_run_saves_nothing(self):
        before = self.tickets.search_count([])
        report = self.run_import(make_csv(), dry_run=True)
        self.assertEqual((report["created"], report["tickets"]), (3, []))
        self.assertNothingSaved(before)

    def test_unusable_file_is_one_error(self):
        for data, name in ((b"", "a.csv"), (b"%PDF-1.7", "b.pdf"), (make_csv()[:-9] + b'"', "c.csv")):
            report = self.run_import(data, name)
            self.assertEqual((report["created"], len(report["errors"])), (0, 1))
            self.assertTrue(report["errors"][0]["message"])
        report = self.wizards._import_file_path("/nowhere/x.csv")
        self.assertEqual(len(report["errors"]), 1)

    def test_row_with_too_many_cells_is_an_error(self):
        report = self.run_import("编号,时间,内容\n1,2024-05-06,a,b\n".encode())
        self.assertEqual([error["row"] for error in report["errors"]], [2])

    def test_import_key_is_unique_in_the_database(self):
        ticket = self.tickets.browse(self.run_import(make_csv(rows=ROWS[:1]))["tickets"])
        self.assertEqual(ticket.import_key, "import|A-1")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.tickets._import_register([{
                "summary": "x", "reported_at": fields.Datetime.now(), "import_key": "import|A-1",
            }])
