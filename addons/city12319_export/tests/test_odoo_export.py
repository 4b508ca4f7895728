import io
import json

import openpyxl

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .export_case import TICKET, ExportCase


@tagged("post_install", "-at_install")
class TestOdooExport(ExportCase):
    """Odoo's own export is no way around rights, log and safe cells."""

    def fetch(self, kind, who="leader", names=("name", "caller_name"), **params):
        self.authenticate(self.people[who].login, self.people[who].login)
        fields = [{"name": name, "label": name, "type": "char"} for name in names]
        data = {
            "model": TICKET, "fields": fields, "ids": False, "domain": self.domain, "import_compat": False, "context": {},
            "groupby": [], **params,
        }
        return self.url_open(f"/web/export/{kind}", data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)})

    def test_it_is_logged_with_its_filter(self):
        self.assertEqual(self.fetch("csv").status_code, 200)
        entry = self.log("leader")
        self.assertEqual((entry.kind, entry.rows, entry.model), ("odoo", 3, TICKET))
        self.assertIn("T-EXPORT", entry.domain)
        self.assertEqual(entry.columns, "name, caller_name")

    def test_a_program_is_logged_too(self):
        self.tickets.with_user(self.people["leader"]).export_data(["name"])
        self.assertEqual(self.log("leader").rows, 3)

    def test_texts_stay_texts(self):
        for params in ({}, {"groupby": ["source_id"]}):
            page = openpyxl.load_workbook(io.BytesIO(self.fetch("xlsx", **params).content)).worksheets[0]
            cells = [cell for row in page.iter_rows() for cell in row if cell.value == "=王女士"]
            self.assertEqual(len(cells), 3)
            self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.tickets[0].sudo().caller_name = "＝王女士"
        self.assertIn("'＝王女士", self.fetch("csv").content.decode())

    def test_hidden_fields_are_refused(self):
        with mute_logger("odoo.addons.web.controllers.export", "odoo.http", "odoo.models"):
            self.assertEqual(self.fetch("csv", "statistician", ["name", "phone"]).status_code, 500)
            self.assertEqual(self.fetch("csv", "agent").status_code, 500)
        self.assertFalse(self.log("statistician") | self.log("agent"))

    def test_large_numbers_are_sent_to_the_background(self):
        self.set_parameter("direct_rows", 2)
        with self.assertRaises(UserError):
            self.tickets.with_user(self.people["leader"]).export_data(["name"])
