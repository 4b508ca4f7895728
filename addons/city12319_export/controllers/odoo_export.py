import json

from odoo.http import request

from odoo.addons.web.controllers import export

from ..tools.safe_text import guarded


class _Writer(export.ExportXlsxWriter):
    def write(self, row, column, cell_value, style=None):
        """Write a text as text, whatever it begins with: Odoo's writer would make formulas and links of some."""
        if isinstance(cell_value, str) and cell_value:
            self.worksheet.write_string(row, column, cell_value, style)
        else:
            super().write(row, column, cell_value, style)


class _GroupWriter(_Writer, export.GroupExportXlsxWriter):
    pass


class CSVExport(export.CSVExport):
    def base(self, data):
        """Remember the filter for the log of exports."""
        request.city12319_export_domain = json.loads(data).get("domain")
        return super().base(data)

    def from_data(self, fields, columns_headers, rows):
        """Guard the starts of formulas that Odoo does not know."""
        safe = [[guarded(cell) if isinstance(cell, str) and cell[:1] not in "=+-" else cell for cell in row] for row in rows]
        return super().from_data(fields, columns_headers, safe)


class ExcelExport(export.ExcelExport):
    def base(self, data):
        """Remember the filter for the log of exports."""
        request.city12319_export_domain = json.loads(data).get("domain")
        return super().base(data)

    def from_data(self, fields, columns_headers, rows):
        """As Odoo, with texts that stay texts."""
        with _Writer(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        """As Odoo, with texts that stay texts."""
        with _GroupWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value
