import logging

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.city12319_intake.tools import phone as phone_tools
from odoo.addons.city12319_intake.tools import phone_text

from ...tools import call_events
from ...tools.fold import fold

_logger = logging.getLogger(__name__)

BATCH_LIMIT = 1000
_PLAIN = (
    "direction", "state", "outcome", "queue", "server", "called", "hangup_by", "cause", "satisfaction", "transfer_count",
    "transferred_to", "conference", "wait_seconds", "ring_seconds", "talk_seconds", "hold_seconds",
)
_MOMENTS = ("offered_at", "queued_at", "ringing_at", "answered_at", "talk_ended_at", "ended_at", "last_event_at")


class Call(models.Model):
    _inherit = "city12319.call"

    @api.model
    def ingest(self, events):
        """Take what the call centre reports. Raw events are stored first, then folded into their calls.

        May be called again with the same events, in any order: known ones are skipped. Events that cannot be understood
        are refused one by one and never stand in the way of the others.

        :param events: list of at most 1000 dicts, see ``tools/call_events.py`` and ``docs/telephony.md``
        :return: dict with ``stored`` and ``known`` (counts) and ``refused`` (list of ``{"index", "reason"}``)
        :raises AccessError: for everybody but the connector's technical user and the system administrator
        """
        self._check_connector()
        if not isinstance(events, (list, tuple)) or len(events) > BATCH_LIMIT:
            raise UserError(self.env._("Hand in a list of at most %(limit)s events.", limit=BATCH_LIMIT))
        parsed, refused = {}, []
        for index, raw in enumerate(events):
            try:
                event = call_events.parse(raw)
            except call_events.BadEvent as error:
                refused.append({"index": index, "reason": str(error)})
            else:
                parsed.setdefault(event.key, event)
        # sudo: the technical user has no rights of its own
        stored = self.sudo()._take_in(list(parsed.values()))
        return {"stored": stored, "known": len(events) - len(refused) - stored, "refused": refused}

    @api.model
    def _check_connector(self):
        if not self.env.user.has_groups("city12319_telephony.group_connector,base.group_system"):
            raise AccessError(self.env._("Only the connector of the call centre hands in events."))

    @api.model
    def _take_in(self, events):
        """Store what is new of ``events`` and fold the calls that it is about; return how many were new."""
        raw = self.env["city12319.call.event"]
        known = set(raw.search_fetch([("key", "in", [event.key for event in events])], ["key"]).mapped("key"))
        fresh = [event for event in events if event.key not in known]
        if not fresh:
            return 0
        calls = self._calls_of(fresh)
        raw._store(fresh, calls)
        self.browse([call.id for call in calls.values()])._refold()
        self.env["city12319.seat"]._apply_states([event for event in fresh if event.kind in call_events.SEAT_KINDS])
        for event in fresh:
            if event.kind == "snapshot":
                self._close_forgotten(event)
        return len(fresh)

    @api.model
    def _calls_of(self, events):
        """Return ``{call key: call}``; a call that is heard of for the first time gets its row."""
        first = {}
        for event in events:
            if event.call:
                first[event.call] = min(first.get(event.call, event.at), event.at)
        calls = {call.call_key: call for call in self.search_fetch([("call_key", "in", list(first))], ["call_key"])}
        numbering = self.env["city12319.numbering"]
        by_day = {}
        for key in first.keys() - calls.keys():
            by_day.setdefault(numbering._local_day(call_events.as_datetime(first[key])), []).append(key)
        for keys in by_day.values():
            keys.sort(key=lambda key: (first[key], key))
            numbers = numbering._take("call", len(keys), call_events.as_datetime(first[keys[0]]))
            created = self.create([
                {"name": number, "call_key": key, "offered_at": call_events.as_datetime(first[key])}
                for key, number in zip(keys, numbers, strict=True)
            ])
            calls.update(zip(keys, created, strict=True))
        return calls

    def _refold(self):
        """Compute calls again from all of their events. Safe at any time, as often as one likes."""
        events = self.env["city12319.call.event"].search([("call_id", "in", self.ids)]).grouped("call_id")
        folded = {call: fold(events[call]._as_events()) for call in self if call in events}
        before = {call: (call.state, call.outcome) for call in folded}
        users = self._users_of(folded)
        legs = self.env["city12319.call.leg"].search([("call_id", "in", self.ids)]).grouped("call_id")
        area_code = self.env["city12319.caller"]._area_code()
        new_legs = []
        for call, now in folded.items():
            agent_id = call._fold_legs(now, legs.get(call, self.env["city12319.call.leg"]), users, new_legs)
            call._write_changes({**call._fold_values(now, area_code), "agent_id": agent_id})
        self.env["city12319.call.leg"].create(new_legs)
        self.browse([call.id for call in folded])._on_folded(before)

    @api.model
    def _users_of(self, folded):
        """Return ``{(number, moment): user}`` for the agents' parts of ``{call: folded}``."""
        return self.env["city12319.seat"]._users_at({
            (leg.agent, self._leg_moment(leg)) for now in folded.values() for leg in now.legs
        })

    @api.model
    def _leg_moment(self, leg):
        moments = [moment for moment in (leg.answered_at, leg.ringing_at, leg.ended_at) if moment is not None]
        return call_events.as_datetime(moments[0])

    def _fold_values(self, now, area_code):
        number = now.called if now.direction == "out" else now.caller
        values = {name: getattr(now, name) or False for name in _PLAIN}
        values.update({name: self._as_datetime(getattr(now, name)) for name in _MOMENTS})
        values.update({
            "agent_number": now.agent or False,
            "phone": phone_text.display(number, area_code) or False,
            "phone_sanitized": phone_tools.primary_e164(number, area_code) or False,
            "recording_path": now.recordings[0] if now.recordings else False,
            "recordings": now.recordings or False,
        })
        return values

    @api.model
    def _as_datetime(self, moment):
        return call_events.as_datetime(moment) if moment is not None else False

    def _fold_legs(self, now, legs, users, new_legs):
        """Bring the agents' parts up to date, add to ``new_legs`` what is new, return the id of the call's agent."""
        known = {(leg.agent_number, leg.leg or ""): leg for leg in legs}
        agent_id = False
        for position, leg in enumerate(now.legs):
            row = known.get((leg.agent, leg.leg), legs.browse())
            user = row.user_id or users[leg.agent, self._leg_moment(leg)]
            values = {**legs._values(position, leg, self._as_datetime), "user_id": user.id}
            if row:
                row._write_changes(values)
            else:
                new_legs.append({**values, "call_id": self.id, "agent_number": leg.agent, "leg": leg.leg or False})
            if leg.agent == now.agent and not agent_id:
                agent_id = user.id
        return agent_id

    def _on_folded(self, before):
        """Hook: these calls were folded. Called in batch, inside the transaction, as superuser.

        :param before: ``{call: (state, outcome)}`` as it was; a call that is heard of for the first time was offered
        """

    @api.model
    def _close_forgotten(self, snapshot):
        """End the calls of a server that it no longer knows: it was restarted, or its last word was lost."""
        alive = [str(key) for key in snapshot.data.get("calls") or []]
        forgotten = self.search([
            ("state", "!=", "ended"), ("server", "=", snapshot.server or False), ("call_key", "not in", alive),
            ("offered_at", "<", call_events.as_datetime(snapshot.at)),
        ])
        last = dict(self.env["city12319.call.event"]._read_group(
            [("call_id", "in", forgotten.ids)], ["call_id"], ["moment:max"],
        ))
        events = [
            call_events.parse({
                "kind": "lost", "call": call.call_key, "at": last[call], "server": snapshot.server,
                "key": f"lost {call.call_key}"[:128],
            })
            for call in forgotten if last.get(call, snapshot.at) < snapshot.at
        ]
        if events:
            _logger.info("%s calls of %s ended unseen", len(events), snapshot.server or "the call centre")
            self._take_in(events)
