from odoo import api, models

from ...tools import pdf

VISIT = "city12319.visit"


class VisitBlocks(models.AbstractModel):
    """Blocks of the visit sheet (回访单)."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {
            **super()._kinds(),
            "visit_head": (self.env._("Visit: case and citizen"), VISIT),
            "visit_result": (self.env._("Visit: what was done"), VISIT),
            "visit_calls": (self.env._("Visit: calls tried"), VISIT),
            "visit_answers": (self.env._("Visit: the citizen's answers"), VISIT),
        }

    def _block_visit_head(self, visit, sheet, text):
        return [
            pdf.form_row(sheet.width, (self.env._("Case"), visit.name), (self.env._("Visitor"), visit.visitor_id.name)),
            pdf.form_row(
                sheet.width, (self.env._("Caller"), visit.caller_name or ""),
                (self.env._("Telephone"), visit.contact_phone or ""),
            ),
            pdf.form_row(
                sheet.width, (self.env._("Department"), visit.department_id.name),
                (self.env._("Due"), self._when(visit.due_at)),
            ),
            pdf.form_row(sheet.width, (self.env._("Summary"), visit.summary)),
        ]

    def _block_visit_result(self, visit, sheet, text):
        return [pdf.form_text(sheet.width, self.env._("Result"), visit.handling_result or "", height=24)]

    def _block_visit_calls(self, visit, sheet, text):
        rows = [
            [number, self._when(attempt.at), attempt.user_id.name, attempt.outcome_id.name, attempt.note or ""]
            for number, attempt in enumerate(visit.attempt_ids, start=1)
        ]
        head = [self.env._("No."), self.env._("Moment"), self.env._("By"), self.env._("Outcome"), self.env._("Note")]
        return self._listing(sheet, self.env._("Calls tried"), head, rows, [0.7, 2, 1.5, 2, 4], align="ccl") if rows else []

    def _block_visit_answers(self, visit, sheet, text):
        scores = [(visit._fields[name]._description_string(self.env), visit[name] or "") for name in (
            "score_result", "score_speed", "score_attitude",
        )]
        return [
            pdf.form_row(
                sheet.width, (self.env._("Judgement"), visit.result_id.name),
                (self.env._("Who answered"), self._label(visit, "proxy") if visit.done_at else ""),
            ),
            pdf.form_row(sheet.width, *scores),
            pdf.form_text(sheet.width, self.env._("What the citizen said"), visit.comment or "", height=24),
            pdf.form_text(
                sheet.width, self.env._("What is still wrong"), visit.cause or visit.reason or "",
                below=self._who_when(visit.done_by_id.name, self._when(visit.done_at)), height=20,
            ),
        ]
