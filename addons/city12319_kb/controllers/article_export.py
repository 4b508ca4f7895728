import tempfile

from werkzeug.exceptions import NotFound
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import Response, request

from ..models.exchange.article_export import LIMIT


class ArticleExportController(http.Controller):

    @http.route("/city12319/articles/export", type="http", auth="user", methods=["GET"], readonly=True)
    def export(self, ids=""):
        """Download articles with their files; only those that the person reads are in it."""
        try:
            wanted = [int(part) for part in ids.split(",") if part][:LIMIT]
        except ValueError as error:
            raise NotFound from error
        articles = request.env["city12319.article"].search([("id", "in", wanted)])
        if not articles:
            raise NotFound
        # on disk, not in memory: files of many articles may be large
        stream = tempfile.TemporaryFile()  # noqa: SIM115 closed by the response
        articles._write_archive(stream)
        size = stream.tell()
        stream.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, stream), direct_passthrough=True, headers=[
                ("Content-Type", "application/zip"), ("Content-Length", str(size)),
                ("Content-Disposition", "attachment; filename*=UTF-8''%E7%9F%A5%E8%AF%86%E5%BA%93.zip"),
            ],
        )
