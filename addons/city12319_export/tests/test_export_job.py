from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import export_job_run
from .export_case import TICKET, ExportCase


@tagged("post_install", "-at_install")
class TestExportJob(ExportCase):
    """Lists as files: who gets what, at once or in the background."""

    def test_a_short_list_is_exported_at_once_in_the_order_of_the_screen(self):
        job = self.start("leader", ["name", "reported_at", "phone", "confidential"], order="reported_at desc", what="本月")
        self.assertEqual((job.state, job.total, job.progress), ("done", 3, 100))
        head, *rows = self.table(job)
        self.assertEqual([row[0] for row in rows], self.tickets.sorted("reported_at", reverse=True).mapped("name"))
        self.assertEqual(rows[0][1], datetime(2026, 11, 3, 9, 30))  # the clock of the person
        self.assertEqual(rows[0][2], "138 0013 8002")
        entry = self.log("leader")
        self.assertEqual((entry.kind, entry.rows, entry.state, entry.model), ("export", 3, "done", TICKET))
        self.assertIn("本月", entry.what)
        self.assertEqual(entry.file_name, job.attachment_id.name)

    def test_csv_guards_what_could_be_computed(self):
        rows = self.table(self.start("leader", ["caller_name"], format="csv"))
        self.assertEqual(rows[1], ["'=王女士"])

    def test_chosen_records_alone(self):
        job = self.start("leader", record_ids=self.tickets[:2].ids)
        self.assertEqual(len(self.table(job)), 3)

    def test_columns_that_a_person_may_not_see_are_left_out(self):
        columns = {column["name"] for column in self.jobs("statistician").prepare(TICKET, self.domain)["columns"]}
        self.assertFalse(columns & {"phone", "phone_sanitized", "caller_name", "caller_id", "phone_masked", "import_key"})
        job = self.start("statistician", ["name", "phone", "caller_name", "phone_sanitized"])
        head, *rows = self.table(job)
        self.assertEqual(len(head), 1)
        self.assertNotIn("13800138000", str(rows).replace(" ", ""))
        with self.assertRaises(UserError):
            self.start("statistician", ["phone"])

    def test_who_sees_masked_numbers_exports_masked_numbers(self):
        user = self.people["statistician"]
        user.group_ids += self.env.ref("city12319_intake.group_leader")
        [head, first, *_rest] = self.table(self.start("statistician", ["phone"]))
        self.assertEqual(first, ["138****8000"])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_may_not_export_or_read_is_refused(self):
        for who in ("agent", "config"):
            with self.assertRaises(AccessError):
                self.start(who)
            with self.assertRaises(AccessError):
                self.jobs(who).prepare(TICKET, [])
        for model in ("res.users", "city12319.nothing", "city12319.table.import"):
            with self.assertRaises(UserError):
                self.start("leader", model=model)
        with self.assertRaises(AccessError):
            self.start("statistician", domain=[("phone", "=", "13800138000")])

    def test_rules_hold(self):
        user = self.people["agent"]
        user.group_ids += self.env.ref("base.group_allow_export")
        own = self.env[TICKET].with_user(user).register({"summary": "T-EXPORT own"})
        self.assertEqual([row[0] for row in self.table(self.start("agent"))[1:]], [own.name])

    def test_mistakes_are_told(self):
        for values in ({"domain": [("id", "=", 0)]}, {"format": "pdf"}, {"columns": []}, {"columns": ["nothing"]}):
            with self.assertRaises(UserError):
                self.start("leader", **values)
        self.set_parameter("max_rows", 2)
        with self.assertRaises(UserError):
            self.start("leader")
        self.assertEqual(self.jobs("leader").prepare(TICKET, self.domain)["count"], 3)

    # ------------------------------------------------------------------ whose file

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.http", "odoo.addons.base.models.ir_model")
    def test_nobody_opens_the_file_or_the_job_of_somebody_else(self):
        job = self.start("leader")
        url = f"/web/content/{job.sudo().attachment_id.id}?download=true"
        statuses = {}
        for login in ("t_export_leader", "t_export_other", "t_export_config", "t_export_agent", "admin", None):
            self.authenticate(login, login)
            statuses[login] = self.url_open(url, allow_redirects=False).status_code
        self.assertEqual(statuses.pop("t_export_leader"), 200)
        self.assertFalse({200} & set(statuses.values()), statuses)
        for who in (self.people["other"], self.env.ref("base.user_admin")):
            self.assertFalse(self.env["city12319.export.job"].with_user(who).search([("id", "=", job.id)]))
            for name in ("action_download", "action_cancel", "action_retry", "action_remove"):
                with self.assertRaises(AccessError):
                    getattr(job.with_user(who), name)()
            with self.assertRaises(AccessError):
                job.attachment_id.with_user(who).read(["raw"])

    # ------------------------------------------------------------------ in the background

    def in_background(self, who="leader", **values):
        self.set_parameter("direct_rows", 1)
        job = self.start(who, **values)
        self.assertEqual(job.state, "waiting")
        return job

    def run_jobs(self):
        self.env.ref("city12319_export.cron_export").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_long_list_is_exported_in_the_background_as_the_person_and_announced(self):
        job = self.in_background("statistician", columns=["name", "phone"])
        with patch.object(export_job_run, "BATCH", 2), patch.object(export_job_run, "_BEAT", 0):
            self.run_jobs()
        self.assertEqual((job.state, job.written, job.total), ("done", 3, 3))
        self.assertEqual(len(self.table(job)[0]), 1)
        self.assertEqual(self.log("statistician").rows, 3)
        partner = self.people["statistician"].partner_id
        self.assertTrue(self.env["mail.notification"].search([("res_partner_id", "=", partner.id)]))
        self.env.cr.precommit.run()  # what the bus will send
        sent = self.env["bus.bus"].sudo().search([("channel", "like", "res.partner")], order="id").mapped("message")
        self.assertTrue(any('"written":2' in message.replace(" ", "") for message in sent))

    def test_a_cancelled_export_stops_and_leaves_no_file(self):
        job = self.in_background()
        taken = self.env["city12319.export.job"]._take()
        self.assertEqual(taken, job.sudo())
        job.action_cancel()
        with patch.object(export_job_run, "_BEAT", 0), self.registry.cursor() as cr:
            taken.with_env(self.env(cr=cr))._run()
        self.env.invalidate_all()
        self.assertEqual((job.state, job.attachment_id.id), ("cancelled", False))
        self.assertEqual(self.log("leader").state, "cancelled")
        job.action_retry()
        self.run_jobs()
        self.assertEqual(job.state, "done")

    def test_rights_withdrawn_meanwhile_end_the_export(self):
        job = self.in_background()
        self.people["leader"].group_ids = self.env.ref("base.group_user")
        self.run_jobs()
        job = job.sudo()
        self.assertEqual(job.state, "failed")
        self.assertTrue(job.message)

    def test_an_unexpected_error_is_logged_and_ends_this_export_alone(self):
        first = self.in_background()
        with patch.object(type(self.env["city12319.export.table"]), "_rows", side_effect=ValueError("boom")), \
                self.assertLogs("odoo.addons.city12319_export.models.export_job_run", "ERROR"):
            self.run_jobs()
        self.assertEqual(first.state, "failed")
        self.assertNotIn("boom", first.message)

    def test_an_export_whose_process_died_is_done_again_but_not_for_ever(self):
        job = self.in_background()
        for _attempt in range(3):
            self.env["city12319.export.job"]._take()
            job.sudo().heartbeat = fields.Datetime.now() - timedelta(minutes=10)
            self.env["city12319.export.job"]._take_up_lost()
        self.assertEqual(job.state, "failed")

    def test_no_more_than_three_at_once(self):
        self.in_background()
        self.start("leader")
        self.start("leader")
        with self.assertRaises(UserError):
            self.start("leader")

    # ------------------------------------------------------------------ afterwards

    def test_files_expire_and_the_log_stays(self):
        job = self.start("leader")
        attachment = job.attachment_id.sudo()
        job.sudo().expires_at = fields.Datetime.now() - timedelta(days=1)
        self.env["city12319.export.job"]._gc_files()
        self.assertEqual(job.state, "expired")
        self.assertFalse(attachment.exists())
        with self.assertRaises(UserError):
            job.action_download()
        self.assertEqual(self.log("leader").rows, 3)

    def test_own_column_sets(self):
        sets = self.env["city12319.export.set"].with_user(self.people["leader"])
        first = sets.save_own(TICKET, " 我的 ", ["summary", "name", "nothing"])
        self.assertEqual(sets.save_own(TICKET, "我的", ["name", "summary"]), first)
        found = {one["id"]: one for one in self.jobs("leader").prepare(TICKET, [])["sets"]}
        self.assertEqual([column["name"] for column in found[first]["columns"]], ["name", "summary"])
        self.assertTrue(found[first]["own"])
        self.assertNotIn(first, {one["id"] for one in self.jobs("other").prepare(TICKET, [])["sets"]})
        sets.browse(first).with_user(self.people["other"]).remove_own()
        self.assertTrue(sets.browse(first).exists())
        sets.browse(first).remove_own()
        self.assertFalse(sets.browse(first).exists())
