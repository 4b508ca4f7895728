from odoo import api, models

from ...tools import pdf
from .order import ORDER


class OrderWorkBlocks(models.AbstractModel):
    """Blocks of a process order about the work itself: department and limit, result, check, return visit."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "order_handling": (self.env._("Order: department, limit, receipt"), ORDER),
            "order_assisting": (self.env._("Order: assisting departments"), ORDER),
            "order_result": (self.env._("Order: result of handling"), ORDER),
            "order_check": (self.env._("Order: check on site"), ORDER),
            "order_visit": (self.env._("Order: return visit and judgement"), ORDER),
            "order_clocks": (self.env._("Order: time used in each stage"), ORDER),
            "order_requests": (self.env._("Order: requests of the department"), ORDER),
            "order_supervisions": (self.env._("Order: urges and supervision"), ORDER),
        }

    @api.model
    def _handling_clock(self, order):
        """The clock of handling as a whole, the newest; it keeps the promise that was made at dispatch."""
        return order.clock_ids.filtered(lambda clock: clock.scope == "phase").sorted("id")[-1:]

    def _block_order_handling(self, order, sheet, text):
        # a department that works again in a new round has received the order before
        task = order.task_ids.filtered(lambda task: task.role == "main" and task.sees and task.received_at).sorted("id")[-1:]
        clock = self._handling_clock(order)
        sent = self._last(order, "dispatch")
        return [
            pdf.form_row(
                sheet.width, (self.env._("Department"), order.department_id.name),
                (self.env._("Assisting"), ", ".join(order.assist_department_ids.mapped("name"))),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Dispatched"), self._who_when(sent.user_id.name, self._when(sent.at))),
                (self.env._("Due"), self._when(clock.due_at or order.due_at)),
            ),
            pdf.form_row(
                sheet.width,
                (self.env._("Received"), self._who_when(task.received_by_id.name, self._when(task.received_at))),
                (self.env._("Limit"), clock.promise if clock else ""),
            ),
            *([pdf.form_row(sheet.width, (self.env._("Requirement"), sent.reason))] if sent.reason else []),
        ]

    def _block_order_assisting(self, order, sheet, text):
        tasks = order.task_ids.filtered(lambda task: task.role == "assist").sorted("id")
        rows = [
            [task.department_id.name, self._label(task, "state"), self._when(task.received_at), task.answer or ""]
            for task in tasks
        ]
        head = [self.env._("Department"), self.env._("State"), self.env._("Received"), self.env._("Answer")]
        return self._listing(sheet, self.env._("Assisting departments"), head, rows, [2, 1, 1.9, 4]) if rows else []

    def _block_order_result(self, order, sheet, text):
        event = self._last(order, "feedback")
        return [pdf.form_text(
            sheet.width, self.env._("Result"), order.result or "",
            below=self._who_when(order.department_id.name, event.user_id.name, self._when(event.at)), height=16,
        )]

    def _block_order_check(self, order, sheet, text):
        asked = self._last(order, "check_request")
        event = self._last(order, "check_pass", "check_fail", "review_pass", "review_fail")
        return [
            *([pdf.form_row(sheet.width, (self.env._("To be checked"), asked.reason))] if asked.reason else []),
            self._event_row(sheet, self.env._("Check"), event, event.transition_id.name if event else ""),
        ]

    def _block_order_visit(self, order, sheet, text):
        event = self._last(order, "visit_close", "visit_redo", "visit_unreached", "close_direct")
        return [
            self._event_row(sheet, self.env._("Return visit"), event, event.transition_id.name if event else ""),
            pdf.form_row(
                sheet.width, (self.env._("Judgement"), order.result_id.name), (self.env._("Stage"), order.stage_id.name),
            ),
        ]

    def _block_order_clocks(self, order, sheet, text):
        rows = [
            [
                self._clock_name(clock), clock.round, self._when(clock.started_at), self._when(clock.stopped_at),
                clock.promise, clock.used_label or "", clock.overrun_label or "–",
            ]
            for clock in order.clock_ids.sorted("id")
        ]
        head = [
            self.env._("Timed"), self.env._("Round"), self.env._("Begun"), self.env._("Ended"), self.env._("Limit"),
            self.env._("Used"), self.env._("Over"),
        ]
        return self._listing(
            sheet, self.env._("Time used in each stage"), head, rows, [1.6, 0.8, 2.2, 2.2, 2.5, 1.5, 1.4], align="lccclll",
        )

    @api.model
    def _clock_name(self, clock):
        return clock.stage_id.name if clock.scope == "stage" else self._label(clock, "scope")

    def _block_order_requests(self, order, sheet, text):
        requests = order.request_ids.sorted("id")
        rows = [
            [
                self._label(request, "kind"), self._who_when(request.requested_by_id.name, self._when(request.requested_at)),
                request.reason, self._label(request, "state"),
                "\n".join(filter(None, [request.decision, request.decided_by_id.name, self._when(request.decided_at)])),
            ]
            for request in requests
        ]
        head = [
            self.env._("Request"), self.env._("Asked for"), self.env._("Reason"), self.env._("State"), self.env._("Decision"),
        ]
        return self._listing(sheet, self.env._("Requests of the department"), head, rows, [1, 2.2, 3.6, 1.2, 2.6])

    def _block_order_supervisions(self, order, sheet, text):
        supervisions = self.env["city12319.supervision"].search([("order_id", "=", order.id)], order="id")
        rows = [
            [
                item.name, self._label(item, "kind"), self._who_when(item.sender.name, self._when(item.sent_at)), item.text,
                "\n".join(filter(None, [item.reply, item.replied_by.name, self._when(item.replied_at)])),
            ]
            for item in supervisions
        ]
        head = [self.env._("Number"), self.env._("Kind"), self.env._("Sent"), self.env._("Requirement"), self.env._("Reply")]
        return self._listing(sheet, self.env._("Urges and supervision"), head, rows, [2, 0.9, 2.2, 3.4, 3])
