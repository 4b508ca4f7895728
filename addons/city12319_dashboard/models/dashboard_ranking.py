from odoo import api, models
from odoo.fields import Domain

from .dashboard_past import ORDER, TICKET, VISIT

TOP = 8
RANKED = ("dispatched", "closed", "handled_on_time_rate")


class DashboardRanking(models.AbstractModel):
    """Who is ahead and who is behind: departments, districts, categories, judgements."""

    _inherit = "city12319.dashboard"

    @api.model
    def _intake(self, departments):
        """Return (roll-up, figure) of what comes in: registrations of the city, or dispatches to departments."""
        return (TICKET, "registered") if departments is None else (ORDER, "dispatched")

    @api.model
    def _categories(self, departments, span, compared, linked=True):
        """Return the categories with most cases."""
        return self._bars("category_id", departments, span, compared, linked)[:TOP]

    @api.model
    def _districts(self, departments, span, compared, linked=True):
        """Return the districts by cases, most first."""
        return self._bars("area_id", departments, span, compared, linked)

    @api.model
    def _bars(self, field, departments, span, compared, linked):
        """Return rows ``id``, ``name``, ``count``, ``value``, ``previous``, ``opens``, by what comes in; areas by district."""
        model, code = self._intake(departments)
        now, before = (
            {one.id: counts[code] for one, counts in self._sums(model, [code], days, departments, field).items()}
            for days in (span, compared)
        )
        if field == "area_id":
            now, before = self._by_district(now), self._by_district(before)
        keys = sorted((key for key in now if now[key]), key=lambda key: (-now[key], key))
        # sudo: names of categories and areas are no secret
        names = {one.id: one.name for one in self.env[self.env[model]._fields[field].comodel_name].sudo().browse(keys)}
        return [
            self._row(key, names[key], now[key], before.get(key, 0), self._counted(
                names[key], code, span, {**self._scoped(departments), field: [key]}, linked))
            for key in keys
        ]

    @api.model
    def _row(self, key, name, count, previous, opens):
        return {
            "id": key, "name": name, "count": count, "value": count, "previous": previous, "unit": "", "good": False,
            "opens": opens,
        }

    @api.model
    def _ranking(self, lamps, departments, span, linked=True):
        """Return the departments with what was sent to them, the most punctual first; what they have open now beside it."""
        sums = self._sums(ORDER, RANKED, span, departments, "department_id")
        rows = []
        for department, counts in sums.items():
            if not counts["dispatched"]:
                continue
            open_ = {lamp: lamps["department"].get((department.id, lamp), 0) for lamp in ("none", "warning", "overdue")}
            rows.append({
                "id": department.id, "name": department.sudo().name,  # sudo: names of departments are no secret
                **{code: self._value(code, counts) for code in RANKED},
                "open": sum(open_.values()), "overdue": open_["overdue"],
                "opens": self._ranking_opens(department, span, linked),
            })
        return sorted(rows, key=lambda row: (
            row["handled_on_time_rate"] is None, -(row["handled_on_time_rate"] or 0), row["overdue"], -row["dispatched"]))

    @api.model
    def _ranking_opens(self, department, span, linked):
        own = self._open_orders(department)
        red = own & Domain("alert", "=", "overdue")
        name = department.sudo().name  # sudo: as above
        return {
            **{code: self._counted(name, code, span, {"department_id": department.ids}, linked) for code in RANKED},
            "open": self._opens(name, "city12319.order", own, linked),
            "overdue": self._opens(name, "city12319.order", red, linked),
        }

    @api.model
    def _ranking_columns(self):
        _ = self.env._
        return [
            *({"key": code, **self._worded(code), "tone": ""} for code in RANKED),
            {"key": "open", "name": _("In work"), "formula": _("Orders that are open now."), "unit": "", "tone": ""},
            {"key": "overdue", "name": _("Red lamp"), "formula": _("Open orders that are late."), "unit": "", "tone": "red"},
        ]

    @api.model
    def _judgements(self, departments, span, compared, linked=True):
        """Return what citizens said on return visits, in the order of the list of judgements."""
        now, before = (
            {one: counts["visit_ended"] for one, counts in
             self._sums(VISIT, ["visit_ended"], days, departments, "result_id").items()}
            for days in (span, compared)
        )
        return [
            self._row(result.id, result.name, now[result], before.get(result, 0), self._counted(
                result.name, "visit_ended", span, {**self._scoped(departments), "result_id": result.ids}, linked))
            for result in sorted(now, key=lambda one: (one.sequence, one.id))
        ]
