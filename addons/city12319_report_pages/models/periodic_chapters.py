from odoo import api, fields, models
from odoo.fields import Command

from ..tools import bulletin, printed

_CALLS = ("call_in", "call_requested", "call_answered", "call_answer_rate", "call_abandoned", "call_wait_mean",
          "call_talk_mean", "call_talk_max", "call_registered", "call_registered_rate")
_INTAKE = ("registered", "answered", "filed", "escalated", "transferred", "rejected", "voided")
_WORK = ("dispatched", "handle_due", "handled", "handled_rate")
_TOP_CATEGORIES = 8


class PeriodicChapters(models.AbstractModel):
    """The chapters of daily, weekly, monthly and annual reports, as cities publish them, from the computed figures."""

    _name = "city12319.periodic.chapters"
    _description = "Chapters of Periodic Reports"

    @api.model
    def _chapters(self, kind, first, last):
        """Return the numbered chapters of a report over the days ``first`` to ``last``; see ``tools/bulletin.py``."""
        build = {"day": self._day, "week": self._week, "year": self._year}.get(kind, self._month)
        return bulletin.numbered([chapter for chapter in build(first, last) if chapter])

    def _day(self, first, last):
        return [
            self._calls(first, last), self._intake(first, last), self._handling(first, last),
            self._attention(first, last),
        ]

    def _week(self, first, last):
        """One chapter for each source that gave work: what was done, and what it was about."""
        return [
            self._calls(first, last),
            *(self._of_source(source, first, last) for source in self.env["city12319.source"].search([])),
            self._attention(first, last),
        ]

    def _month(self, first, last):
        return [self._calls(first, last), *self._cases(first, last)]

    def _year(self, first, last):
        return [self._seats(first, last), self._traffic(first, last), self._months(first, last), *self._cases(first, last)]

    def _cases(self, first, last):
        return [
            self._intake(first, last), self._sources(first, last), self._categories(first, last),
            self._areas(first, last), self._departments(first, last), self._satisfaction(first, last),
        ]

    # ------------------------------------------------------------------ calls

    def _calls(self, first, last):
        calls = self._ask(_CALLS, False, first, last)
        of = {code: self._word(calls, code) for code in _CALLS}
        lines = [self.env._(
            "%(call_in)s calls came in; %(call_requested)s asked for an agent and %(call_answered)s were answered"
            " (%(call_answer_rate)s), %(call_abandoned)s were given up.", **of,
        ), self.env._(
            "Mean waiting time %(call_wait_mean)s, mean talk %(call_talk_mean)s. %(call_registered)s calls led to a"
            " registration (%(call_registered_rate)s).", **of,
        )]
        return self._chapter(self.env._("Calls"), lines, notes=self._bases(calls, "call_answer_rate", "call_registered_rate"))

    def _seats(self, first, last):
        """The seats of a year: who worked, and how much."""
        seats = self._ask(("call_answered", "call_talk_mean", "seat_signed_in", "seat_use"), "person", first, last)
        rows = [row for row in seats["rows"] if bulletin.figure(seats, "seat_signed_in", row)]
        table = self._table_of({**seats, "rows": rows}, self.env._("Seats"), self.env._("Agent"))
        line = self.env._("%s agents were at their seats.", len(rows))
        return self._chapter(self.env._("Seats"), [line], [table])

    def _traffic(self, first, last):
        """Incoming, outgoing and all calls of a year."""
        codes = (*_CALLS, "call_out", "call_out_answered", "call_out_talk")
        calls = self._ask(codes, False, first, last)
        of = {code: bulletin.figure(calls, code) or 0 for code in codes}
        answered, out = of["call_answered"], of["call_out_answered"]
        talk_in = of["call_talk_mean"] * answered
        rows = [
            [self.env._("Incoming"), of["call_in"], bulletin.figure(calls, "call_answer_rate"),
             bulletin.figure(calls, "call_wait_mean"), bulletin.figure(calls, "call_talk_mean"), of["call_talk_max"]],
            [self.env._("Outgoing"), of["call_out"], bulletin.share(out, of["call_out"]), None,
             bulletin.share(of["call_out_talk"], out), None],
        ]
        total = [self.env._("Total"), of["call_in"] + of["call_out"], None, None,
                 bulletin.share(talk_in + of["call_out_talk"], answered + out), None]
        head = [
            ("", "text"), (self.env._("Calls"), "integer"), (self.env._("Answered rate"), "percent"),
            (self.env._("Mean wait"), "duration"), (self.env._("Mean talk"), "duration"),
            (self.env._("Longest talk"), "duration"),
        ]
        table = bulletin.table(
            self.env._("Call traffic"), head, rows, total,
            [*self._bases(calls, "call_answer_rate"), self.env._("Outgoing: answered ÷ outgoing calls.")])
        return self._chapter(self.env._("Call traffic"), [], [table])

    def _months(self, first, last):
        months = self._ask(("call_in", "registered", "filed", "closed"), "time", first, last, step="month")
        today = fields.Date.to_string(self.env["city12319.rollup.day"]._today())
        begun = [row for row in months["rows"] if row["key"] <= today]
        table = self._table_of({**months, "rows": begun}, self.env._("By month"), self.env._("Month"))
        return self._chapter(self.env._("Through the year"), [], [table])

    # ------------------------------------------------------------------ cases

    def _intake(self, first, last):
        intake = self._ask(_INTAKE, False, first, last)
        line = self.env._(
            "%(registered)s events were registered: %(filed)s filed, %(escalated)s reported to a leader, %(transferred)s"
            " transferred, %(answered)s answered on the spot, %(rejected)s not processed, %(voided)s void.",
            **{code: self._word(intake, code) for code in _INTAKE},
        )
        types = self._ask(("registered",), "service_type", first, last)
        return self._chapter(
            self.env._("Registrations"), [line],
            [self._shares(types, "registered", self.env._("By service type"), self.env._("Service type"))])

    def _sources(self, first, last):
        found = self._ask(("registered",), "source", first, last)
        return self._chapter(
            self.env._("Sources"), [],
            [self._shares(found, "registered", self.env._("By source"), self.env._("Source"))])

    def _categories(self, first, last):
        found = self._ask(("registered",), "category", first, last)
        title = self.env._("The %s most frequent categories", _TOP_CATEGORIES)
        return self._chapter(
            title, [], [self._shares(found, "registered", title, self.env._("Category"), top=_TOP_CATEGORIES)])

    def _areas(self, first, last):
        found = self._ask(("registered",), "district", first, last)
        return self._chapter(
            self.env._("Districts"), [],
            [self._shares(found, "registered", self.env._("By district"), self.env._("District"))])

    def _departments(self, first, last):
        """Departments of the city and outside units, each with its count and share, and what became of it."""
        found = self._ask(_WORK, "department", first, last)
        outside = {str(unit.id) for unit in self.env["city12319.department"].search([("kind", "=", "liaison")])}
        classes = [
            (self.env._("Departments of the city"), [row for row in found["rows"] if row["key"] not in outside]),
            (self.env._("Outside units"), [row for row in found["rows"] if row["key"] in outside]),
        ]
        tables = [
            self._shares({**found, "rows": rows}, "dispatched", title, self.env._("Department")) for title, rows in classes
        ]
        return self._chapter(
            self.env._("Departments"), [], [*tables, self._done_table(found, self.env._("Handling by department"))])

    def _handling(self, first, last):
        found = self._ask(_WORK, "department", first, last)
        return self._chapter(self.env._("Handling"), [], [self._done_table(found, self.env._("Handling by department"))])

    def _of_source(self, source, first, last):
        """What came from one source; nothing when nothing came."""
        work = self._ask(_WORK, "department", first, last, source=source)
        found = self._ask(("registered",), "category", first, last, source=source)
        if not (work["rows"] or found["rows"]):
            return None
        pairs = bulletin.ranked(found, "registered")
        categories = bulletin.table(
            self.env._("Categories"), [(self.env._("Category"), "text"), (self.env._("Count"), "integer")],
            [list(pair) for pair in pairs], [self.env._("Total"), sum(count for _label, count in pairs)] if pairs else None)
        return self._chapter(source.name, [], [self._done_table(work, self.env._("Completion")), categories])

    def _done_table(self, found, title):
        """Dispatched, due, done, not done and rate for each department, and together."""
        head = [
            (self.env._("Department"), "text"), (self.env._("Dispatched"), "integer"), (self.env._("Due"), "integer"),
            (self.env._("Done"), "integer"), (self.env._("Not done"), "integer"), (self.env._("Completion rate"), "percent"),
        ]
        rows = [self._done_row(found, row["label"], row) for row in found["rows"]]
        rows = [row for row in rows if any(row[1:5])]
        total = self._done_row(found, self.env._("Total"), None) if rows else None
        return bulletin.table(title, head, rows, total, self._bases(found, "handled_rate"))

    def _done_row(self, found, label, row):
        dispatched, due, done = (bulletin.figure(found, code, row) or 0 for code in _WORK[:3])
        return [label, dispatched, due, done, due - done, bulletin.share(done, due)]

    def _attention(self, first, last):
        codes = ("given_back", "not_closed", "late_pending", "supervised", "urged")
        found = self._ask(codes, False, first, last)
        line = self.env._(
            "Given back %(given_back)s, not closed at the end of the period %(not_closed)s, late and not handled"
            " %(late_pending)s, supervised by leaders %(supervised)s, urged %(urged)s.",
            **{code: self._word(found, code) for code in codes},
        )
        return self._chapter(self.env._("What needs attention"), [line])

    def _satisfaction(self, first, last):
        found = self._ask(("visit_ended", "visit_effective", "visit_satisfied", "visit_satisfied_rate"), False, first, last)
        line = self.env._(
            "%(visit_ended)s return visits ended, %(visit_effective)s with an effective answer, %(visit_satisfied)s of them"
            " satisfied (%(visit_satisfied_rate)s).",
            **{column["code"]: self._word(found, column["code"]) for column in found["columns"]},
        )
        return self._chapter(
            self.env._("Satisfaction"), [line], notes=self._bases(found, "visit_satisfied_rate"))

    # ------------------------------------------------------------------ parts

    def _chapter(self, title, lines, tables=(), notes=()):
        return {"title": title, "lines": [*lines, *notes], "tables": list(tables)}

    def _shares(self, found, code, title, label, top=None):
        pairs = bulletin.ranked(found, code, top=top, rest=self.env._("Others"))
        heads = (label, self.env._("Count"), self.env._("Share"))
        return bulletin.shares_table(title, heads, pairs, self.env._("Total"))

    def _table_of(self, found, title, label):
        """Return a computed result as a table, with its formulas and bases below."""
        head = [(label, "text"), *((column["name"], column["kind"]) for column in found["columns"])]
        rows = [[row["label"], *row["values"]] for row in found["rows"]]
        rates = [column["code"] for column in found["columns"] if column["base"]]
        return bulletin.table(
            title, head, rows, [self.env._("Total"), *found["totals"]] if rows else None, self._bases(found, *rates))

    def _bases(self, found, *codes):
        """Return formula and base of figures, as they stand below a table."""
        return [
            f"{column['name']} = {column['formula']}" for column in found["columns"] if column["code"] in codes
        ]

    def _word(self, found, code):
        column = next(column for column in found["columns"] if column["code"] == code)
        return printed.figure(bulletin.figure(found, code), column["kind"])

    def _ask(self, codes, by, first, last, step=False, source=None):
        """Compute figures by one dimension, as the current user sees them.

        :param by: code of the dimension; False for the totals alone
        :param step: of time, where the rows are
        :return: a result as ``tools/bulletin.py`` knows it, its columns with ``name``, ``kind``, ``formula`` and ``base``
        """
        asked = self.env["city12319.report"].new({
            "row_dim": by or "time", "figure_ids": [Command.create({"code": code}) for code in codes],
        })
        params = {"filters": {"source_id": source.id} if source else {}}
        table = asked._matrix("free", first, last, step or ("year" if not by else False), params)
        page = self.env["city12319.report.page"]
        return {
            "columns": [{**page._column(asked, column), "code": column["figure"]} for column in table["columns"]],
            "rows": table["rows"] if by else [], "totals": table["totals"]["values"],
        }
