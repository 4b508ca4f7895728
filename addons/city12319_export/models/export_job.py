from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.table_xlsx import MAX_ROWS
from .base import OURS

SETTINGS = {"direct_rows": 2000, "max_rows": 200_000, "days": 7}
_WAITING_AT_ONCE = 3
_KEPT = timedelta(days=90)


class ExportJob(models.Model):
    """One export that somebody asked for: what, how far it is, and the file until it expires. Everybody sees the own ones."""

    _name = "city12319.export.job"
    _description = "Export Job"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, string="Title")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade", string="Person")
    model = fields.Char(required=True, readonly=True, export_string_translation=False)
    domain = fields.Json(readonly=True, export_string_translation=False)
    record_ids = fields.Json(readonly=True, export_string_translation=False)
    columns = fields.Json(readonly=True, export_string_translation=False)
    options = fields.Json(readonly=True, export_string_translation=False)
    what = fields.Char(readonly=True, string="Filter", help="As it stood on the screen.")
    format = fields.Selection([("xlsx", "xlsx"), ("csv", "csv")], required=True, readonly=True, default="xlsx")
    state = fields.Selection(
        [
            ("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed"), ("cancelled", "Cancelled"),
            ("expired", "File removed"),
        ],
        required=True, readonly=True, default="waiting",
    )
    total = fields.Integer(readonly=True, string="Rows", aggregator=None)
    written = fields.Integer(readonly=True, string="Rows written", aggregator=None)
    progress = fields.Integer(compute="_compute_progress", aggregator=None)
    attempts = fields.Integer(readonly=True, aggregator=None)
    heartbeat = fields.Datetime(readonly=True, export_string_translation=False)
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    expires_at = fields.Datetime(readonly=True, string="File kept until")
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="set null", string="File")
    file_size = fields.Integer(readonly=True, string="Bytes", aggregator=None)
    message = fields.Text(readonly=True)

    # what the scheduled action takes next, and what the bar on top asks for
    _open_idx = models.Index("(user_id, id) WHERE state IN ('waiting', 'running')")
    _user_idx = models.Index("(user_id, id DESC)")

    @api.depends("state", "total", "written")
    def _compute_progress(self):
        for job in self:
            job.progress = 100 if job.state in ("done", "expired") else job.written * 100 // (job.total or 1)

    @api.model
    def _setting(self, name):
        # sudo: settings are no secret
        return int(self.env["ir.config_parameter"].sudo().get_param(f"city12319.export_{name}") or SETTINGS[name])

    # ------------------------------------------------------------------ asking for an export

    @api.model
    def prepare(self, model, domain, record_ids=None, active_test=True):
        """Return what the dialog needs to know.

        :param domain: the filter of the list
        :param record_ids: the chosen records, instead of the filter
        :return: dict with ``count`` (at most one more than ``max``), ``max``, ``direct`` (rows that are exported at once),
            ``days`` (how long a file is kept), ``columns`` (list of name and label) and ``sets`` (id, name, own, columns)
        :raises AccessError: for whoever may not export, or not read these records
        """
        records = self._checked_model(model).with_context(active_test=active_test)
        limit = self._setting("max_rows")
        table = self.env["city12319.export.table"]
        labels = table._labels(model)
        sets = self.env["city12319.export.set"].search([
            ("model", "=", model), ("user_id", "in", [False, self.env.uid]),
        ])
        choices = [
            {
                "id": one.id, "name": one.name, "own": one.user_id == self.env.user,
                "columns": [
                    {"name": line.field, "label": line.header or labels.get(table._readable(model, line.field))}
                    for line in one.line_ids if table._readable(model, line.field)
                ],
            }
            for one in sets
        ]
        return {
            "count": records.search_count(self._filter(domain, record_ids), limit=limit + 1),
            "max": limit,
            "direct": self._setting("direct_rows"),
            "days": self._setting("days"),
            "columns": sorted(({"name": name, "label": label} for name, label in labels.items()), key=lambda c: c["label"]),
            "sets": [choice for choice in choices if choice["columns"]],
        }

    @api.model
    def start(self, values):
        """Export a list: at once when it is short, else in the background.

        :param values: dict with ``model``, ``domain`` or ``record_ids``, ``columns`` (names of fields, in order),
            ``format`` (xlsx or csv); if wanted ``set_id`` (whose headers are used), ``order``, ``title``, ``what`` (the filter
            in words) and ``active_test``
        :return: dict as of :meth:`mine`, for this job
        :raises AccessError: for whoever may not export, or not read these records
        :raises UserError: when there is nothing to export, too much, or too many exports are under way
        """
        records = self._checked_model(values["model"])
        if values.get("format") not in dict(self._fields["format"].selection):
            raise UserError(self.env._("Choose xlsx or csv."))
        wanted = self._wanted(values)
        domain = self._filter(values.get("domain") or [], values.get("record_ids"))
        options = {"order": values.get("order") or "", "active_test": values.get("active_test", True)}
        records = records.with_context(active_test=options["active_test"])
        records.search(domain, order=options["order"] or None, limit=1)  # refuses what cannot be asked, now and not later
        count = records.search_count(domain, limit=self._setting("max_rows") + 1)
        self._check_count(count, values["format"])
        # sudo: people ask for exports, and write nothing about them themselves
        job = self.sudo().create({
            "name": (values.get("title") or records._description)[:100], "user_id": self.env.uid, "model": records._name,
            "domain": values.get("domain") or [], "record_ids": values.get("record_ids") or False, "options": options,
            "columns": [[column.name, column.header] for column in wanted], "what": (values.get("what") or "")[:2000],
            "format": values["format"], "total": count,
        }).with_env(self.env)
        if count <= self._setting("direct_rows"):
            job._export_now()
        else:
            job._queue()
        return job._for_client()[0]

    @api.model
    def _checked_model(self, model):
        """Return the model to export from; refuses whoever may not."""
        self.env["city12319.export.table"]._check_may_export()
        records = self.env.get(model)
        if not str(model).startswith(OURS) or records is None or records._abstract or records._transient:
            raise UserError(self.env._("Lists of the hotline alone are exported here."))
        records.check_access("read")
        return records

    @api.model
    def _filter(self, domain, record_ids):
        return Domain("id", "in", record_ids) if record_ids else Domain(domain or Domain.TRUE)

    @api.model
    def _wanted(self, values):
        headers = {}
        if values.get("set_id"):
            chosen = self.env["city12319.export.set"].browse(values["set_id"]).exists()
            headers = {line.field: line.header for line in chosen.line_ids}
        return self.env["city12319.export.table"]._columns(values["model"], values.get("columns") or [], headers)

    @api.model
    def _check_count(self, count, file_format):
        limit = self._setting("max_rows")
        if not count:
            raise UserError(self.env._("There is nothing to export: the list is empty."))
        if count > limit:
            raise UserError(self.env._(
                "These are more than %(limit)s rows. Narrow the filter, for example to one month, and export in parts.",
                limit=limit,
            ))
        if file_format == "xlsx" and count >= MAX_ROWS:
            raise UserError(self.env._(
                "An xlsx file holds %(limit)s rows. Choose csv, or narrow the filter.", limit=MAX_ROWS - 1))
        if self.search_count([("user_id", "=", self.env.uid), ("state", "in", ("waiting", "running"))]) >= _WAITING_AT_ONCE:
            raise UserError(self.env._(
                "%(count)s of your exports are under way. Wait for one of them, or cancel one.", count=_WAITING_AT_ONCE))

    def _queue(self):
        # sudo: the scheduled action belongs to the system
        self.env.ref("city12319_export.cron_export").sudo()._trigger()

    # ------------------------------------------------------------------ what the person can do with a job

    @api.model
    def mine(self):
        """Return the person's exports that are under way, and the last ones that ended, newest first.

        :return: list of dicts with ``id``, ``name``, ``state``, ``total``, ``written``, ``progress``, ``url`` (of the file, or
            empty), ``message``
        """
        return self.search([("user_id", "=", self.env.uid)], limit=8)._for_client()

    def _for_client(self):
        # sudo: the file of a job that is read here, by its number alone; whether it is given out is asked when it is fetched
        return [
            {
                "id": job.id, "name": job.name, "state": job.state, "total": job.total, "written": job.written,
                "progress": job.progress, "message": job.message or "",
                "url": f"/web/content/{job.sudo().attachment_id.id}?download=true" if job.state == "done" else "",
            }
            for job in self
        ]

    def action_cancel(self):
        """Stop exports that wait or run. What was written is thrown away."""
        self._check_own()
        self.env.flush_all()
        # as SQL: the job that runs writes its progress meanwhile, and must not fail either of the two
        self.env.execute_query(SQL(
            "UPDATE city12319_export_job SET state = 'cancelled', finished_at = now() AT TIME ZONE 'UTC' "
            "WHERE id IN %s AND state IN ('waiting', 'running') RETURNING id", tuple(self.ids),
        ))
        self.invalidate_recordset()
        for job in self.filtered(lambda one: one.state == "cancelled"):
            job._tell()

    def action_retry(self):
        """Do an export again that failed, was cancelled, or whose file is gone: with the list as it is now."""
        self._check_own()
        again = self.filtered(lambda job: job.state in ("failed", "cancelled", "expired"))
        # sudo: see start()
        again.sudo().write({"state": "waiting", "written": 0, "attempts": 0, "message": False, "finished_at": False})
        if again:
            again._queue()

    def action_download(self):
        """Fetch the file."""
        self.ensure_one()
        self._check_own()
        if self.state != "done":
            raise UserError(self.env._("There is no file. Export again to get a new one."))
        return {"type": "ir.actions.act_url", "url": self._for_client()[0]["url"], "target": "download"}

    def action_remove(self):
        """Delete the files of exports before they expire."""
        self._check_own()
        self.filtered(lambda job: job.state == "done")._expire()

    def _check_own(self):
        self.check_access("read")
        if any(job.user_id != self.env.user for job in self):
            raise AccessError(self.env._("This is somebody else's export."))

    def _expire(self):
        # sudo: see start(); the file is part of the job
        jobs = self.sudo()
        jobs.attachment_id.unlink()
        jobs.write({"state": "expired"})

    @api.autovacuum
    def _gc_files(self):
        """Remove files whose time is over, and jobs that nobody looks at any more. The log of exports stays."""
        now = fields.Datetime.now()
        self.search([("state", "=", "done"), ("expires_at", "<", now)])._expire()
        self.search([("state", "not in", ("waiting", "running", "done")), ("create_date", "<", now - _KEPT)]).unlink()

    @api.constrains("columns")
    def _check_columns(self):
        for job in self:
            if not job.columns:
                raise ValidationError(self.env._("Choose at least one column."))
