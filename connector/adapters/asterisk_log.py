"""Asterisk's own log of channels (CEL, written by cel_custom) in the words of the port.

The file is written by Asterisk whatever happens to the connector, so that it can tell afterwards what was missed. Its
columns are those of ``config/asterisk/cel_custom.conf``.
"""

import csv
import json
import os
import re
import urllib.parse

from .asterisk_events import agent_of

COLUMNS = ("type", "at", "channel", "uniqueid", "linkedid", "caller", "exten", "context", "app", "said", "extra")
_LATE = 6 * 3600  # a call may have begun this long before the window: its first lines are read too


def read(paths, start, end, server):
    """Return the events of all calls that have a line between ``start`` and ``end`` (seconds since 1970)."""
    rows = [row for row in rows_of(paths) if start - _LATE <= row["at"] <= end]
    touched = {row["linkedid"] for row in rows if row["at"] >= start}
    return translate([row for row in rows if row["linkedid"] in touched], server)


def rows_of(paths):
    """Return the rows of log files; a line that is still being written is left out."""
    for path in paths:
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8", errors="replace", newline="") as stream:
            for row in csv.reader(stream):
                if len(row) != len(COLUMNS):
                    continue
                values = dict(zip(COLUMNS, row, strict=True))
                try:
                    values["at"] = float(values["at"])
                except ValueError:
                    continue
                yield values


def translate(rows, server):
    """Return events; ``rows`` in the order of the log."""
    # a call that came from another site has that site's name
    names = {row["linkedid"]: _told(row).get("call") for row in rows if row["said"] == "SiteCall"}
    ours = {row["linkedid"] for row in rows if row["said"] == "CallOffered"} | names.keys()
    events, up, asked = [], set(), {}

    def add(kind, row, **values):
        data = {name: value for name, value in values.pop("data", {}).items() if value not in (None, "")}
        call = values.pop("call", None) or names.get(row["linkedid"]) or row["linkedid"]
        event = {"kind": kind, "call": call, "at": row["at"], "server": server, **values}
        events.append({name: value for name, value in {**event, "data": data}.items() if value not in (None, "", {})})

    for row in rows:
        if row["linkedid"] not in ours:
            continue  # a supervisor who listens, a phone that was made ring: no call of the hotline
        called = row["uniqueid"] != row["linkedid"]
        if row["said"]:
            _said(row, add)
        elif row["type"] == "APP_START":
            _application(row, add)
        elif row["type"] in ("BLINDTRANSFER", "ATTENDEDTRANSFER"):
            _transfer(row, add, asked.get(row["linkedid"]))
        elif row["type"] == "CHAN_START" and row["channel"].startswith("Local/"):
            asked[row["linkedid"]] = row["channel"]  # whoever is asked before a transfer is called through it
        elif called and agent_of(row["channel"]):
            _agent(row, add, up)
        elif called and row["type"] == "ANSWER":
            _other_side(row, rows, add)
    return events


def _application(row, add):
    if row["app"].lower() == "queue":
        add("queued", row, caller=row["caller"])
    elif row["app"].lower() == "confbridge":
        add("conference", row, data={"who": agent_of(row["channel"])})


def _transfer(row, add, asked):
    extra = _extra(row)
    add("transferred", row, agent=agent_of(row["channel"]), data={
        "to": extra.get("extension") or _target(extra.get("transfer_target_channel_name")) or _target(asked),
        "how": "blind" if row["type"] == "BLINDTRANSFER" else "attended",
    })


def _agent(row, add, up):
    """A line about the channel of an agent who was called."""
    agent, leg = agent_of(row["channel"]), row["uniqueid"]
    if row["type"] == "CHAN_START":
        add("ringing", row, agent=agent, leg=leg)
    elif row["type"] == "ANSWER":
        up.add(leg)
        add("answered", row, agent=agent, leg=leg)
    elif row["type"] == "HANGUP":
        add("released" if leg in up else "missed", row, agent=agent, leg=leg)


def _other_side(row, rows, add):
    """A trunk channel that was called and answered: the citizen took an agent's call."""
    first = next((other for other in rows if other["uniqueid"] == row["linkedid"]), None)
    agent = agent_of(first["channel"]) if first else ""
    if agent:
        add("answered", row, agent=agent, leg=first["uniqueid"])


def _said(row, add):
    """What our dialplan wrote into the log beside the event: the same facts."""
    told = _told(row)
    call, said = told.get("call") or row["linkedid"], row["said"]
    score = int(told["score"]) if told.get("score", "").isdigit() else None
    common = {"call": call, "caller": told.get("caller", "")}
    if said == "CallOffered":
        agent = agent_of(row["channel"]) if told.get("direction") != "in" else ""
        add("offered", row, **common, called=told.get("called"), direction=told.get("direction"), agent=agent,
            leg=row["uniqueid"] if agent else "")
    elif said == "CallEnd":
        source = told.get("source", "")
        by = "agent" if agent_of(source) else "caller" if source.startswith("PJSIP/") else "system"
        add("ended", row, **common, data={"by": by, "cause": told.get("cause"), "file": told.get("file"), "score": score})
    elif said == "RecordingStart":
        add("recording", row, **common, data={"file": told.get("file")})
    elif said == "CallMessage":
        add("message", row, **common, data={"file": told.get("file")})
    elif said == "Satisfaction":
        add("satisfaction", row, **common, data={"score": score})
    elif said in ("CallBlocked", "AfterHours", "SurveyStart"):
        add({"CallBlocked": "blocked", "AfterHours": "after_hours", "SurveyStart": "survey"}[said], row, **common)


def _told(row):
    return dict(urllib.parse.parse_qsl(_extra(row).get("extra", "")))


def _target(channel):
    found = re.search(r"/(\d+)[@-]", channel or "")
    return found[1] if found else ""


def _extra(row):
    try:
        extra = json.loads(row["extra"] or "{}")
    except ValueError:
        return {"extra": row["extra"]}
    return extra if isinstance(extra, dict) else {}
