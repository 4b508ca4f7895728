from odoo import api, models

from .order import ORDER


class CaseEventBlocks(models.AbstractModel):
    """Blocks of the case file (案卷) about its history: every step, the other orders of the ticket, the recordings."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "case_events": (self.env._("Case: every step"), ORDER),
            "case_orders": (self.env._("Case: orders of the ticket"), ORDER),
            "case_recordings": (self.env._("Case: list of recordings"), ORDER),
        }

    def _block_case_events(self, order, sheet, text):
        rows = [
            [
                number, self._when(event.at), event.transition_id.name or event.code, event.to_stage_id.name or "",
                "\n".join(filter(None, [event.user_id.name, self._own_unit(event).name])),
                "\n".join(filter(None, [event.reason, event.text])),
            ]
            for number, event in enumerate(order._flow_timeline_events().sorted(lambda event: (event.at, event.id)), start=1)
        ]
        head = [
            self.env._("No."), self.env._("Moment"), self.env._("Step"), self.env._("Stage after it"), self.env._("By"),
            self.env._("Reason and content"),
        ]
        return self._listing(sheet, self.env._("Every step"), head, rows, [0.7, 2.2, 1.7, 1.7, 1.9, 4.1], align="ccllll")

    @api.model
    def _own_unit(self, event):
        """The department of the case, when who acted belongs to it; others act on its case as well."""
        return event.department_id if event.user_id in event.department_id.visible_user_ids else event.department_id.browse()

    def _block_case_orders(self, order, sheet, text):
        orders = self.env[ORDER].search([("ticket_id", "=", order.ticket_id.id)], order="id")
        rows = [
            [
                item.name, self._label(item, "mode"), item.department_id.name or item.leader_id.name or "", item.stage_id.name,
                item.result or item.instruction_text or "",
            ]
            for item in orders
        ]
        head = [
            self.env._("Number"), self.env._("Processing"), self.env._("With"), self.env._("Stage"), self.env._("Result"),
        ]
        return self._listing(sheet, self.env._("Orders of the ticket"), head, rows, [2, 1.3, 2, 1.5, 4])

    def _block_case_recordings(self, order, sheet, text):
        """Which calls were recorded; neither an address nor a place from which the sound could be had."""
        calls = self.env["city12319.call"]
        readable = calls.has_access("read") and order.ticket_id.has_access("read")
        found = calls.search([("ticket_ids", "in", order.ticket_id.ids)], order="offered_at") if readable else calls
        rows = [
            [
                call.name, self._label(call, "direction"), self._when(call.offered_at), call.agent_id.name or "",
                self.env._("%s s", round(call.talk_seconds or 0)), self._recorded(call),
            ]
            for call in found
        ]
        head = [
            self.env._("Call"), self.env._("Direction"), self.env._("Moment"), self.env._("Agent"), self.env._("Talk"),
            self.env._("Recording"),
        ]
        return self._listing(sheet, self.env._("Calls and recordings"), head, rows, [2.2, 1, 2.2, 1.4, 1, 2.8])

    @api.model
    def _recorded(self, call):
        if not call._has_field_access(call._fields["recording_ids"], "read"):
            return ""
        return "\n".join(
            self._who_when(self._label(recording, "state"), f"SHA-256 {recording.sha256[:16]}…" if recording.sha256 else "")
            for recording in call.recording_ids
        ) or "–"
