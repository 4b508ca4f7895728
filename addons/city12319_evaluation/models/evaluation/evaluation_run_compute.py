from odoo import models
from odoo.tools import SQL

from ...tools import indicators, scoring
from ..city_time import utc_bounds
from . import facts_centre, facts_handling

# one statement each; the counters that come out of it
FAMILIES = {
    facts_handling.handling: facts_handling.HANDLING,
    facts_handling.closing: facts_handling.CLOSING,
    facts_handling.reworks: ("reworked",),
    facts_handling.requests: ("extended", "suspended", "given_back"),
    facts_centre.intake: facts_centre.INTAKE,
    facts_centre.ticket_steps: facts_centre.TICKET_STEPS,
    facts_centre.check_sent: ("check_sent", "check_sent_on_time"),
    facts_centre.dispatching: ("dispatched", "dispatch_due", "dispatched_on_time", "dispatched_right", "shirked"),
    facts_centre.stages: facts_centre.STAGES,
    facts_centre.inspections: ("inspected", "inspection_points"),
}
assert {code for codes in FAMILIES.values() for code in codes} == set(indicators.COUNTERS)
_DIMENSION = {"department": "department_id", "area": "area_id", "post": "user_id"}
_BATCH = 1000


class EvaluationRunCompute(models.Model):
    """How a run is computed: cases behind the counters, in one statement per family of facts, then figures and scores.

    No query per case or per unit: a run over a million cases costs as many statements as one over ten.
    """

    _inherit = "city12319.evaluation.run"

    def _compute_all(self):
        """Compute the run from beginning to end, in this transaction."""
        for run in self:
            for step in run._plan_steps():
                step()

    def _plan_steps(self):
        """Return the steps of the computation, in their order; each may have a transaction of its own."""
        self.ensure_one()
        needed = self._counters()
        families = [family for family, codes in FAMILIES.items() if needed & set(codes)]
        steps = [self._prepare, *(lambda family=family: self._insert_cases(family, needed) for family in families)]
        if "handle_time" in needed:
            steps.append(self._insert_durations)
        return [*steps, self._figure]

    def _counters(self):
        """Return the codes of the counters that the scheme's figures need."""
        return {code for item in self.scheme_id.indicator_ids for code in indicators.INDICATORS[item.code].counters}

    # ------------------------------------------------------------------ who and which cases

    def _prepare(self):
        """Forget what was computed before, and make an empty line for everybody who is judged."""
        run = self._opened()
        run.line_ids.unlink()
        objects = run.scheme_id._objects()
        column = _DIMENSION[run.scheme_id.object]
        run.env["city12319.evaluation.line"].create([
            {"run_id": run.id, "name": record.display_name, column: record.id} for record in objects
        ])

    def _line_map(self):
        """Return (ids that facts carry, ids of lines), as two lists of equal length."""
        column = _DIMENSION[self.scheme_id.object]
        lines = {line[column].id: line.id for line in self.sudo().line_ids}  # sudo: the computation reads all lines
        members = self.scheme_id._members(self.sudo().line_ids[column])
        return [member for member, _judged in members], [lines[judged] for _member, judged in members]

    def _insert_cases(self, family, needed):
        """Write one row per case and counter of a family of facts."""
        start, end = utc_bounds(self.env, self.date_from, self.date_to)
        members, lines = self._line_map()
        self.env.flush_all()
        self.env.execute_query(SQL(
            """
            WITH inserted AS (
                INSERT INTO city12319_evaluation_case
                       (run_id, line_id, counter, ticket_id, order_id, inspection_id, number, summary, at, amount)
                SELECT %(run)s, m.line_id, code, f.ticket_id, f.order_id, f.inspection_id,
                       COALESCE(i.name, o.name, k.name), COALESCE(i.subject, o.summary, k.summary), f.at, f.amount
                  FROM (%(facts)s) f
                 CROSS JOIN LATERAL unnest(f.codes) code
                  JOIN unnest(%(members)s::int[], %(lines)s::int[]) m(member_id, line_id) ON m.member_id = f.%(column)s
                  LEFT JOIN city12319_ticket k ON k.id = f.ticket_id
                  LEFT JOIN city12319_order o ON o.id = f.order_id
                  LEFT JOIN city12319_inspection i ON i.id = f.inspection_id
                 WHERE code = ANY(%(needed)s)
                RETURNING 1
            ) SELECT count(*) FROM inserted
            """,
            run=self.id, facts=family(start, end), members=members, lines=lines,
            column=SQL.identifier(_DIMENSION[self.scheme_id.object]), needed=sorted(needed),
        ))
        self.env["city12319.evaluation.case"].invalidate_model()

    def _insert_durations(self):
        """Write the working time of what was handled, by the calendar that each clock was promised in."""
        start, end = utc_bounds(self.env, self.date_from, self.date_to)
        members, lines = self._line_map()
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT m.line_id, f.clock_id, f.ticket_id, f.order_id, f.at
              FROM (%(facts)s) f
              JOIN unnest(%(members)s::int[], %(lines)s::int[]) m(member_id, line_id) ON m.member_id = f.%(column)s
             WHERE 'handled' = ANY(f.codes)
            """,
            facts=facts_handling.handling(start, end), members=members, lines=lines,
            column=SQL.identifier(_DIMENSION[self.scheme_id.object]),
        ))
        clocks = self.env["city12319.clock"].sudo().browse({row[1] for row in rows})  # sudo: the computation reads all
        used = {}
        for version, of_version in clocks.grouped("calendar_version_id").items():
            answers = version._working_time().used_many([
                (clock.started_at, clock.stopped_at, "working_hours", clock._pauses()) for clock in of_version
            ])
            used.update(zip(of_version.ids, answers, strict=True))
        cases = self._opened().env["city12319.evaluation.case"]
        for first in range(0, len(rows), _BATCH):
            cases.create([
                {
                    "run_id": self.id, "line_id": line, "counter": "handle_time", "ticket_id": ticket, "order_id": order,
                    "number": self.env["city12319.order"].sudo().browse(order).name, "at": at, "amount": used[clock] / 3600,
                }
                for line, clock, ticket, order, at in rows[first:first + _BATCH]
            ])

    # ------------------------------------------------------------------ figures and scores

    def _figure(self):
        """Turn the counters into figures, points, scores, grades and ranks."""
        run = self._opened()
        run.env.flush_all()
        counts = {}
        for line, counter, amount in run.env["city12319.evaluation.case"]._read_group(
            [("run_id", "=", run.id)], ["line_id", "counter"], ["amount:sum"],
        ):
            counts.setdefault(line, {})[counter] = amount
        judged = [(item, item._rule(), indicators.INDICATORS[item.code]) for item in run.scheme_id.indicator_ids]
        entries = run._entries()
        figures, scores = [], {}
        for line in run.line_ids:
            of_line = [run._figure_values(line, counts.get(line, {}), *item) for item in judged]
            figures += of_line
            extra = sum(entries.get(line, run.env["city12319.evaluation.entry"]).mapped("signed_points"))
            points = [
                (rule, values["points"] if values["known"] else None)
                for (_item, rule, _definition), values in zip(judged, of_line, strict=True)
            ]
            scores[line] = scoring.score(points, extra)
        run.env["city12319.evaluation.figure"].create(figures)
        run._write_scores(scores, entries)

    def _figure_values(self, line, counts, item, rule, definition):
        value = definition.value(counts)
        points = rule.points(value)
        return {
            "line_id": line.id, "indicator_id": item.id, "sequence": item.sequence,
            "over": indicators.total(definition.over, counts), "base": indicators.total(definition.base, counts),
            "has_base": bool(definition.base), "known": value is not None, "value": value or 0.0,
            "judged": bool(rule.step if rule.method == "per_unit" else rule.weight), "points": points or 0.0,
            "weight": 0.0 if rule.method == "per_unit" else rule.weight,
        }

    def _entries(self):
        """Return ``{line: bonus and malus entries}`` of the period."""
        column = _DIMENSION[self.scheme_id.object]
        entries = self.env["city12319.evaluation.entry"].search([
            ("day", ">=", self.date_from), ("day", "<=", self.date_to), (column, "!=", False),
        ]).grouped(lambda entry: entry[column].id)
        none = self.env["city12319.evaluation.entry"]
        return {line: entries.get(line[column].id, none) for line in self.line_ids}

    def _write_scores(self, scores, entries):
        grades = [(grade.bound, grade.id) for grade in self.scheme_id.grade_ids]
        ranks = scoring.ranks(scores)
        for line, score in scores.items():
            line.write({
                "known": score is not None, "score": score or 0.0, "grade_id": scoring.grade(score, grades),
                "rank": ranks.get(line, len(scores)), "entry_ids": [(6, 0, entries[line].ids)],
                "entry_points": sum(entries[line].mapped("signed_points")),
            })
