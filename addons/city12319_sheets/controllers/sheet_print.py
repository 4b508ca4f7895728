import json

import werkzeug.exceptions

from odoo import http
from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.http import content_disposition, request
from odoo.tools.misc import html_escape

from odoo.addons.web.controllers.report import ReportController


class SheetPrint(http.Controller):
    """Gives a person the PDF of sheets; the Print menu of the web client asks here."""

    @http.route("/city12319/sheet/<int:report_id>/<ids>", type="http", auth="user", methods=["GET", "POST"])
    def sheet(self, report_id, ids, **_options):
        """Return one PDF with the sheets of the records, within the person's rights.

        :param report_id: id of the ``ir.actions.report``
        :param ids: ids of the records, separated by commas; the sheets come in this order
        :return: the file; or a refusal as Odoo's client reads it: JSON within a page
        """
        chosen = [int(item) for item in ids.split(",") if item.isdigit()]
        return self._file(request.env["ir.actions.report"]._print_sheets, report_id, chosen)

    @http.route("/city12319/sheet/<int:sheet_id>/blank", type="http", auth="user", methods=["GET"])
    def blank(self, sheet_id):
        """Return the sheet without a record, for whoever maintains sheets."""
        return self._file(request.env["city12319.sheet"].browse(sheet_id)._print_blank, inline=True)

    def _file(self, make, *arguments, inline=False):
        try:
            pdf, file_name = make(*arguments)
        except (AccessDenied, AccessError, MissingError, UserError) as refusal:
            error = {"code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(refusal)}
            page = request.make_response(html_escape(json.dumps(error)))
            raise werkzeug.exceptions.InternalServerError(response=page) from refusal
        return request.make_response(pdf, headers=[
            ("Content-Type", "application/pdf"), ("Content-Length", len(pdf)), ("Cache-Control", "no-store"),
            ("Content-Disposition", content_disposition(file_name, "inline" if inline else "attachment")),
        ])


class SheetReport(ReportController):
    """Odoo's own address of reports, which sheets also answer at: printing one writes to the log."""

    def _reads_only(self, rule, args):
        return not args.get("reportname", "").startswith("city12319_sheets.")

    @http.route(readonly=_reads_only)
    def report_routes(self, *args, **kwargs):
        return super().report_routes(*args, **kwargs)
