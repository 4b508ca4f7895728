from datetime import datetime
from unittest.mock import patch

from .desk_case import DeskCase


class TestCallerService(DeskCase):
    """Who serves a caller is noted once for every agent and caller, whatever happens at the same moment."""

    def services(self):
        self.env.invalidate_all()
        return self.env["city12319.caller.service"].search([
            ("user_id", "=", self.people["agent"].id), ("caller_id", "=", self.caller.id)])

    def setUp(self):
        super().setUp()
        self.caller = self.ticket().sudo().caller_id

    def test_serving_again_much_later_is_noted_in_the_same_place(self):
        [service] = self.services()
        service.at = "2026-01-01 00:00:00"
        self.as_("city12319.caller", "agent").lookup("13800138000")
        self.assertEqual(self.services(), service)
        self.assertGreater(service.at, datetime(2026, 1, 2))

    def test_what_another_request_noted_meanwhile_is_no_error(self):
        before = self.services()
        model = type(self.env["city12319.caller.service"])
        with patch.object(model, "search", lambda service, *args, **kwargs: service.browse()):  # not seen yet
            self.as_("city12319.caller.service", "agent")._serve(self.caller)
        self.assertEqual(len(before), 1)
        self.assertEqual(self.services(), before)
