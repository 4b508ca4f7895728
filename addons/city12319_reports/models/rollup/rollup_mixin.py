from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.city12319_evaluation.models import city_time

from ..facts.cases import with_content

SEE_ALL = (
    "city12319_intake.group_statistician", "city12319_intake.group_leader", "city12319_intake.group_shift_leader",
    "base.group_system",
)


class RollupMixin(models.AbstractModel):
    """What happened on one day, counted: a row per day and combination of what it is counted by.

    A day is always written as a whole, from the facts alone, and replaces what was there: counting it twice, or in another
    order, makes no difference. The concrete model names its families of facts, and has a field for each counter, with the
    counter's code as its name, and one for each thing that it is counted by.
    """

    _name = "city12319.rollup.mixin"
    _description = "Daily Roll-up"
    _order = "day desc, id"
    _log_access = False
    _rec_name = "day"

    _families = ()
    _dims = ()
    _of_cases = True  # facts of tickets and orders: category and the like are looked up there

    day = fields.Date(required=True, readonly=True)

    # the days of a period, of every report
    _day_idx = models.Index("(day)")

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("Roll-ups are counted from the facts and written by nobody."))

    def write(self, vals):
        raise AccessError(self.env._("Roll-ups are counted from the facts and written by nobody."))

    @api.model
    def _facts(self, family, first, last, cut):
        """Return the facts of a family as a SELECT.

        :param first: first day of the city
        :param last: last day, included
        :param cut: what happened at this moment (UTC) or later is not seen
        """
        start, end = city_time.utc_bounds(self.env, first, last)
        rows = family.rows(start, min(end, cut), cut, **self._fact_options())
        return with_content(rows) if self._of_cases else rows

    @api.model
    def _fact_options(self):
        """Return what the statements of this model need beside the bounds."""
        return {}

    @api.model
    def _count_day(self, day, cut):
        """Count a day anew from the facts, in one statement, in place of what was there.

        :return: how many rows it has
        """
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM %s WHERE day = %s", SQL.identifier(self._table), day))
        codes = [code for family in self._families for code in family.counters]
        dims = SQL(", ").join(map(SQL.identifier, self._dims))
        amounts = SQL(", ").join(
            SQL("COALESCE(%s(%s), 0)", SQL("MAX") if self._fields[code].aggregator == "max" else SQL("SUM"),
                SQL.identifier(code))
            for code in codes
        )
        self.env.cr.execute(SQL(
            "INSERT INTO %(table)s (day, %(dims)s, %(codes)s) SELECT %(day)s, %(dims)s, %(amounts)s FROM (%(parts)s) p "
            "GROUP BY %(dims)s",
            table=SQL.identifier(self._table), dims=dims, codes=SQL(", ").join(map(SQL.identifier, codes)), day=day,
            amounts=amounts,
            parts=SQL(" UNION ALL ").join(self._part(family, codes, day, cut) for family in self._families),
        ))
        rows = self.env.cr.rowcount
        self.invalidate_model()
        return rows

    @api.model
    def _part(self, family, codes, day, cut):
        """Return the counts of one family with a column for each of ``codes``."""
        columns = SQL(", ").join(
            SQL("%s AS %s", self._amount(family, code), SQL.identifier(code)) for code in codes
        )
        facts = self._facts(family, day, day, cut)
        if family.timed:
            facts = self._timed(facts, family.timed)
        return SQL(
            "SELECT %(dims)s, %(columns)s FROM (%(facts)s) f GROUP BY %(dims)s",
            dims=SQL(", ").join(SQL.identifier(name) for name in self._dims), columns=columns, facts=facts,
        )

    @api.model
    def _timed(self, facts, code):
        """Return ``facts`` with the column ``hours``: working time of the clocks that count for ``code``, by their calendar.

        A clock that counts in working hours has it on itself; for the others it is worked out, without a query per clock.
        """
        rows = self.env.execute_query(SQL(
            "SELECT c.id, c.unit, c.used_seconds FROM (%s) f JOIN city12319_clock c ON c.id = f.clock_id "
            "WHERE %s = ANY(f.codes)", facts, code,
        ))
        used = {clock: seconds for clock, unit, seconds in rows if unit == "working_hours"}
        # sudo: the count reads all facts
        others = self.env["city12319.clock"].sudo().browse(clock for clock, unit, _s in rows if unit != "working_hours")
        for version, clocks in others.grouped("calendar_version_id").items():
            answers = version._working_time().used_many([
                (clock.started_at, clock.stopped_at, "working_hours", clock._pauses()) for clock in clocks
            ])
            used.update(zip(clocks.ids, answers, strict=True))
        return SQL(
            "SELECT f.*, t.hours FROM (%s) f LEFT JOIN unnest(%s::int[], %s::float[]) t(clock_id, hours) USING (clock_id)",
            facts, list(used), [seconds / 3600 for seconds in used.values()],
        )

    @api.model
    def _amount(self, family, code):
        if code in family.sums:
            function = SQL("MAX") if self._fields[code].aggregator == "max" else SQL("SUM")
            return SQL("%s(f.%s)", function, SQL.identifier(family.sums[code]))
        if code in family.codes:
            return SQL("SUM(f.amount) FILTER (WHERE %s = ANY(f.codes))", code)
        return SQL("NULL::numeric")

    @api.model
    def _family_of(self, code):
        """Return the family that the counter ``code`` comes out of, or None."""
        return next((family for family in self._families if code in family.counters), None)

    @api.model
    def _own_facts(self, user):
        """Return the condition on facts that the record rules of this roll-up put on its rows, for lists behind figures."""
        if user._is_superuser() or any(user.has_group(group) for group in SEE_ALL):
            return SQL("TRUE")
        own = [SQL("f.user_id = %s", user.id)]
        if user.has_group("city12319_intake.group_department_manager") and "department_id" in self._fields:
            # sudo: which departments are the manager's
            departments = self.env["city12319.department"].sudo().search([("visible_user_ids", "in", user.ids)])
            own.append(SQL("f.department_id = ANY(%s::int[])", departments.ids))
        return SQL("(%s)", SQL(" OR ").join(own)) if "user_id" in self._fields else own[-1]

    def action_open_cases(self):
        """Open what this row counts, by its largest counter."""
        self.ensure_one()
        return self.env["city12319.report"]._open_row(self)
