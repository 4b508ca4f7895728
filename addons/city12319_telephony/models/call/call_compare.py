from odoo import api, models

from ...tools import call_events

_TOLERANCE = 2.0  # seconds between what was told live and what the log says


class Call(models.Model):
    _inherit = "city12319.call"

    @api.model
    def compare(self, server, start, end, facts):
        """Compare the calls of a server with what the call centre's own log says of them.

        :param start: seconds since 1970; calls that began from then on
        :param end: seconds since 1970; calls that began before
        :param facts: ``{call key: {begun, answered, ended (seconds or null), agent, file}}``
        :return: dict with ``missing`` (call keys), ``different`` (list of ``{call, field, here, there}``) and ``unknown``
            (call keys that the log does not have)
        :raises AccessError: for everybody but the connector's technical user and the system administrator
        """
        self._check_connector()
        # sudo: the technical user has no rights of its own
        calls = self.sudo().search_fetch(
            [("call_key", "in", list(facts))],
            ["call_key", "answered_at", "ended_at", "agent_number", "recording_path", "recordings"],
        )
        here = {call.call_key: call for call in calls}
        known = self.sudo().search_fetch([
            ("server", "=", server), ("offered_at", ">=", call_events.as_datetime(start)),
            ("offered_at", "<", call_events.as_datetime(end)),
        ], ["call_key"]).mapped("call_key")
        return {
            "missing": sorted(facts.keys() - here.keys()),
            "different": [
                item for key in sorted(facts.keys() & here.keys()) for item in here[key]._differences(facts[key])
            ],
            "unknown": sorted(set(known) - facts.keys()),
        }

    def _differences(self, fact):
        """Return how this call differs from what the log says of it."""
        for name, value in (("answered", self.answered_at), ("ended", self.ended_at)):
            there, here = call_events.moment(fact.get(name)), call_events.as_moment(value)
            if name == "ended" and there is None:
                continue  # the call centre died with it, and never wrote an end
            if (there is None) != (here is None) or (there is not None and abs(there - here) > _TOLERANCE):
                yield {"call": self.call_key, "field": name, "here": here, "there": there}
        for name, here in (("agent", self.agent_number or ""), ("file", self.recording_path or "")):
            there = fact.get(name) or ""
            if there and here != there and there not in (self.recordings or []):
                yield {"call": self.call_key, "field": name, "here": here, "there": there}
