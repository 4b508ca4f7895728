from odoo import api, models

from ...tools import pdf

ORDER = "city12319.order"


class OrderBlocks(models.AbstractModel):
    """Blocks of the process order (处理单) and its letters: head, caller, content, opinions.

    Paper goes to departments: a caller who asked to stay unnamed is not named on it, whoever prints it, and the number is
    full only where the department may call.
    """

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "order_head": (self.env._("Order: number, urgency, secrecy"), ORDER),
            "order_caller": (self.env._("Order: caller"), ORDER),
            "order_content": (self.env._("Order: content"), ORDER),
            "order_opinion": (self.env._("Order: proposed handling"), ORDER),
            "order_instruction": (self.env._("Order: leader's instruction"), ORDER),
            "order_verification": (self.env._("Order: verification on site"), ORDER),
            "order_photos_before": (self.env._("Order: photos before"), ORDER),
            "order_photos_after": (self.env._("Order: photos after"), ORDER),
        }

    @api.model
    def _ticket_of(self, order):
        # sudo: its number, secrecy and whether the department may call, which stand on the paper for everybody
        return order.ticket_id.sudo()

    def _block_order_head(self, order, sheet, text):
        ticket = self._ticket_of(order)
        supervised = self.env._("★ Supervised") if order.supervised else ""
        return [
            pdf.form_row(
                sheet.width, (self.env._("Number"), order.name), (self.env._("Processing"), self._label(order, "mode")),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Ticket number"), ticket.name),
                (self.env._("Reported"), self._when(order.reported_at)),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Urgency"), self._who_when(self._label(order, "urgency"), supervised)),
                (self.env._("Secrecy"), self._secrecy(ticket)),
            ),
        ]

    def _block_order_caller(self, order, sheet, text):
        ticket = self._ticket_of(order)
        open_to_departments = ticket.contact_allowed and not ticket.confidential
        phone = order.contact_phone or ""
        if ticket.confidential:
            phone = ""
        elif not open_to_departments:
            phone = self._masked(phone)
        return [
            pdf.form_row(
                sheet.width,
                (self.env._("Caller"), self.env._("Confidential") if ticket.confidential else order.caller_name or ""),
                (self.env._("Telephone"), phone),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Source"), order.source_id.name), (self.env._("Agent"), ticket.agent_id.name),
            ),
        ]

    def _block_order_content(self, order, sheet, text):
        return [
            *self._content(order, sheet),
            pdf.form_row(sheet.width, (self.env._("Summary"), order.summary)),
            pdf.form_text(sheet.width, self.env._("Details"), order.description or "", height=16),
        ]

    def _block_order_opinion(self, order, sheet, text):
        event = self._last(order, "process_file", "process_escalate", "process_transfer")
        return [self._event_row(sheet, self.env._("Proposed handling"), event)]

    def _block_order_instruction(self, order, sheet, text):
        codes = ("instruct_pass", "instruct_verify", "instruct_other")
        event, instruction = self._last(order, *codes), self._label(order, "instruction")
        if instruction and not event:  # it was given on the order before this one, which not everybody reads
            event = self._last(order.previous_id._filtered_access("read"), *codes)
        return [self._event_row(sheet, self.env._("Leader's instruction"), event, instruction, height=18)]

    def _block_order_verification(self, order, sheet, text):
        event = self._last(order, "verify_result")
        return [self._event_row(sheet, self.env._("Verification"), event)] if event else []

    def _block_order_photos_before(self, order, sheet, text):
        return self._photos(self._photos_before(order), sheet, self.env._("Photos before handling"))

    def _block_order_photos_after(self, order, sheet, text):
        return self._photos(self._photos_after(order), sheet, self.env._("Photos after handling"))

    # ------------------------------------------------------------------ letters

    def _letter_values(self, record):
        values = super()._letter_values(record)
        if record._name != ORDER:
            return values
        clock = self._handling_clock(record)
        return {
            **values,
            "ticket": self._ticket_of(record).name, "department": record.department_id.name,
            "leader": record.leader_id.name, "due": self._when(clock.due_at or record.due_at),
        }
