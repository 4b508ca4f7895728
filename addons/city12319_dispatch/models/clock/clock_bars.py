from odoo import api, fields, models

from odoo.addons.city12319_flow.models.clock_mixin import duration_label

_COLOURS = {"none": "bg-success", "warning": "bg-warning", "overdue": "bg-danger", "paused": "bg-secondary"}
_BADGES = {
    "none": "text-bg-info", "warning": "text-bg-warning", "overdue": "text-bg-danger", "paused": "text-bg-secondary",
    "stopped": "text-bg-light",
}


class ClockBars(models.Model):
    """The clocks of one case as the form shows them."""

    _inherit = "city12319.clock"

    @api.model
    def bars(self, res_model, res_id):
        """Return the clocks of a ticket or an order that the person may see, in the order in which they started.

        :param res_model: ``city12319.ticket`` or ``city12319.order``
        :return: list of dicts: name, promise, used, share (of the limit, 1 is all of it), lamp, moments, …
        :raises AccessError: when the person may not read the document
        """
        document = self.env[res_model].browse(res_id)
        document.check_access("read")
        by = "order_id" if res_model == "city12319.order" else "ticket_id"
        clocks = self.search([(by, "=", document.id)], order="started_at, id")
        return [clock._bar_values() for clock in clocks]

    def _bar_values(self):
        # sudo: the person sees the clock; the arithmetic needs the calendar and the pauses
        clock = self.sudo()
        now = clock.stopped_at or fields.Datetime.now()
        used, over = clock._progress()
        granted = clock._granted()
        shown = "paused" if clock.state == "paused" else clock.alert
        paused = sum(((pause.ended_at or now) - pause.started_at).total_seconds() for pause in clock.pause_ids)
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        results = dict(self._fields["result"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        alerts = dict(self._fields["alert"]._description_selection(self.env))
        running = alerts[clock.alert] if clock.due_at else states["running"]
        return {
            "id": clock.id,
            "scope": clock.scope,
            "name": clock.stage_id.name if clock.scope == "stage" else scopes[clock.scope],
            "round": clock.round,
            "promise": clock.promise if clock.limit_seconds else "",
            "used": duration_label(self.env, used, clock.unit),
            "over": duration_label(self.env, over, clock.unit) if over else "",
            "limited": bool(clock.limit_seconds),
            "share": (used + clock.carried_seconds) / granted if granted else 0,
            "lamp": shown,
            "colour": _COLOURS[shown],
            "badge": _BADGES["stopped" if clock.state == "stopped" and shown != "overdue" else shown],
            "state": {"stopped": results.get(clock.result), "paused": states["paused"], "running": running}[clock.state],
            "started_at": fields.Datetime.to_string(clock.started_at),
            "stopped_at": fields.Datetime.to_string(clock.stopped_at) or False,
            "due_at": clock.state != "paused" and fields.Datetime.to_string(clock.due_at) or False,
            "user": clock.user_id.name or "",
            "extended": clock.extended_seconds and duration_label(self.env, clock.extended_seconds, clock.unit),
            "paused": paused and duration_label(self.env, paused, "urgent_hours"),
        }
