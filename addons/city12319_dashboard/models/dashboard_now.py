from odoo import api, models, tools
from odoo.fields import Domain

PHASES = ["acceptance", "triage", "dispatch", "handling", "feedback", "evaluation"]


class DashboardNow(models.AbstractModel):
    """How things stand now: counted from what is open, each by a partial index."""

    _inherit = "city12319.dashboard"

    @api.model
    def _open_orders(self, departments=None):
        domain = Domain("is_open", "=", True)
        return domain if departments is None else domain & Domain("department_id", "in", departments.ids)

    @api.model
    def _open_cases(self, departments=None):
        """Return (model, domain) of what is open: tickets, one for each case, or the orders of departments."""
        if departments is None:
            return "city12319.ticket", Domain("is_open", "=", True)
        return "city12319.order", self._open_orders(departments)

    @api.model
    def _lamps(self, departments=None):
        """Return open orders by lamp, in one query: ``total`` ``{lamp: count}``, ``department`` ``{(id, lamp): count}``."""
        total, by_department = self.env["city12319.order"]._read_grouping_sets(
            self._open_orders(departments), [["alert"], ["department_id", "alert"]], ["__count"],
        )
        return {
            "total": dict(total), "department": {(department.id, lamp): count for department, lamp, count in by_department},
        }

    @api.model
    def _open_figures(self, lamps, departments=None, linked=True):
        """Return what is open, and the yellow and the red lamp, as figures."""
        _ = self.env._
        everything = self._figure(
            "open", _("Orders in work"), sum(lamps["total"].values()), _("Orders that are open now."), note=_("now"),
            opens=self._opens(_("Orders in work"), "city12319.order", self._open_orders(departments), linked),
        )
        rows = [
            ("warning", _("Yellow lamp"), _("Open orders that will soon be late."), "yellow"),
            ("overdue", _("Red lamp"), _("Open orders that are late."), "red"),
        ]
        return [everything] + [
            self._figure(
                lamp, name, lamps["total"].get(lamp, 0), formula, tone=tone if lamps["total"].get(lamp) else "",
                note=_("now"), opens=self._opens(
                    name, "city12319.order", self._open_orders(departments) & Domain("alert", "=", lamp), linked),
            )
            for lamp, name, formula, tone in rows
        ]

    @api.model
    def _funnel(self, registered, departments=None, linked=True):
        """Return the seven stages of the process with what stands in each, as figures.

        :param registered: the figure of what was registered today, None when the person has none. It stands for the first
            stage, in which nothing rests: a problem that is reported becomes a ticket of the second.
        """
        model, domain = self._open_cases(departments)
        standing = {stage.id: count for stage, count in self.env[model]._read_group(domain, ["stage_id"], ["__count"])}
        # sudo: names of stages are no secret
        stages = self.env["city12319.stage"].sudo().search([("flow_id.code", "=", "case"), ("final", "=", False)])
        names = dict(stages._fields["phase"]._description_selection(self.env))
        reported = registered or self._figure("report", "", None, self.env._("Registering belongs to the hotline."))
        return [{**reported, "key": "report", "name": names["report"], "note": self.env._("today")}] + [
            self._figure(
                phase, names[phase], sum(standing.get(stage.id, 0) for stage in here), "、".join(here.mapped("name")),
                opens=self._opens(names[phase], model, domain & Domain("stage_id", "in", here.ids), linked),
            )
            for phase in PHASES
            for here in [stages.filtered(lambda stage, phase=phase: stage.phase == phase)]
        ]

    @api.model
    @tools.ormcache()
    def _district_of(self):
        """Return ``{area id: district id}`` of all areas below a district, and of the districts themselves."""
        # sudo: areas are no secret
        areas = self.env["city12319.area"].sudo().with_context(active_test=False).search_fetch([], ["parent_path", "level"])
        districts = {area.id for area in areas if area.level == "district"}
        found = {
            area.id: next((key for key in map(int, area.parent_path.split("/")[:-1]) if key in districts), None)
            for area in areas
        }
        return {area: district for area, district in found.items() if district}

    @api.model
    def _by_district(self, counts):
        """Add up ``{area id: count}`` to ``{district id: count}``; what lies outside of districts is left out."""
        districts, summed = self._district_of(), {}
        for area, count in counts.items():
            if area in districts:
                summed[districts[area]] = summed.get(districts[area], 0) + count
        return summed
