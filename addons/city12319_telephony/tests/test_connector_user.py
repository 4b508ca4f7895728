import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import TelephonyCase


@tagged("post_install", "-at_install")
class TestConnectorUser(TelephonyCase, HttpCase):
    """The connector's technical user hands in events, and can do nothing else."""

    def test_others_hand_in_nothing(self):
        for person in ("agent", "shift_leader"):
            with self.assertRaisesRegex(AccessError, "connector"):
                self.as_(self.env["city12319.call"], person).ingest([self.event("offered")])

    def test_it_has_no_right_on_any_model(self):
        self.ingest(self.event("offered"))
        connector = self.people["connector"]
        self.assertEqual(connector.all_group_ids, self.env.ref("city12319_telephony.group_connector"))
        rights = self.env["ir.model.access"].search([("active", "=", True), ("group_id", "=", connector.all_group_ids.id)])
        self.assertFalse(rights)
        for model in (
            "city12319.call", "city12319.call.event", "city12319.call.leg", "city12319.callback", "city12319.seat",
            "city12319.ticket", "city12319.caller", "res.partner", "res.users", "ir.config_parameter",
        ):
            with self.assertRaises(AccessError, msg=model), mute_logger("odoo.addons.base.models.ir_model"):
                self.as_(self.env[model], "connector").search([])

        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.as_(self.env["ir.attachment"], "connector").create({"name": "a", "raw": b"a"})

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_over_json_2_with_its_key(self):
        key = self.as_(self.env["res.users.apikeys"], "connector").sudo()._generate(
            "rpc", "connector", datetime.now() + timedelta(days=1),
        )
        self.env.flush_all()

        def post(model, method, body, key=key):
            return self.url_open(
                f"/json/2/{model}/{method}", data=json.dumps(body),
                headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
            )

        answer = post("city12319.call", "ingest", {"events": self.answered_events()})
        self.assertEqual((answer.status_code, answer.json()), (200, {"stored": 8, "known": 0, "refused": []}))
        self.assertEqual(self.call().outcome, "answered")
        self.assertEqual(post("city12319.call", "search_read", {"domain": []}).status_code, 403)
        self.assertEqual(post("city12319.ticket", "register", {"values": {"summary": "x"}}).status_code, 403)
        self.assertEqual(post("city12319.call", "_take_in", {"events": []}).status_code, 403)
        self.assertIn(post("city12319.call", "ingest", {"events": []}, "wrong").status_code, (401, 403))

    def test_access_of_a_new_connector_ends_that_of_the_one_before(self):
        users = self.env["res.users"]
        first, second = users._connector_access("http://127.0.0.1:1", "a"), users._connector_access("http://127.0.0.1:2", "b")
        user = users.search([("login", "=", "call-centre-connector")])
        self.assertEqual(user.all_group_ids, self.env.ref("city12319_telephony.group_connector"))
        check = self.env["res.users.apikeys"]._check_credentials
        self.assertEqual((check(scope="rpc", key=second), check(scope="rpc", key=first)), (user.id, None))
        self.assertEqual(self.env["ir.config_parameter"].get_param("city12319_telephony.connector_url"), "http://127.0.0.1:2")
