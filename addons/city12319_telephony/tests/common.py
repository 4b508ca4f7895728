import requests

from odoo.tests import TransactionCase, new_test_user

from ..tools import call_events, connector_client

START = 1795400728.25  # 2026-11-23, 08:25 UTC


class Answer:
    """What a connector answers over HTTP."""

    status_code = 200

    def __init__(self, body):
        self.body = body

    def json(self):
        return self.body


class TelephonyCase(TransactionCase):
    """Two agents at their seats, a shift leader, and the technical user of the connector."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            "agent": "city12319_intake.group_agent", "other_agent": "city12319_intake.group_agent",
            "shift_leader": "city12319_intake.group_shift_leader", "connector": "city12319_telephony.group_connector",
        }
        cls.people = {
            name: new_test_user(
                cls.env, f"tel_{name}", groups=group, name=name, tz="Asia/Shanghai",
                context={"no_reset_password": True, "tracking_disable": True},
            )
            for name, group in groups.items()
        }
        cls.env["city12319.seat"].search([]).write({"active": False, "user_id": False})
        cls.seats = cls.env["city12319.seat"].create([
            {"number": "9801", "user_id": cls.people["agent"].id},
            {"number": "9802", "user_id": cls.people["other_agent"].id},
        ])

    @classmethod
    def as_(cls, records, person):
        return records.with_user(cls.people[person])

    def event(self, kind, after=0.0, call="cc1-1", agent="", **values):
        """Return an event as the connector hands it in."""
        return {
            "kind": kind, "call": call, "at": START + after, "server": "cc1", "caller": "13800138000", "called": "12319",
            "queue": "12319", "agent": agent, "direction": "in", **values,
        }

    def ingest(self, *events):
        return self.as_(self.env["city12319.call"], "connector").ingest(list(events))

    def call(self, key="cc1-1"):
        return self.env["city12319.call"].search([("call_key", "=", key)])

    def answered_events(self, call="cc1-1", after=0.0, agent="9801", **values):
        moments = {
            "offered": (0, {}), "queued": (4, {}), "ringing": (5, {"agent": agent, "leg": "l1"}),
            "answered": (8, {"agent": agent, "leg": "l1"}), "recording": (8, {"data": {"file": "2026/11/23/a.wav"}}),
            "released": (68, {"agent": agent, "leg": "l1", "data": {"by": "agent", "talk": 60}}),
            "satisfaction": (75, {"data": {"score": 1}}),
            "ended": (80, {"data": {"by": "caller", "cause": "16"}}),
        }
        return [self.event(kind, after + at, call, **{**extra, **values}) for kind, (at, extra) in moments.items()]

    def abandoned_events(self, call="cc1-1", after=0.0, **values):
        return [
            self.event("offered", after, call, **values), self.event("queued", after + 4, call, **values),
            self.event("abandoned", after + 20, call, **values), self.event("ended", after + 20.2, call, **values),
        ]

    def at(self, after):
        return call_events.as_datetime(START + after)

    def connect(self, answer):
        """Connect a call centre that gives ``self.answer`` to every command, or raises it; return what it will be told."""
        parameter = self.env["ir.config_parameter"]
        parameter.set_param("city12319_telephony.connector_url", "http://127.0.0.1:1/")
        parameter.set_param("city12319_telephony.connector_token", "secret")
        self.sent, self.answer = [], answer
        self.patch(connector_client.requests, "post", self.post)
        return self.sent

    def post(self, url, json, headers, timeout):
        self.keep(url, json, headers)
        if isinstance(self.answer, requests.RequestException):
            raise self.answer
        return Answer(self.answer)

    def keep(self, url, body, headers):
        """Note what the call centre was told: command and arguments."""
        self.sent.append((body["command"], body["arguments"]))


class CommandCase(TelephonyCase):
    """With a call centre that does what it is told."""

    def setUp(self):
        super().setUp()
        self.connect({"ok": True})
