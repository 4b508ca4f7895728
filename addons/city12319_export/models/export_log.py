import json

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.safe_text import hide_numbers

_LONGEST = 4000


class ExportLog(models.Model):
    """What left the system as a file or on paper: who, when, with which filter, how many rows. Append-only."""

    _name = "city12319.export.log"
    _description = "Export Log"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "what"

    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True, string="Moment")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True, string="Person")
    kind = fields.Selection(
        [("export", "Export"), ("print", "Print"), ("report", "Report"), ("odoo", "Export by other means")],
        required=True, readonly=True,
        help="“By other means” is Odoo's own export and the interface for programs.",
    )
    model = fields.Char(readonly=True, string="Model")
    model_label = fields.Char(compute="_compute_model_label", string="Records of")
    what = fields.Text(required=True, readonly=True, help="Title and filter, in words. Long numbers are hidden in the middle.")
    domain = fields.Text(readonly=True, string="Filter")
    columns = fields.Text(readonly=True)
    rows = fields.Integer(readonly=True)
    file_name = fields.Char(readonly=True)
    file_size = fields.Integer(readonly=True, string="Bytes", aggregator=None)
    state = fields.Selection(
        [("done", "Done"), ("failed", "Failed"), ("cancelled", "Cancelled")], required=True, readonly=True, default="done",
    )

    @api.depends("model")
    @api.depends_context("lang")
    def _compute_model_label(self):
        names = {name: self.env["ir.model"]._get(name) for name in set(self.mapped("model")) - {False}}
        for entry in self:
            # sudo: the name of a model is no secret
            entry.model_label = names[entry.model].sudo().name if entry.model else False

    @api.model
    @api.private
    def note(
        self, *, kind, what, model="", domain=None, columns=(), rows=0, file_name="", file_size=0, state="done", user=None,
    ):
        """Write down that something left the system; for the code that made the file or the print.

        :param kind: one of ``export``, ``print``, ``report``, ``odoo``
        :param what: title and filter in words, as the person saw them
        :param model: technical name of what was exported
        :param domain: the filter as a list, where there is one
        :param columns: headers of the columns
        :param rows: how many records (lines, sheets) it holds
        :param state: ``done``, ``failed`` or ``cancelled``
        :param user: for whom, when not the current user
        :return: the entry, in the current environment
        """
        # sudo: nobody may write this log but the export itself
        return self.sudo().create({
            "user_id": (user or self.env.user).id,
            "kind": kind,
            "what": self._short(what) or "-",
            "model": model or False,
            "domain": self._short(json.dumps(domain, ensure_ascii=False, default=str)) if domain else False,
            "columns": ", ".join(columns)[:_LONGEST] or False,
            "rows": rows,
            "file_name": hide_numbers(file_name or "") or False,
            "file_size": file_size,
            "state": state,
        }).with_env(self.env)

    @api.model
    def _short(self, text):
        return hide_numbers(text or "")[:_LONGEST]

    def write(self, vals):
        raise AccessError(self.env._("The log of exports is never changed."))

    def unlink(self):
        raise AccessError(self.env._("The log of exports is never deleted."))
