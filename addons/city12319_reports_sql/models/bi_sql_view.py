from odoo import api, models


class BiSqlView(models.Model):
    """Administrators of the configuration make statistics without the rights of a system administrator."""

    _inherit = "bi.sql.view"

    @api.model
    def _default_group_ids(self):
        return [
            self.env.ref("city12319_intake.group_statistician").id, self.env.ref("city12319_intake.group_config_admin").id,
        ]

    @api.model
    def _default_parent_menu_id(self):
        return self.env.ref("city12319_reports_sql.menu_results", raise_if_not_found=False)

    def _as_system(self):
        """Return these views with the rights to make models, menus and rules, for those who may write them."""
        self.check_access("write")
        return self.sudo()  # sudo: what is made out of a query was checked; models and menus are the system's otherwise

    def button_validate_sql_expression(self):
        """Check the query and find out its columns."""
        self.check_access("write")
        return super().button_validate_sql_expression()

    def button_create_sql_view_and_model(self):
        """Store the result of the query. It is checked again: it may have been changed since."""
        views = self._as_system()
        for view in views.filtered(lambda one: one.state == "sql_valid"):
            view._check_prohibited_words()
            view._check_statement()
        return super(BiSqlView, views).button_create_sql_view_and_model()

    def button_create_ui(self):
        """Make pivot, graph, list and menu."""
        return super(BiSqlView, self._as_system()).button_create_ui()

    def button_update_model_access(self):
        """Let other groups see the result."""
        return super(BiSqlView, self._as_system()).button_update_model_access()

    def button_reset_to_model_valid(self):
        """Remove views and menu."""
        return super(BiSqlView, self._as_system()).button_reset_to_model_valid()

    def button_reset_to_sql_valid(self):
        """Remove the stored result."""
        return super(BiSqlView, self._as_system()).button_reset_to_sql_valid()

    def button_refresh_materialized_view(self):
        """Run the query again."""
        return super(BiSqlView, self._as_system()).button_refresh_materialized_view()

    def button_preview_sql_expression(self):
        """Check the query and show its first rows."""
        self.ensure_one()
        self.check_access("write")
        self._check_prohibited_words()
        self._check_statement()
        return self.env["city12319.sql.preview"]._show(*self._read_rows(50))
