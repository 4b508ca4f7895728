from odoo import api, models

from ...tools import pdf

INSPECTION = "city12319.inspection"


class InspectionBlocks(models.AbstractModel):
    """Blocks of the spot check sheet (抽查单)."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "inspection_head": (self.env._("Spot check: number, unit, place"), INSPECTION),
            "inspection_found": (self.env._("Spot check: what was found, points deducted"), INSPECTION),
            "inspection_appeal": (self.env._("Spot check: appeal and decision"), INSPECTION),
            "inspection_photos": (self.env._("Spot check: photos"), INSPECTION),
        }

    def _block_inspection_head(self, check, sheet, text):
        return [
            pdf.form_row(
                sheet.width, (self.env._("Number"), check.name), (self.env._("State"), self._label(check, "state")),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Unit checked"), check.department_id.name),
                (self.env._("Area"), check.area_id.display_name),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Inspector"), check.inspector_id.name),
                (self.env._("Checked at"), self._when(check.at)),
            ),
            pdf.form_row(sheet.width, (self.env._("What is checked"), check.subject)),
            pdf.form_row(sheet.width, (self.env._("Place"), check.address)),
            pdf.form_text(sheet.width, self.env._("Reported by the unit"), check.order_result or "", height=13),
        ]

    def _block_inspection_found(self, check, sheet, text):
        head = [
            self.env._("No."), self.env._("Item"), self.env._("Times"), self.env._("Points deducted"), self.env._("Note"),
        ]
        rows = [
            [number, line.item_id.display_name, line.times, f"{line.points:g}", line.note or ""]
            for number, line in enumerate(check.line_ids, start=1)
        ]
        rows = rows or [[""] * 5] * 3  # room to write by hand
        rows.append(["", self.env._("Total"), "", f"{check.points:g}" if check.line_ids else "", ""])
        return [
            pdf.form_text(sheet.width, self.env._("What was found"), check.text or "", height=26),
            pdf.data_table(sheet.width, head, rows, [0.7, 4, 1, 1.4, 3], totals=1, align="clrrl"),
        ]

    def _block_inspection_appeal(self, check, sheet, text):
        return [
            pdf.form_text(
                sheet.width, self.env._("Appeal"), check.appeal_reason or "",
                below=self._who_when(check.appealed_by_id.name, self._when(check.appealed_at)), height=16,
            ),
            pdf.form_text(
                sheet.width, self.env._("Decision"),
                "\n".join(filter(None, [self._label(check, "decision"), check.decision_text])),
                below=self._who_when(check.decided_by_id.name, self._when(check.decided_at)), height=16,
            ),
            pdf.form_row(
                sheet.width,
                (self.env._("Points that count"), f"{check.final_points:g}" if check.state == "final" else ""),
            ),
        ]

    def _block_inspection_photos(self, check, sheet, text):
        return self._photos(check.photo_ids._filtered_access("read"), sheet, self.env._("Photos"))
