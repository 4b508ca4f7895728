"""The table import shown on real messages, and how long it takes."""

import csv
import time

from odoo.tests import tagged

from .import_case import ImportCase
from .shared_data import shared_file
from .table_files import make_csv


@tagged("post_install", "-at_install")
class TestTableImportRealData(ImportCase):
    def test_real_spreadsheet_of_500(self):
        path = str(shared_file("messages", "haikou_import_demo_500.xlsx"))
        report = self.wizards._import_file_path(path, {"system": "real data"})
        self.assertEqual((report["created"], report["errors"]), (500, []))
        tickets = self.tickets.browse(report["tickets"])
        for name in ("category_id", "source_id", "reported_at", "summary", "description"):
            self.assertTrue(all(ticket[name] for ticket in tickets), name)
        again = self.wizards._import_file_path(path, {"system": "real data"})
        self.assertEqual((again["created"], again["skipped"]), (0, 500))

    def test_five_thousand_real_rows_within_a_minute(self):
        with shared_file("messages", "haikou_dev_train.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        headers, rows = [*rows[0], "来电号码", "来电人"], rows[1:5001]
        # the real table has no numbers: made-up ones, so that callers are found and created as well
        rows = [[*row, f"139{index % 4000:08d}", f"市民{index % 4000}"] for index, row in enumerate(rows)]
        started = time.monotonic()
        report = self.run_import(make_csv(headers, rows), system="real data")
        seconds = time.monotonic() - started
        self.assertEqual((report["created"], report["errors"]), (5000, []))
        self.assertEqual(len(self.tickets.browse(report["tickets"]).caller_id), 4000)
        self.assertLess(seconds, 60, "5,000 rows within a minute")
