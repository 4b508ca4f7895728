from odoo import api, fields, models


class Report(models.Model):
    """What an administrator adds to a report: a filter that always holds."""

    _inherit = "city12319.report"

    area_id = fields.Many2one("city12319.area", string="Only area", ondelete="restrict", help="With everything below it.")
    department_id = fields.Many2one("city12319.department", string="Only department", ondelete="restrict")
    category_id = fields.Many2one("city12319.category", string="Only problem category", ondelete="restrict")
    service_type_id = fields.Many2one("city12319.service.type", string="Only service type", ondelete="restrict")
    source_id = fields.Many2one("city12319.source", string="Only source", ondelete="restrict")

    @api.constrains("figure_ids", "area_id", "department_id", "category_id", "service_type_id", "source_id")
    def _check_fixed_filters(self):
        for report in self:
            for rollup in report._rollups():
                report._filter_domain(rollup, report._fixed_filters())

    def _fixed_filters(self):
        """Return ``{field: id}`` of what the report always is about."""
        names = ("area_id", "department_id", "category_id", "service_type_id", "source_id")
        return {name: self[name].id for name in names if self[name]}

    @api.model
    @api.readonly
    def compute(self, code, params=None):
        """Return a report as data, within the filter that always holds; see the base."""
        return super().compute(code, self._within(code, params))

    @api.model
    @api.readonly
    def drill(self, code, key, column, params=None, part="over"):
        """Return the action behind a figure, within the filter that always holds; see the base."""
        return super().drill(code, key, column, self._within(code, params), part)

    @api.model
    def _within(self, code, params):
        params = params or {}
        return {**params, "filters": {**(params.get("filters") or {}), **self._named(code)._fixed_filters()}}

    def action_open_page(self):
        """Open the page of this report."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("city12319_report_pages.report_page_action_all")
        return {**action, "params": {"report": self.code}}
