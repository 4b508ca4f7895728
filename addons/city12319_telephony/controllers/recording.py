from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import Stream, request

from ..tools import recording_files


class RecordingController(http.Controller):

    @http.route("/city12319/recording/<int:call_id>", type="http", auth="user", methods=["GET"], readonly=False)
    def of_call(self, call_id, download=False):
        """Stream the first recording of a call."""
        # sudo: only which card it would be; whether the person may hear it is asked below
        recording = request.env["city12319.recording"].sudo().search([("call_id", "=", call_id)], order="id", limit=1)
        return self._stream(recording.sudo(False), download)

    @http.route("/city12319/recording/file/<int:recording_id>", type="http", auth="user", methods=["GET"], readonly=False)
    def one(self, recording_id, download=False):
        """Stream one recording. Parts of it may be asked for (HTTP ranges); each listening is noted once, at its start."""
        return self._stream(request.env["city12319.recording"].browse(recording_id).exists(), download)

    def _stream(self, recording, download):
        if not recording:
            raise NotFound
        try:
            file = recording._open()
        except AccessError as error:
            raise NotFound from error  # whether there is one is not told either
        except MissingError as error:
            return request.make_response(error.args[0], [("Content-Type", "text/plain; charset=utf-8")], status=404)
        if _from_the_start(request.httprequest.headers.get("Range")):
            request.env["city12319.recording.access"]._note(recording, bool(download))
        status = file.stat()
        stream = Stream(
            type="path", path=str(file), mimetype=recording_files.mimetype(file.name), download_name=file.name,
            conditional=True, etag=f"{status.st_mtime_ns}-{status.st_size}", last_modified=status.st_mtime,
            size=status.st_size,
        )
        response = stream.get_response(as_attachment=bool(download))
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _from_the_start(span):
    return not span or span.replace(" ", "").startswith("bytes=0-")
