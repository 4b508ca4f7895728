"""Records for the rows of ``permissions.yaml``: see ``PermissionCase`` of the dispatch addon."""

from ..tools import call_events

_START = 1795400728.0


def records(case):
    seats = case.env["city12319.seat"].create([
        {"number": f"97{number}", "user_id": case.people[person].id}
        for number, person in enumerate(("agent", "other_agent", "visitor"))
    ])

    def events(call, agent, direction="in", caller="13312345678"):
        common = {"call": call, "server": "t", "direction": direction, "caller": caller, "called": "13312345678"}
        return [
            call_events.parse({"kind": "offered", "at": _START, **common}),
            call_events.parse({"kind": "answered", "at": _START + 5, "agent": agent, **common}),
            call_events.parse({"kind": "ended", "at": _START + 50, **common}),
        ]

    calls = case.env["city12319.call"]
    calls._take_in([
        *events("t-own", "970"), *events("t-foreign", "971"), *events("t-visited", "972", "out", "972"),
        call_events.parse({"kind": "ended", "call": "t-missed", "at": _START + 90, "caller": "13387654321"}),
    ])
    found = {call.call_key: call for call in calls.search([("call_key", "=like", "t-%")])}
    own, foreign = found["t-own"], found["t-foreign"]
    recordings = {
        key: case.env["city12319.recording"].create({"call_id": call.id, "path": f"{key}.wav"})
        for key, call in (("own", own), ("foreign", foreign))
    }
    case.env.flush_all()
    return {
        "city12319.recording": recordings,
        "city12319.recording.access": {"any": case.env["city12319.recording.access"]._note(recordings["own"])},
        "city12319.call": {"own": own, "foreign": foreign, "visited": found["t-visited"]},
        "city12319.call.leg": {"own": own.leg_ids, "foreign": foreign.leg_ids},
        "city12319.call.event": {"any": own.event_ids[:1]},
        "city12319.callback": {"open": found["t-missed"].callback_id},
        "city12319.seat": {"any": seats[0]},
        "city12319.seat.state": {
            key: case.env["city12319.seat.state"]._enter(case.people[person], "ready", call_events.as_datetime(_START))
            for key, person in (("own", "agent"), ("foreign", "other_agent"))
        },
        "city12319.seat.reason": {"any": case.env["city12319.seat.reason"].create({"name": "试验"})},
        "city12319.blocked.number": {
            key: case.env["city12319.blocked.number"].with_user(case.people[person]).sudo().create({
                "phone": f"1390000{number}", "reason": "试验", "state": "proposed", "proposed_by_id": case.people[person].id,
            })
            for key, person, number in (("own", "agent", "0001"), ("foreign", "other_agent", "0002"))
        },
        "city12319.call.command": {
            key: case.env["city12319.call.command"].create({
                "command": command, "user_id": case.people["shift_leader"].id, "seat_id": seats[0].id,
            })
            for key, command in (("supervision", "listen"), ("other", "dial"))
        },
    }


def created_values(case, model, key, record):
    return {
        "city12319.call": {"name": "TH-1", "call_key": "t-new", "offered_at": "2026-01-01 00:00:00"},
        "city12319.call.leg": {"call_id": record.sudo().call_id.id if "call_id" in record else 0, "agent_number": "1",
                               "result": "missed"},
        "city12319.call.event": {"key": "t-new", "kind": "ended", "moment": _START, "at": "2026-01-01 00:00:00"},
        "city12319.callback": {"phone_sanitized": "+8613300000000", "kind": "abandoned", "state": "open",
                               "first_call_at": "2026-01-01 00:00:00", "last_call_at": "2026-01-01 00:00:00"},
        "city12319.seat": {"number": "979"},
        "city12319.recording": {"call_id": record.sudo().call_id.id if "call_id" in record else 0, "path": "new.wav"},
        "city12319.recording.access": {
            "recording_id": record.sudo().recording_id.id if "recording_id" in record else 0, "user_id": case.env.uid,
        },
        "city12319.seat.state": {"user_id": case.people["visitor"].id, "state": "busy", "started_at": "2026-01-01 00:00:00"},
        "city12319.seat.reason": {"name": "试验二"},
        "city12319.call.command": {"command": "listen", "user_id": case.people["agent"].id},
        "city12319.blocked.number": {"phone": {"own": "13900000011"}.get(key, "13900000012"), "reason": "试验"},
    }[model]


def written_values(model):
    return {
        "city12319.call": {"cause": "试验"}, "city12319.call.leg": {"leg": "试验"}, "city12319.call.event": {"kind": "missed"},
        "city12319.callback": {"note": "试验"}, "city12319.seat": {"name": "试验"},
        "city12319.recording": {"path": "other.wav"}, "city12319.recording.access": {"at": "2026-01-01 00:00:00"},
        "city12319.seat.state": {"state": "busy"}, "city12319.seat.reason": {"name": "试验三"},
        "city12319.call.command": {"command": "ready"}, "city12319.blocked.number": {"reason": "试验二"},
    }[model]
