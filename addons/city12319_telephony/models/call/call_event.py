from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools import call_events


class CallEvent(models.Model):
    """What the call centre reported, as it came: stored first, never changed, the source of every call."""

    _name = "city12319.call.event"
    _description = "Call Event"
    _order = "moment, id"
    _log_access = False
    _rec_name = "kind"

    key = fields.Char(required=True, readonly=True, help="Tells an event from every other one: the same key is the same event.")
    call_id = fields.Many2one("city12319.call", readonly=True, ondelete="restrict")
    call_key = fields.Char(readonly=True, string="Call in the call centre")
    server = fields.Char(readonly=True)
    kind = fields.Char(required=True, readonly=True)
    moment = fields.Float(required=True, readonly=True, aggregator=None, help="Seconds since 1970, with fractions.")
    at = fields.Datetime(required=True, readonly=True)
    received_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    direction = fields.Char(readonly=True)
    caller = fields.Char(readonly=True)
    called = fields.Char(readonly=True)
    queue = fields.Char(readonly=True)
    agent = fields.Char(readonly=True, string="Agent's number")
    leg = fields.Char(readonly=True)
    data = fields.Json(readonly=True)

    # the same event may be delivered twice
    _key_uniq = models.UniqueIndex("(key)", "This event is known already.")
    # a call is folded from its events
    _call_idx = models.Index("(call_id, moment, id) WHERE call_id IS NOT NULL")
    # what a day brought
    _at_idx = models.Index("(at)")

    def write(self, vals):
        raise AccessError(self.env._("What the call centre reported is never changed."))

    def unlink(self):
        raise AccessError(self.env._("What the call centre reported is never deleted."))

    @api.model
    def _store(self, events, calls):
        """Append events that are not known yet; ``calls`` has the call of each call key."""
        self.create([
            {
                "key": event.key, "call_id": calls[event.call].id if event.call else False, "call_key": event.call or False,
                "server": event.server or False, "kind": event.kind, "moment": event.at,
                "at": call_events.as_datetime(event.at), "direction": event.direction or False,
                "caller": event.caller or False, "called": event.called or False, "queue": event.queue or False,
                "agent": event.agent or False, "leg": event.leg or False, "data": event.data or False,
            }
            for event in events
        ])

    def _as_events(self):
        """Return the :class:`Event` of each row."""
        return [
            call_events.Event(
                kind=row.kind, at=row.moment, key=row.key, call=row.call_key or "", server=row.server or "",
                caller=row.caller or "", called=row.called or "", queue=row.queue or "", agent=row.agent or "",
                leg=row.leg or "", direction=row.direction or "", data=row.data or {},
            )
            for row in self
        ]
