from odoo import api, fields, models
from odoo.exceptions import UserError


class IrActionsReport(models.Model):
    """A kind of report that our own PDF kit makes, beside Odoo's own kinds."""

    _inherit = "ir.actions.report"

    report_type = fields.Selection(
        selection_add=[("city12319_sheet", "Printed sheet")], ondelete={"city12319_sheet": "cascade"},
    )

    @api.model
    def _print_sheets(self, report_id, ids):
        """Print the records as the sheet of a report says, as the current person.

        :param report_id: id of a report of our kind
        :param ids: ids of records of the sheet's model, in the order of the pages
        :return: (the file as bytes, its name)
        :raises UserError, AccessError, MissingError: see ``city12319.sheet._print``
        """
        # sudo: the layout is no secret; what is printed by it is read as the person
        sheet = self.env["city12319.sheet"].sudo().search([("report_id", "=", report_id)])
        if not sheet:
            raise UserError(self.env._("This sheet is no longer printed. Load the page again."))
        return sheet._print(self.env[sheet.model].browse(dict.fromkeys(ids)))

    @api.model
    def _render_city12319_sheet(self, report_ref, res_ids, data=None):
        """Render a sheet for Odoo's own callers (``_render``); returns (bytes, ``"pdf"``)."""
        return self._print_sheets(self._get_report(report_ref).id, res_ids or [])[0], "pdf"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        # the address /report/pdf/… and the attachments of message templates come here
        if self._get_report(report_ref).report_type == "city12319_sheet":
            return self._render_city12319_sheet(report_ref, [res_ids] if isinstance(res_ids, int) else res_ids, data)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
