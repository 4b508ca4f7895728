import logging
import re

from odoo.http import Controller, request, route

_logger = logging.getLogger(__name__)


class SmsReport(Controller):

    @route(
        "/city12319_sms/report/<string:uuid>/<string:key>", type="http", auth="public", methods=["GET"], csrf=False,
        save_session=False,
    )
    def report(self, uuid, key, type=None, id=None, answer=None, **kwargs):  # noqa: A002 (the gateway's names)
        """Take a delivery report of the gateway; the key in the address is of this one message."""
        if not re.fullmatch(r"[0-9a-f]{32}", uuid):
            raise request.not_found()
        # sudo: the gateway is nobody's login; the key was checked before anything is written
        if not request.env["city12319.sms"].sudo()._report(uuid, key, type, id or "", answer or ""):
            _logger.info("A report on an unknown message, or with a wrong key, was refused: %s", uuid)
            raise request.not_found()
        return request.make_response("OK")
