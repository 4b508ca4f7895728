from datetime import timedelta

from odoo import api, fields, models, release
from odoo.exceptions import AccessError
from odoo.fields import Domain

LATEST = 14
STATES = ["talking", "ringing", "ready", "after_call", "busy", "signed_out"]


class WallScreen(models.AbstractModel):
    """The wall screen of the hall (大屏): figures and places, no persons. Whoever walks through the hall reads it."""

    _name = "city12319.wall.screen"
    _description = "Wall Screen"

    @api.model
    def _may_watch(self):
        return self.env.user.has_group("city12319_dashboard.group_wall")

    @api.model
    @api.readonly
    def load(self):
        """Return everything that the screen shows.

        :return: dict with ``now`` (UTC), ``midnight`` (UTC, when the day ends in the city), ``version`` (a page of another
            version loads itself anew), ``city``, ``calls`` (``queue``, ``today``, ``seats``), and ``figures``, ``funnel``,
            ``departments``, ``districts``, ``categories``, ``trend`` as on the dashboard, ``latest`` cases
        :raises AccessError: for whoever has no right to the wall
        """
        if not self._may_watch():
            raise AccessError(self.env._("You have no right to the wall screen. An administrator gives it."))
        # sudo: figures and places without persons, for whoever has the wall; its login reads no case
        return self.sudo()._screen()

    @api.model
    def _screen(self):
        calls = self._calls()
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "midnight": fields.Datetime.to_string(self.env["city12319.my.day"]._day_bounds()[1]),
            "version": self._version(),
            "city": self._city(),
            "calls": calls,
            "latest": self._latest(),
            **self.env["city12319.dashboard"]._stamped()._wall(calls["today"]),
        }

    @api.model
    def _version(self):
        """Return what changes when the page has to be loaded anew: Odoo or the addons were upgraded."""
        return f"{release.version}-{self.env.registry.registry_sequence}"

    @api.model
    def _city(self):
        """Return the name over the screen: the city, or the company while no city is set up."""
        city = self.env["city12319.area"].search([("level", "=", "city")], limit=2)
        return city.name if len(city) == 1 else self.env.company.name

    @api.model
    def _calls(self):
        """Return the strip of the call centre: queue, day, and seats by number, without names."""
        seats = self._seats()
        counts = dict.fromkeys(STATES, 0)
        for seat in seats:
            counts[seat["state"]] += 1
        labels = {**dict(self.env["city12319.seat.state"]._fields["state"]._description_selection(self.env)),
                  **dict(self.env["city12319.call.leg"]._fields["result"]._description_selection(self.env))}
        return {
            "queue": self._queue(),
            "today": self.env["city12319.call"]._figures_today(),
            "seats": seats,
            "states": [{"state": state, "name": labels[state], "count": counts[state]} for state in STATES],
        }

    @api.model
    def _queue(self):
        """Return how many wait, and since when the first of them does (UTC)."""
        queue = self.env["city12319.seat"]._queue_now()
        since = fields.Datetime.now() - timedelta(seconds=queue["longest"])
        return {"waiting": queue["waiting"], "since": fields.Datetime.to_string(since) if queue["waiting"] else False}

    @api.model
    def _seats(self):
        seats = self.env["city12319.seat"].search([("user_id", "!=", False)])
        states = self.env["city12319.seat.state"].search([("user_id", "in", seats.user_id.ids), ("ended_at", "=", False)])
        running, now = states.grouped("user_id"), fields.Datetime.now()
        talking = self.env["city12319.seat"]._talking()
        rows = []
        for seat in seats:
            interval, leg = running.get(seat.user_id), talking.get(seat.user_id)
            state = leg.result if leg else interval.state if interval else "signed_out"
            if state == "after_call" and interval.until and interval.until <= now:
                state = "ready"  # the interval is closed by whoever changes something next
            rows.append({"number": seat.number, "state": state})
        return sorted(rows, key=lambda row: (STATES.index(row["state"]), row["number"]))

    @api.model
    def _latest(self):
        """Return the latest registrations: what, where, how far; never the summary, which may name people."""
        tickets = self.env["city12319.ticket"].search_fetch(
            Domain.TRUE, ["name", "category_id", "area_id", "stage_id", "reported_at", "service_type_id"], limit=LATEST,
        )
        street = self._street_names(tickets.area_id)
        return [
            {
                "id": ticket.id, "number": ticket.name,
                "category": ticket.category_id.name or ticket.service_type_id.name or "–",
                "place": street.get(ticket.area_id, ""), "stage": ticket.stage_id.name,
                "final": ticket.stage_id.final, "at": fields.Datetime.to_string(ticket.reported_at),
            }
            for ticket in tickets
        ]

    @api.model
    def _street_names(self, areas):
        """Return ``{area: district and street}``: nothing finer, so that nobody's door is pointed at."""
        above = self.env["city12319.area"].browse({int(key) for area in areas for key in area.parent_path.split("/")[:-1]})
        coarse = {area.id: area.name for area in above if area.level in ("district", "street")}
        return {
            area: "".join(coarse[key] for key in map(int, area.parent_path.split("/")[:-1]) if key in coarse)
            for area in areas
        }

    @api.model
    def _content_security_policy(self):
        """Return what the page may load: from this server alone. The map adds where its tiles come from."""
        images = " ".join(["'self'", "data:", *self._image_hosts()])
        return (
            f"default-src 'self'; img-src {images}; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; connect-src 'self' ws: wss:; "
            "frame-ancestors 'self'"
        )

    @api.model
    def _image_hosts(self):
        """Return the hosts beside this one that pictures may come from."""
        return []
