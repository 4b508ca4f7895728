from odoo import api, models

_LISTS = {"x_area_id": "city12319.area", "x_category_id": "city12319.category", "x_department_id": "city12319.department"}
_LABELS = {
    "x_month": "月份", "x_area_id": "区域", "x_category_id": "问题类别", "x_department_id": "处理部门",
    "x_registered": "受理件数", "x_filed": "立案件数", "x_received": "签收件数", "x_refused": "退回件数",
}


class BiSqlExamples(models.Model):
    """The delivered statistics are made by the same steps that an administrator takes."""

    _inherit = "bi.sql.view"

    @api.model
    def _make_examples(self, xmlids):
        """Make statistics of delivered queries, once, when the addon is installed."""
        views = self.union(*(self.env.ref(xmlid) for xmlid in xmlids)).filtered(lambda view: view.state == "draft")
        for view in views:
            view.button_validate_sql_expression()
            for field in view.bi_sql_view_field_ids:
                field.write(self._example_field(field))
            view.button_create_sql_view_and_model()
            view.button_create_ui()

    @api.model
    def _example_field(self, field):
        """Return the settings of a column of a delivered query."""
        values = {"field_description": _LABELS[field.name], "is_group_by": field.name in ("x_month", *_LISTS)}
        if field.name in _LISTS:
            model_id = self.env["ir.model"]._get_id(_LISTS[field.name])
            values.update(ttype="many2one", many2one_model_id=model_id, graph_type="row")
        elif field.name == "x_month":
            values["graph_type"] = "col"
        else:
            values["graph_type"] = "measure"
        return values
