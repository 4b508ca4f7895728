from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_evaluation.models import city_time

from ..tools import pdf

CENTRE, FOOT = "city12319_sheets.centre", "city12319_sheets.foot"


class SheetMaker(models.AbstractModel):
    """Makes PDFs of sheets: brings the centre's settings and the language of the person to the PDF kit."""

    _name = "city12319.sheet.maker"
    _description = "Maker of Printed Sheets"

    @api.model
    @api.private
    def make_pdf(self, sheets):
        """Make one PDF of sheets.

        :param sheets: ``tools.pdf.Sheet`` items in order, at least one
        :return: the file as bytes
        :raises UserError: when a font is not installed
        """
        try:
            return pdf.build(sheets, self._paper())
        except pdf.FontMissing as missing:
            raise UserError(self.env._(
                "The font for printed sheets is not installed. Install the package %(package)s on the server"
                " (apt install %(package)s), or run ./hotline up again, then print once more.", package=missing.package,
            )) from missing

    @api.model
    def _paper(self):
        settings = self.env["ir.config_parameter"].sudo()  # sudo: settings that stand on every sheet
        printed = self.env._(
            "Printed by %(person)s on %(moment)s", person=self.env.user.name, moment=self._moment(fields.Datetime.now()),
        )
        foot = settings.get_param(FOOT)
        return pdf.Paper(
            centre=settings.get_param(CENTRE) or self.env.company.name,
            foot=f"{printed}  {foot}" if foot else printed,
            page=self.env._("Page %s"), pages=self.env._("of %s"),
            language=(self.env.lang or "zh_CN").replace("_", "-"),
        )

    @api.model
    def _moment(self, moment):
        """A UTC datetime as it is written on paper, in the city's time; nothing for no datetime."""
        return city_time.written(self.env, moment) if moment else ""
