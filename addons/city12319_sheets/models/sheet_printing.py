from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.city12319_export.tools.safe_text import file_stem

from ..tools import pdf


class SheetPrinting(models.Model):
    """How a sheet is printed: rights first, then the blocks of each record, then the log."""

    _inherit = "city12319.sheet"

    def _print(self, records):
        """Make one PDF with a sheet of each record.

        :param records: in the order of the pages, in the environment of whoever prints
        :return: (the file as bytes, its name)
        :raises AccessError: when the person may not print this, or not read one of the records; nothing is made then
        :raises UserError: when there are too many, none, or some that this sheet is not for
        """
        self.ensure_one()
        self._check_printable(records)
        file = records.env["city12319.sheet.maker"].make_pdf([self._sheet_of(record) for record in records])
        name = f"{file_stem(self._file_title(records))}.pdf"
        records.env["city12319.export.log"].note(
            kind="print", what=self._file_title(records), model=self.model, domain=[("id", "in", records.ids)],
            rows=len(records), file_name=name, file_size=len(file),
        )
        return file, name

    def action_blank(self):
        """Open the sheet without a record: to look at its layout, and to fill in by hand when the system is down."""
        self.ensure_one()
        self.check_access("write")
        return {"type": "ir.actions.act_url", "url": f"/city12319/sheet/{self.id}/blank", "target": "new"}

    def _print_blank(self):
        """Make the PDF that ``action_blank`` opens; returns (the file as bytes, its name)."""
        self.check_access("write")
        # sudo: there is no record whose rights could be asked, and none that could be shown
        nothing = self.env[self.model].sudo().browse()
        return self.env["city12319.sheet.maker"].make_pdf([self._sheet_of(nothing)]), f"{file_stem(self.name)}.pdf"

    def _check_printable(self, records):
        env = records.env
        if not records:
            raise UserError(env._("Choose what shall be printed."))
        if self.group_ids and not self.group_ids & env.user.all_group_ids and not env.su:
            raise AccessError(env._("“%(sheet)s” is printed by others. Ask the shift leader for it.", sheet=self.name))
        if len(records) > self.most:
            raise UserError(env._(
                "%(count)s are too many for one file of “%(sheet)s”: print at most %(most)s at once.",
                count=len(records), sheet=self.name, most=self.most,
            ))
        records.check_access("read")
        others = records - records.filtered_domain(self._domain())
        if others:
            raise UserError(env._(
                "“%(sheet)s” is not for %(records)s. Take them out of the selection.",
                sheet=self.name, records=", ".join(others[:5].mapped("display_name")),
            ))

    def _sheet_of(self, record):
        blocks = record.env["city12319.sheet.blocks"]
        link = f"{self.get_base_url()}/odoo/{record._name}/{record.id}" if record else ""
        sheet = pdf.Sheet(self.name, record.display_name or "", link=link)
        for block in self.block_ids:
            sheet.blocks += blocks._made(block, record, sheet)
        return sheet

    def _file_title(self, records):
        if len(records) == 1:
            return f"{self.name} {records.display_name}"
        return records.env._("%(sheet)s, %(count)s sheets", sheet=self.name, count=len(records))
