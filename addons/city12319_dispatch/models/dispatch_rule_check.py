from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.city12319_flow import house_language

from ..tools import rule_cover

MOST_CATEGORIES, MOST_AREAS = 300, 60


class DispatchRuleCheck(models.Model):
    """What is watched about rules: whether they work, what they leave open, how often they are followed."""

    _inherit = "city12319.dispatch.rule"

    # ------------------------------------------------------------------ do they work

    def _current_error(self):
        """Return why the rule cannot be applied; empty when it can, as far as this can be told without an order."""
        self.ensure_one()
        closed = self._dead_departments()
        if closed:
            return closed
        try:
            self._read_condition()
        except ValidationError as error:
            return str(error)
        return ""

    def _check_health(self):
        """Write down which rules do not work, and tell the administrators about active ones."""
        # sudo: also called when a department is closed by somebody who does not maintain rules
        for rule in self.sudo().filtered(lambda rule: rule.state != "retired"):
            error = rule._current_error()
            if error and rule.state == "active":
                rule._report_broken(error)
            elif (rule.last_error or "") != error:
                rule.write({"last_error": error, "last_error_at": error and fields.Datetime.now()})

    def _report_broken(self, error):
        """An active rule could not be applied: mark it, and alert the administrators once a day.

        Returns nothing and never raises: the order goes to the manual queue whatever happens here.
        """
        self.ensure_one()
        rule, today = self.sudo(), fields.Date.context_today(self)  # sudo: whoever files an order may meet it
        if rule.last_error == error and rule.alerted_on == today:
            return
        alert = rule.alerted_on != today
        rule.write({"last_error": error, "last_error_at": fields.Datetime.now(), "alerted_on": today})
        administrators = self.env.ref("city12319_intake.group_config_admin").sudo().all_user_ids.filtered("active")
        if alert and administrators:
            env = house_language.written(rule).env
            rule.message_notify(
                partner_ids=administrators.partner_id.ids,
                author_id=self.env.ref("base.partner_root").id,
                subject=env._("Dispatch rule “%(rule)s” does not work", rule=rule.name),
                body=env._("%(error)s Orders that it should decide on wait in the manual queue.", error=error),
            )

    # ------------------------------------------------------------------ what they leave open

    @api.model
    def coverage(self, category_id=False, area_id=False):
        """Tell what happens to the orders of each category in each area, by active rules.

        :param category_id: look at the categories directly below this one; without it, at those on top
        :param area_id: look at the areas directly within this one; without it, at the districts
        :return: dict with ``categories`` and ``areas`` (id, name, has_children), ``parents`` (names of what is looked
            at), ``cells``: ``{"category,area": {kind, department, rule_id, rule, partial: [{id, name}]}}`` where kind is
            ``whole``, ``part``, ``hole`` or ``broken``; ``counts`` of the kinds and ``accepted`` (see accept_figures)
        """
        self.check_access("read")
        categories = self.env["city12319.category"].search(
            [("parent_id", "=", category_id)], limit=MOST_CATEGORIES)
        areas = self.env["city12319.area"].search(
            [("parent_id", "=", area_id)] if area_id else [("level", "=", "district")], limit=MOST_AREAS)
        index = self._index()
        cells = rule_cover.coverage(
            index.rules, categories.ids, areas.ids, self._above("city12319.category"), self._above("city12319.area"),
            fields.Date.context_today(self),
        )
        used = {rule_id for cell in cells.values() for rule_id in (cell.rule_id, *cell.partial_ids) if rule_id}
        rules = {rule.id: rule for rule in self.browse(used)}
        counts = dict.fromkeys(("whole", "part", "hole", "broken"), 0)
        for cell in cells.values():
            counts[cell.kind] += 1
        return {
            "categories": self._coverage_axis(categories), "areas": self._coverage_axis(areas),
            "parents": {
                "category": self.env["city12319.category"].browse(category_id or []).display_name or "",
                "area": self.env["city12319.area"].browse(area_id or []).display_name or "",
            },
            "cells": {f"{category},{area}": self._coverage_cell(cell, rules) for (category, area), cell in cells.items()},
            "counts": counts,
            "accepted": self.accept_figures(),
        }

    @api.model
    def _coverage_axis(self, records):
        parents = {parent.id for [parent] in records._read_group([("parent_id", "in", records.ids)], ["parent_id"])}
        return [{"id": one.id, "name": one.name, "has_children": one.id in parents} for one in records]

    @api.model
    def _coverage_cell(self, cell, rules):
        rule = rules.get(cell.rule_id)
        return {
            "kind": cell.kind,
            "rule_id": cell.rule_id,
            "rule": rule.name if rule else "",
            "department": rule.department_id.name if rule else "",
            "partial": [{"id": one, "name": rules[one].name} for one in cell.partial_ids[:20]],
        }

    # ------------------------------------------------------------------ how often they are followed

    @api.model
    def accept_figures(self, since=False):
        """Count how dispatches compare with what was proposed. Base: all dispatches since the moment.

        :param since: UTC datetime as text; without it, everything
        :return: list of dicts ``source`` (previous, owner, keeper, rule, or manual for no proposal), ``name``,
            ``proposed``, ``accepted`` and ``rate`` (None when nothing was proposed)
        """
        if not self.has_access("read"):
            raise AccessError(self.env._("The figures of dispatch rules are not open to you."))
        domain = [("code", "=", "dispatch"), ("order_id", "!=", False), ("proposal_source", "!=", False)]
        if since:
            domain.append(("at", ">=", since))
        # sudo: counts only; whoever maintains rules sees no cases
        rows = self.env["city12319.event"].sudo()._read_group(domain, ["proposal_source", "proposal_accepted"], ["__count"])
        figures = {}
        for source, accepted, count in rows:
            entry = figures.setdefault(source, [0, 0])
            entry[0] += count
            entry[1] += count if accepted else 0
        names = dict(self.env["city12319.event"]._fields["proposal_source"]._description_selection(self.env))
        return [
            {
                "source": source, "name": names[source], "proposed": figures[source][0], "accepted": figures[source][1],
                "rate": figures[source][1] / figures[source][0] if source not in ("manual", "broken") else None,
            }
            for source in names if source in figures
        ]
