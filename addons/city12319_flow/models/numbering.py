import re
from datetime import timezone
from zoneinfo import ZoneInfo

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.sql_db import Cursor
from odoo.tools import SQL

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KNOWN = {"yyyy", "mm", "dd", "number"}


class Numbering(models.Model):
    """Numbers of documents: one counter per kind and day, never given twice.

    Numbers are taken in a transaction of their own, so that two people who save at the same moment never wait for each
    other. A number that was taken by a save that failed is lost, not reused.
    """

    _name = "city12319.numbering"
    _description = "Numbering"
    _order = "code"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    pattern = fields.Char(
        required=True, help="Text with {yyyy}, {mm}, {dd} and {number}, for example LA{yyyy}{mm}{dd}-{number}.",
    )
    padding = fields.Integer(default=4, required=True)
    example = fields.Char(compute="_compute_example")

    _code_uniq = models.Constraint("UNIQUE(code)", "A numbering with this code exists already.")
    _padding_positive = models.Constraint("CHECK(padding BETWEEN 1 AND 12)", "Use 1 to 12 digits.")

    @api.depends("pattern", "padding")
    def _compute_example(self):
        today = self._local_day(fields.Datetime.now())
        for numbering in self:
            numbering.example = numbering._render(today, 1) if numbering.pattern else False

    @api.constrains("pattern")
    def _check_pattern(self):
        for numbering in self:
            names = _PLACEHOLDER.findall(numbering.pattern)
            if not {"yyyy", "mm", "dd", "number"} <= set(names) or set(names) - _KNOWN:
                raise ValidationError(self.env._(
                    "The pattern needs {yyyy}, {mm}, {dd} and {number}, and knows nothing else: the counter starts "
                    "again every day, so the day must be part of the number.",
                ))

    @api.model
    def _take(self, code, count=1, at=None):
        """Take ``count`` numbers of the kind ``code``.

        :param at: UTC datetime that decides the day (default: now); the day is that of Asia/Shanghai, or of the
            system parameter ``city12319.timezone``
        :return: list of numbers, rising
        """
        numbering = self.sudo().search([("code", "=", code)], limit=1)  # sudo: whoever registers may take a number
        if not numbering:
            raise ValidationError(self.env._("There is no numbering “%(code)s”.", code=code))
        day = self._local_day(at or fields.Datetime.now())
        with self.env.registry.cursor() as cr:
            if isinstance(cr, Cursor):  # else a test, in which all cursors share one transaction
                # Everybody who saves needs this row: wait for the other one and go on from what it left. With the usual
                # isolation, the second of two would fail and do the whole request again.
                cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
            cr.execute(SQL(
                """INSERT INTO city12319_numbering_counter (code, day, last) VALUES (%s, %s, %s)
                   ON CONFLICT (code, day) DO UPDATE
                   SET last = city12319_numbering_counter.last + EXCLUDED.last
                   RETURNING last""",
                code, day, count,
            ))
            (last,) = cr.fetchone()
        return [numbering._render(day, number) for number in range(last - count + 1, last + 1)]

    @api.model
    def _local_day(self, at):
        zone = ZoneInfo(self.env["ir.config_parameter"].sudo().get_param("city12319.timezone") or "Asia/Shanghai")
        return at.replace(tzinfo=timezone.utc).astimezone(zone).date()

    def _render(self, day, number):
        values = {
            "yyyy": f"{day.year:04}", "mm": f"{day.month:02}", "dd": f"{day.day:02}",
            "number": str(number).zfill(self.padding),
        }
        return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), self.pattern)


class NumberingCounter(models.Model):
    """Last number given of a kind on a day. Rows are written by :meth:`Numbering._take` alone."""

    _name = "city12319.numbering.counter"
    _description = "Numbering Counter"
    _log_access = False

    code = fields.Char(required=True)
    day = fields.Date(required=True)
    last = fields.Integer(required=True)

    _day_uniq = models.Constraint("UNIQUE(code, day)", "One counter per kind and day.")
