import re
from contextlib import contextmanager

from psycopg2 import Error
from psycopg2.errors import QueryCanceled, ReadOnlySqlTransaction

from odoo import api, models
from odoo.exceptions import UserError

TIMEOUT = 30  # seconds


class BiSqlLimits(models.Model):
    """Queries of administrators take as long as the setting allows, and read only."""

    _inherit = "bi.sql.view"

    @api.model
    def _timeout(self):
        # sudo: a setting
        return int(self.env["ir.config_parameter"].sudo().get_param("city12319.sql_timeout") or TIMEOUT)

    @contextmanager
    def _limited(self, cr):
        """Cut a query off after the time of the setting, and tell what is wrong with it instead of a program's error."""
        cr.execute("SELECT current_setting('statement_timeout')")
        before = cr.fetchone()[0]
        cr.execute("SELECT set_config('statement_timeout', %s, true)", [f"{self._timeout()}s"])
        try:
            with cr.savepoint(flush=False):
                yield
        except QueryCanceled as error:
            raise UserError(self.env._(
                "The query took longer than %(seconds)s seconds and was cut off. Ask for fewer days, count from the daily "
                "figures (city12319_rollup_…), or let the system administrator raise the limit.", seconds=self._timeout(),
            )) from error
        except ReadOnlySqlTransaction as error:
            raise UserError(self.env._("Statistics read and change nothing: this query tries to change something.")) from error
        except Error as error:
            raise UserError(self.env._("PostgreSQL refuses this query: %(reason)s", reason=self._reason(error))) from error
        finally:
            cr.execute("SELECT set_config('statement_timeout', %s, true)", [before])

    @api.model
    def _reason(self, error):
        return re.sub(r"\s+", " ", (error.diag.message_primary if error.diag else "") or str(error))

    def _create_view(self):
        """Store the result within the time limit."""
        with self._limited(self.env.cr):
            return super()._create_view()

    def _refresh_materialized_view(self):
        """Store the result anew within the time limit; otherwise what was there stays."""
        with self._limited(self.env.cr):
            return super()._refresh_materialized_view()

    def _read_rows(self, limit):
        """Run the query in a transaction that can only read.

        :param limit: at most so many rows are fetched
        :return: (names of the columns, rows)
        """
        self.ensure_one()
        with self.env.registry.cursor() as cr, self._limited(cr):
            cr.execute("SET TRANSACTION READ ONLY")
            cr.execute("SELECT * FROM (%s) AS query LIMIT %d" % (self.query, limit), log_exceptions=False)  # noqa: UP031
            return [column.name for column in cr.description], cr.fetchall()
