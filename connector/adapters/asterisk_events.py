"""What Asterisk says (AMI) in the words of the port. No connection here: events in, events out.

Nothing important depends on memory, since the connector may be restarted in the middle of a call: what is remembered (who
asked to hang up, the last state of a seat) only makes the picture finer.
"""

import re

_AGENT_CHANNEL = re.compile(r"(?:PJSIP|SIP|IAX2)/(\d{2,8})-")
_STATUS = {"0": "unknown", "1": "free", "2": "talking", "3": "busy", "4": "invalid", "5": "unavailable", "6": "ringing",
           "7": "ringing", "8": "held"}
_REMEMBERED = 5000  # channels whose hang-up is remembered; more means that hang-ups were lost


def agent_of(channel):
    """Return the number of the seat that a channel belongs to, empty for trunks and local channels."""
    found = _AGENT_CHANNEL.match(channel or "")
    return found[1] if found else ""


class Translator:
    """Translates the events of one server."""

    def __init__(self, server, now):
        self.server, self.now = server, now
        self.asked_to_hang_up = {}
        self.seats = {}

    def translate(self, raw):
        """Return the events of the port that an AMI event means; often none."""
        handler = getattr(self, f"_on_{raw.get('Event', '').lower()}", None)
        return [event for event in (handler(raw) or ()) if event] if handler else []

    # ------------------------------------------------------------------ building blocks

    def _event(self, kind, raw, call=None, **values):
        data = {name: value for name, value in values.pop("data", {}).items() if value not in (None, "")}
        call = call or _call_of(raw)
        if not call:
            return None
        event = {"kind": kind, "call": call, "at": self._at(raw), "server": self.server, **values}
        return {name: value for name, value in {**event, "data": data}.items() if value not in (None, "", {})}

    def _at(self, raw):
        try:
            return float(raw["Timestamp"])
        except (KeyError, ValueError):
            return self.now()

    # ------------------------------------------------------------------ queue and dialling

    def _on_queuecallerjoin(self, raw):
        yield self._event("queued", raw, caller=_number(raw.get("CallerIDNum")), queue=raw.get("Queue"),
                          data={"position": _int(raw.get("Position"))})

    def _on_queuecallerabandon(self, raw):
        yield self._event("abandoned", raw, caller=_number(raw.get("CallerIDNum")), queue=raw.get("Queue"),
                          data={"wait": _int(raw.get("HoldTime")), "position": _int(raw.get("Position"))})

    def _on_dialbegin(self, raw):
        agent = agent_of(raw.get("DestChannel"))
        if agent and raw.get("Channel"):  # without a channel it is a phone that we make ring: not a call to an agent
            yield self._event("ringing", raw, agent=agent, leg=raw.get("DestUniqueid"))

    def _on_dialend(self, raw):
        if not raw.get("Channel"):
            return
        agent, answered = agent_of(raw.get("DestChannel")), raw.get("DialStatus") == "ANSWER"
        if agent and answered:
            yield self._event("answered", raw, agent=agent, leg=raw.get("DestUniqueid"))
        elif agent:
            yield self._event("missed", raw, agent=agent, leg=raw.get("DestUniqueid"),
                              data={"reason": (raw.get("DialStatus") or "").lower()})
        elif answered and agent_of(raw.get("Channel")):  # somebody outside took the call of an agent
            yield self._event("answered", raw, agent=agent_of(raw["Channel"]), leg=raw.get("Uniqueid"))

    def _on_agentcomplete(self, raw):
        # Without the agent's channel it comes late, at the end of the survey: the channel's own end was told before.
        if not raw.get("DestUniqueid") and raw.get("Reason") != "transfer":
            return
        yield self._event("released", raw, agent=agent_of(raw.get("DestChannel")) or raw.get("MemberName"),
                          leg=raw.get("DestUniqueid"), queue=raw.get("Queue"),
                          data={"by": raw.get("Reason"), "talk": _int(raw.get("TalkTime"))})

    # ------------------------------------------------------------------ channels

    def _on_hanguprequest(self, raw):
        if len(self.asked_to_hang_up) > _REMEMBERED:
            self.asked_to_hang_up.clear()
        self.asked_to_hang_up[raw.get("Uniqueid")] = True

    def _on_hangup(self, raw):
        asked = self.asked_to_hang_up.pop(raw.get("Uniqueid"), False)
        agent = agent_of(raw.get("Channel"))
        if agent and raw.get("ChannelState") == "6" and _is_called(raw):  # it was up: the agent talked
            yield self._event("released", raw, agent=agent, leg=raw.get("Uniqueid"), data={"by": "agent" if asked else ""})

    def _on_hold(self, raw):
        if agent := agent_of(raw.get("Channel")):
            yield self._event("held", raw, agent=agent, leg=raw.get("Uniqueid"))

    def _on_unhold(self, raw):
        if agent := agent_of(raw.get("Channel")):
            yield self._event("unheld", raw, agent=agent, leg=raw.get("Uniqueid"))

    def _on_blindtransfer(self, raw):
        yield self._event("transferred", raw, call=_call_of(raw, "Transferee") or _call_of(raw, "Transferer"),
                          agent=agent_of(raw.get("TransfererChannel")),
                          data={"to": raw.get("Extension"), "how": "blind", "result": raw.get("Result")})

    def _on_attendedtransfer(self, raw):
        # while the target still rings it has no channel in the event: the agent was connected with its number
        target = raw.get("TransferTargetCallerIDNum") or raw.get("TransferTargetConnectedLineNum") \
            or raw.get("OrigTransfererConnectedLineNum")
        yield self._event("transferred", raw, call=_call_of(raw, "Transferee") or _call_of(raw, "OrigTransferer"),
                          agent=agent_of(raw.get("OrigTransfererChannel")),
                          data={"to": target, "how": "attended", "result": raw.get("Result")})

    def _on_confbridgejoin(self, raw):
        if _is_called(raw) or not agent_of(raw.get("Channel")):  # the third party was called apart: it is no call by itself
            yield self._event("conference", raw, data={
                "who": agent_of(raw.get("Channel")) or raw.get("CallerIDNum"), "room": raw.get("Conference")})

    # ------------------------------------------------------------------ what our dialplan says

    def _on_userevent(self, raw):
        name, call = raw.get("UserEvent"), raw.get("CallID") or raw.get("Linkedid")
        handler = getattr(self, f"_said_{(name or '').lower()}", None)
        return handler(raw, call) if handler else ()

    def _said_calloffered(self, raw, call):
        direction = raw.get("Direction") or "in"
        agent = "" if direction == "in" else agent_of(raw.get("Channel"))
        yield self._event("offered", raw, call, direction=direction, caller=_number(raw.get("Caller")), agent=agent,
                          called=raw.get("Called"), leg=raw.get("Uniqueid") if agent else "")

    def _said_recordingstart(self, raw, call):
        yield self._event("recording", raw, call, data={"file": raw.get("RecordingFile")})

    def _said_callblocked(self, raw, call):
        yield self._event("blocked", raw, call, caller=_number(raw.get("Caller")))

    def _said_afterhours(self, raw, call):
        yield self._event("after_hours", raw, call, caller=_number(raw.get("Caller")))

    def _said_callmessage(self, raw, call):
        yield self._event("message", raw, call, caller=_number(raw.get("Caller")), data={"file": raw.get("RecordingFile")})

    def _said_surveystart(self, raw, call):
        yield self._event("survey", raw, call)

    def _said_satisfaction(self, raw, call):
        yield self._event("satisfaction", raw, call, agent=raw.get("Agent"), data={"score": _int(raw.get("Score"))})

    def _said_callend(self, raw, call):
        source = raw.get("HangupSource") or ""
        by = "agent" if agent_of(source) else "caller" if source and source == raw.get("Channel") else "system"
        if agent_of(raw.get("Channel")) and not agent_of(source) and source.startswith("PJSIP/"):
            by = "caller"  # the other side of an outgoing call
        # no agent here: the queue's variable may name one who was only rung
        yield self._event("ended", raw, call, caller=_number(raw.get("Caller")), data={
            "by": by, "cause": raw.get("Cause"), "file": raw.get("RecordingFile"), "score": _int(raw.get("Satisfaction")),
        })

    # ------------------------------------------------------------------ seats

    def _on_queuememberstatus(self, raw):
        yield self._seat(raw)

    _on_queuememberpause = _on_queuememberadded = _on_queuemember = _on_queuememberstatus

    def _on_queuememberremoved(self, raw):
        yield self._seat(raw, signed_in=False)

    def _seat(self, raw, signed_in=True):
        agent = agent_of(f"{raw.get('Interface') or raw.get('Location') or ''}-") or raw.get("MemberName") or raw.get("Name")
        state = {
            "signed_in": signed_in, "paused": raw.get("Paused") == "1", "reason": raw.get("PausedReason") or "",
            "status": _STATUS.get(raw.get("Status"), "unknown"),
        }
        if self.seats.get((agent, raw.get("Queue"))) == state or not agent:
            return None
        self.seats[agent, raw.get("Queue")] = state
        return {"kind": "agent_state", "at": self._at(raw), "server": self.server, "agent": agent,
                "queue": raw.get("Queue") or "", "data": state}


def _call_of(raw, channel=""):
    """Return the name of the call that a channel of an event belongs to.

    The dialplan names it (CALL_ID), and it keeps the name on its way through other sites; else it has the one of Asterisk.
    """
    named = (raw.get(f"{channel}ChanVariable") or "").partition("CALL_ID=")[2].split("\n")[0]
    return named or raw.get(f"{channel}Linkedid") or ""


def _is_called(raw):
    """Whether this channel belongs to a call that began with another one."""
    return raw.get("Uniqueid") != raw.get("Linkedid")


def _int(text):
    return int(text) if text and text.strip().isdigit() else None


def _number(text):
    return "" if text in (None, "<unknown>", "anonymous") else text
