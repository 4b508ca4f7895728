from odoo import api, models


class QualityFigures(models.Model):
    """Figures for statistics, each with its base."""

    _inherit = "city12319.quality.check"

    @api.model
    def _figures(self, start, end, agents=None):
        """Return figures of the final checks of calls offered from ``start`` on and before ``end`` (UTC).

        :param agents: ``res.users`` to count only, None for all
        :return: ``{agent: {"checked", "average", "passed", "pass_rate", "fatal", "appealed", "changed"}}``; the average and
            the rate have the checked calls as their base, in percent of 100, and are None without any
        """
        domain = [("state", "=", "final"), ("offered_at", ">=", start), ("offered_at", "<", end)]
        if agents is not None:
            domain.append(("agent_id", "in", agents.ids))
        figures = {}
        for agent, count, average in self._read_group(domain, ["agent_id"], ["__count", "final_score:avg"]):
            figures[agent] = {
                "checked": count, "average": round(average, 2), "passed": 0, "pass_rate": None, "fatal": 0, "appealed": 0,
                "changed": 0,
            }
        for name, more in (
            ("passed", [("passed", "=", True)]), ("fatal", [("fatal", "=", True)]),
            ("appealed", [("appealed_at", "!=", False)]), ("changed", [("decision", "=", "changed")]),
        ):
            for agent, count in self._read_group(domain + more, ["agent_id"], ["__count"]):
                figures[agent][name] = count
        for values in figures.values():
            values["pass_rate"] = round(100 * values["passed"] / values["checked"], 2)
        return figures
