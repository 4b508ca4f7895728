import re

from odoo import api, fields, models

from odoo.addons.city12319_dispatch.tools import visit_plan

from ...tools import pdf
from ...tools.pdf import text as styles


class AnyBlocks(models.AbstractModel):
    """Blocks that go onto every sheet: headings, letters, notes, empty fields and signatures."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "heading": (self.env._("Heading"), None),
            "letter": (self.env._("Letter"), None),
            "empty_field": (self.env._("Empty field to write in"), None),
            "signatures": (self.env._("Signatures"), None),
            "note": (self.env._("Note"), None),
        }

    def _block_heading(self, record, sheet, text):
        return pdf.heading(text)

    def _block_letter(self, record, sheet, text):
        """The salutation stands at the margin, what follows is indented, the sender and the date stand on the right."""
        values = self._letter_values(record)
        if not record:  # a blank sheet, to be filled in by hand
            values = {name: value or "________" for name, value in values.items()}
        filled = visit_plan.fill(text, values)
        opening, *lines = filled.split("\n")
        paragraphs = [pdf.paragraph(line, styles.LETTER) for line in lines if line.strip()]
        closing = [pdf.paragraph(values[name], styles.LETTER_RIGHT) for name in ("centre", "today")]
        return [pdf.gap(4), pdf.paragraph(opening, styles.LETTER_OPENING), *paragraphs, pdf.gap(8), *closing, pdf.gap(6)]

    def _block_empty_field(self, record, sheet, text):
        return [pdf.form_text(sheet.width, text, "", height=26)]

    def _block_signatures(self, record, sheet, text):
        labels = [label.strip() for label in re.split("[,，、\n]", text) if label.strip()]
        return [
            pdf.sign_row(sheet.width, *labels[first:first + 3]) for first in range(0, len(labels), 3)
        ]

    def _block_note(self, record, sheet, text):
        return pdf.notes(text.split("\n"))

    # ------------------------------------------------------------------ letters

    @api.model
    def _variables(self):
        """Names of what letters may contain in braces."""
        return (
            "number", "case", "ticket", "summary", "address", "category", "area", "department", "due", "source", "reported",
            "leader", "requirement", "reply_until", "centre", "today", "person",
        )

    def _letter_values(self, record):
        """Return ``{variable: text}`` for one record; what it does not have is empty."""
        order = record.order_id if "order_id" in record._fields else record
        return {
            **dict.fromkeys(self._variables(), ""),
            **{name: self._value(order, name) for name in ("summary", "address")},
            **{name: self._value(order, f"{name}_id") for name in ("category", "area", "source")},
            "number": record.display_name, "case": order.display_name,
            "reported": self._value(order, "reported_at"),
            "centre": self.env["city12319.sheet.maker"]._paper().centre,
            "today": self._when(fields.Datetime.now())[:10],
            "person": self.env.user.name,
        }
