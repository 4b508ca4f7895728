"""Compare a day of calls in Odoo with the call centre's own log, and repair what differs."""

import datetime
import time
import zoneinfo

from .odoo import Unavailable

_BATCH = 200
_PATIENCE = (0.5, 1, 2, 4)  # seconds between attempts


def window(day, zone="Asia/Shanghai"):
    """Return the moments (seconds since 1970) at which a day begins and ends where the city is."""
    start = datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo(zone))
    return start.timestamp(), (start + datetime.timedelta(days=1)).timestamp()


def facts(events):
    """Return what the log says of each call: ``{call: {server, begun, answered, ended, agent, file}}``.

    A call that went from one site to another is one call, of the server where it began.
    """
    calls, last = {}, {}
    for event in sorted((event for event in events if event.get("call")), key=lambda event: event["at"]):
        fact = calls.setdefault(event["call"], {"server": event.get("server"), "begun": event["at"], "answered": None,
                                                "ended": None, "agent": "", "file": ""})
        kind, data = event["kind"], event.get("data") or {}
        if kind not in ("recording", "message", "satisfaction"):
            last[event["call"]] = event["at"]
        if kind == "answered" and fact["answered"] is None:
            fact.update(answered=event["at"], agent=event.get("agent", ""))
        elif kind in ("ended", "abandoned", "blocked"):
            fact["ended"] = event["at"]
        if kind in ("recording", "message", "ended") and data.get("file"):
            fact["file"] = data["file"]
    for call, fact in calls.items():  # an agent may stay in a conference that the caller has left
        fact["ended"] = fact["ended"] and max(fact["ended"], last[call])
    return calls


def reconcile(centres, odoo, start, end, repair=False):
    """Compare the calls that began between two moments; with ``repair``, hand in what Odoo lacks and compare again.

    :return: dict with ``calls`` (in the log), ``missing``, ``different`` and ``unknown`` (lists), and ``repaired`` (count)
    """
    report = {"calls": 0, "missing": [], "different": [], "unknown": [], "repaired": 0}
    events = [event for centre in centres.values() for event in centre.history(start, end) if event.get("call")]
    everything = {call: fact for call, fact in facts(events).items() if start <= fact["begun"] < end}
    for name in centres:
        known = {call: fact for call, fact in everything.items() if fact["server"] == name}
        compared = _compare(odoo, name, start, end, known)
        if repair and (compared["missing"] or compared["different"]):
            wrong = {*compared["missing"], *(item["call"] for item in compared["different"])}
            _hand_in(odoo, [event for event in events if event["call"] in wrong])
            before, compared = len(wrong), _compare(odoo, name, start, end, known)
            report["repaired"] += before - len({*compared["missing"], *(item["call"] for item in compared["different"])})
        report["calls"] += len(known)
        for part in ("missing", "different", "unknown"):
            report[part] += compared[part]
    return report


def _compare(odoo, server, start, end, known):
    return _call(odoo, "compare", server=server, start=start, end=end, facts=known)


def _call(odoo, method, **arguments):
    """Call Odoo; it may have just been started, or have lost its database for a moment."""
    for wait in _PATIENCE:
        try:
            return odoo.call(method, **arguments)
        except Unavailable:
            time.sleep(wait)
    return odoo.call(method, **arguments)


def _hand_in(odoo, events):
    for first in range(0, len(events), _BATCH):
        answer = _call(odoo, "ingest", events=events[first:first + _BATCH])
        if answer["refused"]:
            raise ValueError(f"the log has events that Odoo does not understand: {answer['refused'][:3]}")
