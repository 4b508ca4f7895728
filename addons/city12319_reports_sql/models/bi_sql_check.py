from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import sql_text

_OURS = ("city12319_", "x_bi_sql_view_")
_TRIAL = "city12319_sql_trial"
_FREE_TEXT = {"char", "text", "html", "json", "properties", "properties_definition", "binary", "reference"}
# Odoo's columns of every table, and the columns that tables between two others have
_HARMLESS = {"id", "create_date", "write_date", "create_uid", "write_uid"}


class BiSqlCheck(models.Model):
    """What a query may use. PostgreSQL itself tells: it reads the query into a view, whose dependencies are looked at."""

    _inherit = "bi.sql.view"

    def _check_execution(self):
        """Refuse what changes something, takes too long, or looks at what it may not; then find out the columns."""
        self._check_statement()
        return super()._check_execution()

    def _check_statement(self):
        self.ensure_one()
        self.query = sql_text.plain_query(self.query)
        if not sql_text.is_single_select(self.query):
            raise UserError(self.env._("Statistics are one query that begins with SELECT or WITH."))
        cr = self.env.cr
        self.env.flush_all()
        with self._limited(cr):
            savepoint = cr.savepoint(flush=False)
            try:
                cr.execute(f"CREATE TEMPORARY VIEW {_TRIAL} AS ({self.query})", log_exceptions=False)
                self._check_view(_TRIAL)
            finally:
                savepoint.close(rollback=True)
        self._read_rows(1)

    def _check_view(self, name):
        """Look at what a view depends on."""
        [(definition,)] = self.env.execute_query(SQL("SELECT pg_get_viewdef(%s::regclass)", name))
        catalog = sql_text.catalog_names(definition)
        if catalog:
            raise UserError(self.env._(
                "PostgreSQL's own tables and functions are closed: %(names)s.", names=self._list(catalog)))
        if sql_text.has_whole_row(definition):
            raise UserError(self.env._("Name the columns: a whole row cannot be used as one value."))
        self._check_functions(definition)
        self._check_columns(name)

    @api.model
    def _check_functions(self, definition):
        called = sql_text.called_names(definition) - sql_text.ALLOWED_FUNCTIONS
        # of the names before a parenthesis, some are types, aliases or words of SQL
        closed = {name for name, in self.env.execute_query(SQL(
            "SELECT DISTINCT proname FROM pg_proc WHERE proname = ANY(%s) "
            "AND NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = proname)", list(called),
        ))}
        if closed:
            raise UserError(self.env._("These functions are closed to statistics: %(names)s.", names=self._list(closed)))

    def _check_columns(self, name):
        """Refuse tables that are not the hotline's, columns that only some roles see, and free text about cases."""
        rows = self.env.execute_query(SQL(
            """
            SELECT DISTINCT c.relname, a.attname
              FROM pg_rewrite r
              JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                              AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
              JOIN pg_class c ON c.oid = d.refobjid
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
             WHERE r.ev_class = %s::regclass
            """, name,
        ))
        foreign = {table for table, _column in rows if not table.startswith(_OURS)}
        if foreign:
            raise UserError(self.env._("Only tables of the hotline may be asked, not %(names)s.", names=self._list(foreign)))
        closed = {f"{table}.{column}" for table, column in rows if column and self._is_personal(table, column)}
        if closed:
            raise UserError(self.env._(
                "These columns hold personal data or free text and are closed to statistics: %(names)s.",
                names=self._list(closed),
            ))

    @api.model
    def _is_personal(self, table, column):
        """Say whether a column may hold something about a person: a role is needed to see it, or people write into it."""
        model = next((model for model in self.env.values() if model._table == table and not model._abstract), None)
        if model is None or table.startswith("x_bi_sql_view_"):
            return False  # between two others: numbers alone; or checked when it was made
        field = model._fields.get(column)
        if field is None:
            return column not in _HARMLESS
        return bool(field.groups) or (field.type in _FREE_TEXT and not self._is_configuration(model))

    @api.model
    def _is_configuration(self, model):
        """Say whether administrators read all of a model's texts anyway, as they do with lists and daily figures."""
        if model._name.startswith("city12319.rollup."):
            return True
        # sudo: looks at groups and rights, and opens none
        groups = self.env.ref("city12319_intake.group_config_admin").sudo().all_implied_ids
        return bool(self.env["ir.model.access"].sudo().search_count([
            ("model_id.model", "=", model._name), ("perm_read", "=", True), ("group_id", "in", [False, *groups.ids]),
        ], limit=1))

    @api.model
    def _list(self, names):
        return ", ".join(sorted(names)[:10])

    @api.constrains("bi_sql_view_field_ids", "technical_name", "is_materialized", "use_external_database")
    def _check_stored(self):
        for view in self:
            names = [view.technical_name or "", *view.bi_sql_view_field_ids.mapped("name")]
            if any(not name.replace("_", "").isalnum() or not name.isascii() or name != name.lower() for name in names):
                raise ValidationError(self.env._(
                    "Use small letters, digits and underscores in the technical name and in the names of columns."))
            if not view.is_materialized:
                raise ValidationError(self.env._(
                    "The result of a query is always stored and refreshed at night, so that nobody waits for it."))
            if view.use_external_database:
                raise ValidationError(self.env._("Statistics ask this database alone."))
