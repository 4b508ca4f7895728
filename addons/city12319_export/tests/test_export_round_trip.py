from odoo.tests import tagged

from .export_case import TICKET, ExportCase


@tagged("post_install", "-at_install")
class TestExportRoundTrip(ExportCase):
    """Registrations leave as a table under the users' own column names, and the import reads it without a change."""

    def setUp(self):
        super().setUp()
        leader = self.people["leader"]
        tickets = self.env[TICKET].with_user(leader)
        category = self.env["city12319.category"].search([("is_current", "=", True), ("level", "=", "minor")], limit=1)
        area = self.env["city12319.area"].create({"name": "试验区", "code": "t-export", "level": "district"})
        full = tickets.register({
            "summary": "T-EXPORT 全部", "description": "第一行\n=第二行", "phone": "13900139000", "caller_name": "李先生",
            "reported_at": "2026-11-05 01:02:03", "occurred_at": "2026-11-04 20:00:00", "address": "=书院巷3号",
            "category_id": category.id, "area_id": area.id, "latitude": 30.1234567, "longitude": 120.7654321,
            "service_type_id": self.env.ref("city12319_intake.service_type_complaint").id, "confidential": True,
            "instruction": "verify", "result_id": self.env["city12319.result"].search([("code", "=", "satisfied")]).id,
        })
        self.tickets |= full
        void = tickets.register({"summary": "T-EXPORT 作废", "reported_at": "2026-11-06 01:00:00"})
        void.advance("void", {"reason": "试验"})
        self.tickets |= void

    maxDiff = None

    def import_table(self, job, **options):
        wizard = self.env["city12319.table.import"].with_user(self.people["leader"])
        return wizard._import_table(job.sudo().attachment_id.raw, job.attachment_id.sudo().name, options)

    def export(self, file_format):
        chosen = self.env.ref("city12319_export.set_ticket_form")
        return self.start("leader", chosen.line_ids.mapped("field"), set_id=chosen.id, format=file_format)

    def values(self, tickets):
        names = [
            "caller_name", "phone_sanitized", "reported_at", "occurred_at", "agent_id", "source_id", "category_id", "area_id",
            "service_type_id", "summary", "description", "address", "latitude", "longitude", "confidential", "instruction",
            "result_id", "state",
        ]
        return [{name: ticket[name] for name in names} for ticket in tickets.sudo().sorted("reported_at")]

    def test_the_same_table_makes_the_same_tickets_in_another_system(self):
        for file_format in ("xlsx", "csv"):
            with self.subTest(format=file_format), self.env.cr.savepoint() as savepoint:
                job = self.export(file_format)
                expected, numbers = self.values(self.tickets), self.tickets.sorted("reported_at").mapped("name")
                head = self.table(job)[0]
                self.assertEqual(head[:5], ["工单编号", "来电人", "报送时间", "报送电话", "值班人员姓名"])
                report = self.import_table(job, system="elsewhere")
                self.assertEqual((report["errors"], report["created"]), ([], len(self.tickets)))
                fresh = self.env[TICKET].browse(report["tickets"]).sudo().sorted("reported_at")
                self.assertEqual(self.values(fresh), expected)
                self.assertEqual(fresh.mapped("external_number"), numbers)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_imported_into_the_same_system_nothing_is_registered_twice(self):
        for file_format in ("xlsx", "csv"):
            report = self.import_table(self.export(file_format))
            self.assertEqual((report["errors"], report["created"], report["skipped"]), ([], 0, len(self.tickets)))

    def test_what_was_imported_leaves_with_its_outside_number_and_is_known_when_it_comes_again(self):
        data = "工单编号,报送时间,时间概要\r\nX-1,2026-11-07 08:00,T-EXPORT 外来\r\n".encode()
        wizard = self.env["city12319.table.import"].with_user(self.people["leader"])
        self.assertEqual(wizard._import_table(data, "a.csv", {})["created"], 1)
        job = self.export("xlsx")
        self.assertIn("X-1", [row[0] for row in self.table(job)])
        self.assertEqual(self.import_table(job)["created"], 0)
