from odoo import api, models

from odoo.addons.city12319_intake.tools import phone as phone_tools

from ...tools import pdf


class SheetBlocks(models.AbstractModel):
    """What the blocks of printed sheets show. Each kind of block has a method ``_block_<kind>``.

    The other files of this folder add the kinds of one sort of record each. A method gets the record, in the environment
    of whoever prints, the sheet (for its width) and the block's own text, and returns a list of blocks of the PDF kit.
    What the person may not read is left empty.
    """

    _name = "city12319.sheet.blocks"
    _description = "Blocks of Printed Sheets"

    @api.model
    def _kinds(self):
        """Return ``{kind: (label, model or None for any)}``."""
        return {}

    @api.model
    def _made(self, block, record, sheet):
        """Return the blocks of the PDF kit for one ``city12319.sheet.block``."""
        return getattr(self, f"_block_{block.kind}")(record, sheet, block.text or "")

    # ------------------------------------------------------------------ how values are written

    @api.model
    def _when(self, moment):
        return self.env["city12319.sheet.maker"]._moment(moment)

    @api.model
    def _who_when(self, *parts):
        """Put a name, a unit and a time behind each other; what is empty is left out."""
        return "  ".join(part for part in parts if part)

    @api.model
    def _label(self, record, name):
        """The label of a selection's value, empty for none."""
        if not record[name]:
            return ""
        # some selections are read from the database: once for all sheets of a print
        known = self.env.cr.cache.setdefault("city12319_sheet_labels", {})
        field, lang = record._fields[name], self.env.lang
        if (field, lang) not in known:
            known[field, lang] = dict(field._description_selection(self.env))
        return known[field, lang].get(record[name], "")

    @api.model
    def _value(self, record, name):
        """A field as text, empty when the person may not read it."""
        field = record._fields[name]
        if not record._has_field_access(field, "read"):
            return ""
        value = record[name]
        if field.type == "selection":
            return self._label(record, name)
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "datetime":
            return self._when(value)
        return value or ""

    @api.model
    def _masked(self, number):
        return phone_tools.mask(number) if number else ""

    @api.model
    def _last(self, record, *codes):
        """The newest event of these codes that the person may read, or an empty one."""
        return record.event_ids.filtered(lambda event: event.code in codes).sorted("id")[-1:]

    @api.model
    def _event_row(self, sheet, label, event, text="", height=13):
        """A boxed text with who wrote it and when; empty, to be filled in by hand, when nobody did yet."""
        return pdf.form_text(
            sheet.width, label, "\n".join(filter(None, [text, event.reason])),
            below=self._who_when(event.user_id.name, self._when(event.at)), height=height,
        )

    @api.model
    def _listing(self, sheet, title, head, rows, widths, align=""):
        """A table with its heading; with no rows, a line that says so."""
        body = [pdf.data_table(sheet.width, head, rows, widths, align=align)] if rows else pdf.notes([self.env._("None.")])
        return [*pdf.heading(title), *body]
