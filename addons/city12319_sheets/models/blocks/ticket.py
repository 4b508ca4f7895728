from odoo import api, models

from ...tools import pdf

TICKET = "city12319.ticket"


class TicketBlocks(models.AbstractModel):
    """Blocks of the registration form (登记单) and of the verification sheet (核实单)."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "ticket_head": (self.env._("Ticket: number and state"), TICKET),
            "ticket_caller": (self.env._("Ticket: caller"), TICKET),
            "ticket_content": (self.env._("Ticket: content"), TICKET),
            "ticket_verification": (self.env._("Ticket: verification on site"), TICKET),
            "ticket_handling": (self.env._("Ticket: leader's instruction and orders"), TICKET),
            "ticket_answer": (self.env._("Ticket: answer and citizen's judgement"), TICKET),
            "ticket_photos": (self.env._("Ticket: photos"), TICKET),
        }

    def _block_ticket_head(self, ticket, sheet, text):
        return [
            pdf.form_row(
                sheet.width, (self.env._("Number"), ticket.name), (self.env._("Reported"), self._when(ticket.reported_at)),
            ),
            pdf.form_row(
                sheet.width, (self.env._("State"), f"{self._label(ticket, 'state')}  {ticket.stage_id.name or ''}"),
                (self.env._("Secrecy"), self._secrecy(ticket)),
            ),
        ]

    @api.model
    def _secrecy(self, ticket):
        if not ticket:
            return ""
        # sudo: everybody who has the paper must know that the caller stays unnamed
        return self.env._("★ Confidential") if ticket.sudo().confidential else self.env._("Ordinary")

    def _block_ticket_caller(self, ticket, sheet, text):
        return [
            pdf.form_row(
                sheet.width, (self.env._("Caller"), self._value(ticket, "caller_name")),
                (self.env._("Telephone"), self._value(ticket, "phone") or self._value(ticket, "phone_masked")),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Source"), ticket.source_id.name), (self.env._("Agent"), ticket.agent_id.name),
            ),
        ]

    def _block_ticket_content(self, ticket, sheet, text):
        return [
            *self._content(ticket, sheet),
            pdf.form_row(sheet.width, (self.env._("Occurred"), self._when(ticket.occurred_at))),
            pdf.form_row(sheet.width, (self.env._("Summary"), ticket.summary)),
            pdf.form_text(sheet.width, self.env._("Details"), self._details(ticket), height=24),
        ]

    @api.model
    def _content(self, record, sheet):
        """What, where: the same on tickets and orders."""
        return [
            pdf.form_row(
                sheet.width, (self.env._("Category"), record.category_id.display_name),
                (self.env._("Service type"), record.service_type_id.name),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Area"), record.area_id.display_name),
                (self.env._("Component"), self._value(record, "component_id")),
            ),
            pdf.form_row(sheet.width, (self.env._("Place"), record.address)),
        ]

    @api.model
    def _details(self, ticket):
        """The description, and the details that the category asks for."""
        lines = [
            f"{item['string']}: {item['value']}" for values in ticket.read(["properties"]) for item in values["properties"]
            if item.get("value") and item.get("type") in ("char", "text", "integer", "float", "date", "datetime")
        ]
        return "\n".join([ticket.description or "", *lines])

    def _block_ticket_verification(self, ticket, sheet, text):
        found = self._last(ticket, "verify_result")
        return [
            self._event_row(sheet, self.env._("To be verified"), self._last(ticket, "verify_request"), height=18),
            pdf.form_row(
                sheet.width, (self.env._("Inspector"), (found.user_id or ticket.inspector_id).name),
                (self.env._("Verification"), self._label(ticket, "verification")),
            ),
            self._event_row(sheet, self.env._("Found on site"), found, height=32),
        ]

    def _block_ticket_handling(self, ticket, sheet, text):
        orders = ticket.order_ids._filtered_access("read")
        return [
            pdf.form_text(
                sheet.width, self.env._("Leader's instruction"),
                "\n".join(filter(None, [self._label(ticket, "instruction"), ticket.instruction_text])), height=20,
            ),
            pdf.form_text(sheet.width, self.env._("Processing"), "\n".join(
                self._who_when(self._label(order, "mode"), order.name, order.department_id.name, order.stage_id.name)
                for order in orders.sorted("id")
            ), height=14),
        ]

    def _block_ticket_answer(self, ticket, sheet, text):
        orders = ticket.order_ids._filtered_access("read").sorted("id")
        answers = [ticket.answer, *(order.result for order in orders)]
        return [
            pdf.form_text(sheet.width, self.env._("Result"), "\n".join(filter(None, answers)), height=22),
            pdf.form_row(sheet.width, (self.env._("Judgement"), ticket.result_id.name)),
        ]

    def _block_ticket_photos(self, ticket, sheet, text):
        return self._photos(self._files_of(ticket), sheet, self.env._("Photos"))
