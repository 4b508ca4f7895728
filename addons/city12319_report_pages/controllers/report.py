import json

from werkzeug.exceptions import BadRequest, NotFound

from odoo import http
from odoo.http import content_disposition, request

KINDS = ("pdf", "xlsx", "csv")


class ReportController(http.Controller):

    @http.route("/city12319/report", type="http", auth="user", methods=["POST"])
    def report(self, kind, asked, token=None):
        """Download a report as a file, as the person sees it on screen. The web client adds a token of its own."""
        if kind not in KINDS:
            raise BadRequest
        try:
            asked = json.loads(asked)
        except ValueError as error:
            raise BadRequest from error
        return self._answer(request.env["city12319.report.page"]._make_file(asked, kind))

    @http.route("/city12319/periodic_report/<int:report_id>/<any(pdf,xlsx):kind>", type="http", auth="user", methods=["GET"])
    def periodic_report(self, report_id, kind):
        """Download a periodic report that the person may read."""
        report = request.env["city12319.periodic.report"].search([("id", "=", report_id)])
        if not report:
            raise NotFound
        return self._answer(report._make_file(kind))

    def _answer(self, file):
        name, content, mimetype = file
        return request.make_response(content, [
            ("Content-Type", mimetype), ("Content-Length", len(content)), ("Content-Disposition", content_disposition(name)),
        ])
