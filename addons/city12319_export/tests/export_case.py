import csv
import io

import openpyxl

from odoo.tests import HttpCase, new_test_user

TICKET = "city12319.ticket"


class ExportCase(HttpCase):
    """Some people, some tickets, and how to read the files that come out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = {"lang": "zh_CN"} if cls.env["res.lang"]._lang_get("zh_CN") else {}
        groups = {
            "leader": "city12319_intake.group_shift_leader", "statistician": "city12319_intake.group_statistician",
            "agent": "city12319_intake.group_agent", "config": "city12319_intake.group_config_admin",
            "other": "city12319_intake.group_shift_leader",
        }
        cls.people = {
            name: new_test_user(cls.env, f"t_export_{name}", group, tz="Asia/Shanghai", **context)
            for name, group in groups.items()
        }
        tickets = cls.env[TICKET].with_user(cls.people["leader"])
        cls.tickets = tickets.union(*(
            tickets.register({
                "summary": f"T-EXPORT {number}", "phone": f"1380013800{number}", "caller_name": "=王女士",
                "reported_at": f"2026-11-0{number + 1} 01:30:00",
            }) for number in range(3)
        ))
        cls.domain = [("summary", "=like", "T-EXPORT%")]
        cls.env.flush_all()

    def jobs(self, who):
        user = self.people[who]
        return self.env["city12319.export.job"].with_user(user).with_context(user.context_get())

    def start(self, who, columns=("name", "summary"), **values):
        found = self.jobs(who).start({
            "model": TICKET, "domain": self.domain, "columns": list(columns), "format": "xlsx", "order": "reported_at",
            **values,
        })
        return self.jobs(who).browse(found["id"])

    def set_parameter(self, name, value):
        self.env["ir.config_parameter"].set_param(f"city12319.export_{name}", value)

    def table(self, job):
        """Return the rows of the file of a job."""
        data = job.sudo().attachment_id.raw
        if job.format == "csv":
            return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        return [list(row) for row in page.iter_rows(values_only=True)]

    def log(self, who=None):
        domain = [("user_id", "=", self.people[who].id)] if who else []
        return self.env["city12319.export.log"].search(domain)
