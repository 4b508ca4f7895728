from datetime import timedelta

from odoo import api, fields, models

_UNDISPOSED_HOURS = 12
SERVICE_SECONDS = 15  # GB/T 33358: a call is answered within 15 seconds


class Call(models.Model):
    """What an agent sees of the own calls, at the moment they ring and until they are disposed of."""

    _inherit = "city12319.call"

    def _on_folded(self, before):
        super()._on_folded(before)
        told = self.env["res.users"]
        finished = self.env["res.users"]
        for call in self:
            state, _outcome = before.get(call, (None, None))
            if call.state != state or call.state in ("ringing", "talking", "held"):
                told |= call.leg_ids.user_id
            if call.state == "ended" and state not in ("ended", None):
                finished |= call.agent_id
        for user in told:
            user._bus_send("city12319.call", {})
        if finished:
            seats = self.env["city12319.seat"].search([("user_id", "in", finished.ids)])
            seats._after_call(max(self.filtered("ended_at").mapped("ended_at")))
        if any(call.state != before.get(call, (None, None))[0] for call in self):
            self.env["city12319.seat"]._tell_wall()

    def set_disposition(self, code, note=None):
        """Say what the call was good for; every page of the agent looks again."""
        result = super().set_disposition(code, note)
        self._tell_agents()
        return result

    def link_ticket(self, ticket):
        """Note that a ticket belongs to this call; every page of the agent looks again."""
        result = super().link_ticket(ticket)
        self._tell_agents()
        return result

    def _tell_agents(self):
        """Only say that something moved: the page asks what, as itself."""
        for user in self.sudo().leg_ids.user_id:  # sudo: whom to tell, of calls that the person may change
            user._bus_send("city12319.call", {})

    @api.model
    def mine(self):
        """Return the current person's calls that ring, run, or ended and wait for a word, oldest first.

        Whoever's telephone rings serves the caller: the caller's tickets become readable, as when a number is typed.

        :return: list of dicts: ``id``, ``name``, ``key`` (the call centre's), ``state`` (ringing, talking, held, ended),
            moments (UTC), ``phone``, ``direction``, ``queue``, ``tickets``; while it runs also ``caller`` as from
            ``city12319.caller.lookup``
        """
        legs = self.env["city12319.call.leg"].search([
            ("user_id", "=", self.env.uid), ("call_id.state", "!=", "ended"), ("result", "in", ["ringing", "talking"]),
        ])
        since = fields.Datetime.now() - timedelta(hours=_UNDISPOSED_HOURS)
        waiting = self.search([
            ("agent_id", "=", self.env.uid), ("disposition", "=", False), ("state", "=", "ended"),
            ("offered_at", ">=", since), ("direction", "!=", "internal"),
        ])
        cards = [leg.call_id._card(leg) for leg in legs] + [call._card() for call in waiting]
        return sorted(cards, key=lambda card: (card["state"] == "ended", card["offered_at"], card["id"]))

    def _card(self, leg=None):
        self.ensure_one()
        # sudo: parts of colleagues; whoever is consulted meanwhile talks, with the agent who has put the caller on hold
        holds = self.state == "held" and leg == self.sudo().leg_ids.filtered(lambda one: one.result == "talking")[:1]
        state = "ended" if not leg else "held" if holds else leg.result
        begun = (leg.answered_at or leg.ringing_at) if leg else self.ended_at
        return {
            "id": self.id,
            "name": self.name,
            "key": self.call_key,
            "direction": self.direction,
            "state": state,
            "since": fields.Datetime.to_string(begun or self.offered_at),
            "offered_at": fields.Datetime.to_string(self.offered_at),
            "phone": self.phone or "",
            "queue": self.queue or "",
            "talk_seconds": int(self.talk_seconds),
            "tickets": [{"id": ticket.id, "name": ticket.name} for ticket in self.ticket_ids],
            "caller": self.env["city12319.caller"].lookup(self.phone) if leg and self.phone else None,
        }

    def action_register(self):
        """Open the registration form for this call: number filled in, and the call linked when it is saved."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("city12319_intake.ticket_action_new")
        return {
            **action,
            "context": {"default_phone": self.phone, "default_call_ids": [(4, self.id)], "call_id": self.id},
        }

    @api.model
    def _figures_today(self, user=None):
        """Return the figures of the day, of everybody or of one agent (domain: call-centre statistics).

        ``service_level`` is answered within 15 s ÷ offered, in percent, None without calls; times in seconds.
        """
        return self._figures(*self.env["city12319.my.day"]._day_bounds(), user)

    @api.model
    def _figures(self, start, end, user=None):
        """Return the figures as :meth:`_figures_today`, of calls offered from ``start`` on and before ``end`` (UTC)."""
        domain = [("offered_at", ">=", start), ("offered_at", "<", end), ("direction", "=", "in"), ("queued_at", "!=", False)]
        if user:
            domain.append(("agent_id", "=", user.id))
        rows = self._read_group(domain, ["outcome"], ["__count", "talk_seconds:sum", "wait_seconds:sum"])
        offered = sum(count for _outcome, count, _talk, _wait in rows)
        answered, talk = next(((count, talk) for outcome, count, talk, _wait in rows if outcome == "answered"), (0, 0))
        quick = self.search_count([*domain, ("outcome", "=", "answered"), ("wait_seconds", "<=", SERVICE_SECONDS)])
        return {
            "offered": offered,
            "answered": answered,
            "abandoned": sum(count for outcome, count, _talk, _wait in rows if outcome == "abandoned"),
            "average_talk": round(talk / answered) if answered else None,
            "average_wait": round(sum(wait for *_rest, wait in rows) / offered) if offered else None,
            "service_level": round(100 * quick / offered) if offered else None,
            "tickets": self.search_count([*domain, ("ticket_id", "!=", False)]),
        }
