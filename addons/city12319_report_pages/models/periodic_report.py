from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_evaluation.tools import periods
from odoo.addons.city12319_flow import gate_key

from ..tools import printed


class PeriodicReport(models.Model):
    """A daily, weekly, monthly or annual report in the published layout, with the figures that it was made from."""

    _name = "city12319.periodic.report"
    _inherit = ["mail.thread"]
    _description = "Periodic Report"
    _order = "date_from desc, id desc"

    name = fields.Char(compute="_compute_name")
    kind = fields.Selection(
        [("day", "Daily report"), ("week", "Weekly report"), ("month", "Monthly report"), ("quarter", "Quarterly report"),
         ("year", "Annual report")],
        required=True, default="month",
    )
    date_from = fields.Date(required=True, string="From", default=lambda self: self._default_date_from())
    date_to = fields.Date(compute="_compute_date_to", store=True, precompute=True, string="Until")
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")], required=True, readonly=True, default="draft", copy=False,
        tracking=True,
    )
    intro = fields.Text(string="Opening text", help="Stands above the first chapter.")
    remarks = fields.Text(help="Stand below the last chapter.")
    content = fields.Json(readonly=True, copy=False, string="Chapters")
    shown = fields.Html(compute="_compute_shown", string="Report", sanitize=False)
    counted_at = fields.Datetime(readonly=True, copy=False, string="Figures as of")
    published_at = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict", string="Published by")

    _period_uniq = models.Constraint("UNIQUE(kind, date_from)", "There is a report of this kind for this period already.")

    @api.model
    def _default_date_from(self):
        return periods.before("month", self._today())[0]

    @api.model
    def _today(self):
        return self.env["city12319.rollup.day"]._today()

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for report in self:
            report.date_to = report.kind and report.date_from and periods.containing(report.kind, report.date_from)[1]

    @api.depends("kind", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            days = report.kind and report.date_to and periods.label(report.kind, report.date_from, report.date_to)
            report.name = f"{kinds.get(report.kind, '')} {days or ''}"

    @api.depends("content", "intro", "remarks")
    def _compute_shown(self):
        for report in self:
            report.shown = self.env["ir.qweb"]._render(
                "city12319_report_pages.periodic_report_shown", {"report": report, "printed": printed.figure})

    @api.onchange("kind", "date_from")
    def _onchange_period(self):
        if self.kind and self.date_from:
            self.date_from = periods.containing(self.kind, self.date_from)[0]

    @api.constrains("kind", "date_from")
    def _check_period(self):
        for report in self:
            if report.date_from != periods.containing(report.kind, report.date_from)[0]:
                raise UserError(self.env._("%(day)s is not the first day of such a period.", day=report.date_from))
            if report.date_from > self._today():
                raise UserError(self.env._("A report of a period to come has no figures. Choose an earlier day."))

    def _kind_name(self):
        """Return what stands above the report, below the centre's name."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _period_text(self):
        """Return the period to the minute, as it is published."""
        return self.env._(
            "%(label)s: from %(first)s 00:00 to %(last)s 24:00", label=periods.label(self.kind, self.date_from, self.date_to),
            first=self.date_from, last=self.date_to,
        )

    # ------------------------------------------------------------------ guarded writing

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env) and any(set(vals) & self._kept() for vals in vals_list):
            raise UserError(self.env._("Figures are counted, and published, through the buttons of the report."))
        reports = super().create(vals_list)
        reports._count()
        return reports

    def write(self, vals):
        if not gate_key.is_open(self.env):
            names = {name for name in vals if not name.startswith("message_")}
            if names & self._kept():
                raise UserError(self.env._("Figures are counted, and published, through the buttons of the report."))
            if names and any(report.state == "published" for report in self):
                raise UserError(self.env._("A published report stays as it is."))
        result = super().write(vals)
        if {"kind", "date_from"} & set(vals):
            self._count()
        return result

    @api.model
    def _kept(self):
        return {"state", "content", "counted_at", "published_at", "published_by_id"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(report.state == "published" for report in self):
            raise UserError(self.env._("A published report is kept."))

    # ------------------------------------------------------------------ steps of people

    def action_count(self):
        """Count the figures again; opening text and remarks stay."""
        self.check_access("write")
        if any(report.state == "published" for report in self):
            raise UserError(self.env._("A published report stays as it is."))
        self._count()
        return True

    @api.model
    def _of_period(self, kind, first):
        """Return the report of a period as the user may read it: the one that was made, else one that is kept nowhere."""
        made = self.search([("kind", "=", kind), ("date_from", "=", first)])
        if made:
            return made
        last = periods.containing(kind, first)[1]
        return self.new({
            "kind": kind, "date_from": first, "date_to": last, "counted_at": fields.Datetime.now(),
            "content": self.env["city12319.periodic.chapters"]._chapters(kind, first, last),
        })

    def _count(self):
        for report in self:
            report._count_one()

    def _count_one(self):
        chapters = self.env["city12319.periodic.chapters"].with_context(lang=self.env.user.lang)  # programs name no language
        gate_key.opened(self).write({
            "content": chapters._chapters(self.kind, self.date_from, self.date_to),
            "counted_at": fields.Datetime.now(),
        })

    def action_publish(self):
        """Publish: figures stay as they are, and a month is frozen for all reports."""
        self.check_access("write")
        for report in self:
            if report.date_to >= self._today():
                raise UserError(self.env._("%s is not over yet. Publish the report when it is.", report.name))
            if report.kind == "month":
                month = self.env["city12319.report.month"]._of(report.date_from).with_env(self.env)
                if month.state != "frozen":
                    month.action_freeze()
            report._count()
            gate_key.opened(report).write({
                "state": "published", "published_at": fields.Datetime.now(), "published_by_id": self.env.uid,
            })
        return True

    def action_pdf(self):
        """Print the report."""
        return self._open_file("pdf")

    def action_xlsx(self):
        """Save the tables of the report as xlsx."""
        return self._open_file("xlsx")

    def _open_file(self, kind):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/city12319/periodic_report/{self.id}/{kind}", "target": "download"}
