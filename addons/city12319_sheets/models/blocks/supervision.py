from odoo import api, models

from ...tools import pdf

SUPERVISION = "city12319.supervision"


class SupervisionBlocks(models.AbstractModel):
    """Blocks of the supervision notice (督办通知单) and the urge notice (催办通知书)."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "supervision_head": (self.env._("Notice: number, case, unit"), SUPERVISION),
            "supervision_case": (self.env._("Notice: the case"), SUPERVISION),
            "supervision_demand": (self.env._("Notice: requirement and limit"), SUPERVISION),
            "supervision_reply": (self.env._("Notice: receipt and reply"), SUPERVISION),
        }

    @api.model
    def _unit_of(self, supervision):
        """Whom it was sent to: the department, or the people who had the case."""
        return supervision.department_id.name or ", ".join(supervision.recipient_ids.mapped("name"))

    def _block_supervision_head(self, supervision, sheet, text):
        return [
            pdf.form_row(
                sheet.width, (self.env._("Number"), supervision.name), (self.env._("Case"), supervision.order_id.name),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Unit"), self._unit_of(supervision)),
                (self.env._("Level"), self._who_when(
                    self._label(supervision, "category"), self._label(supervision, "level"),
                )),
            ),
        ]

    def _block_supervision_case(self, supervision, sheet, text):
        order = supervision.order_id
        return [
            pdf.form_row(sheet.width, (self.env._("Summary"), order.summary)),
            pdf.form_row(
                sheet.width, (self.env._("Place"), order.address), (self.env._("Category"), order.category_id.display_name),
            ),
            pdf.form_row(
                sheet.width,
                (self.env._("Stage then"), self._who_when(supervision.stage_id.name, self._round(supervision))),
                (self.env._("Case due"), self._when(self._handling_clock(order).due_at or order.due_at)),
            ),
        ]

    @api.model
    def _round(self, supervision):
        return self.env._("round %s", supervision.round) if supervision.round > 1 else ""

    def _block_supervision_demand(self, supervision, sheet, text):
        sender = self.env._("sent by the system") if supervision.automatic else supervision.sender.name
        return [
            pdf.form_text(
                sheet.width, self.env._("Reason and requirement"), supervision.text,
                below=self._who_when(sender, self._when(supervision.sent_at)), height=34,
            ),
            pdf.form_row(sheet.width, (self.env._("Reply until"), self._when(supervision.due_at))),
        ]

    def _block_supervision_reply(self, supervision, sheet, text):
        received = self._who_when(supervision.receipt_by.name, self._when(supervision.receipt_at))
        replied = self._who_when(supervision.replied_by.name, self._when(supervision.replied_at))
        return [
            pdf.form_row(sheet.width, (self.env._("Received"), received), height=11),
            pdf.form_text(sheet.width, self.env._("Reply"), supervision.reply or "", below=replied, height=46),
        ]

    # ------------------------------------------------------------------ letters

    def _letter_values(self, record):
        values = super()._letter_values(record)
        if record._name != SUPERVISION:
            return values
        clock = self._handling_clock(record.order_id)
        return {
            **values,
            "ticket": self._ticket_of(record.order_id).name, "department": self._unit_of(record),
            "due": self._when(clock.due_at or record.order_id.due_at), "requirement": record.text,
            "reply_until": self._when(record.due_at),
        }
