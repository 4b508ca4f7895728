from odoo import api, fields, models

from ..tools.boundaries import BoundaryError, read_features
from ..tools.import_mapping import Problem
from ..tools.import_values import ValueProblem
from .area import LEVELS
from .list_import import Plan

_LEVEL_WORDS = {"省": None, "市": "city", "区": "district", "县": "district", "街道": "street", "镇": "street",
                "乡": "street", "社区": "community", "村": "community", "网格": "grid"}


class ListImportBoundary(models.TransientModel):
    """Boundaries from GeoJSON, for areas found by code or name; areas that do not exist can be created."""

    _inherit = "city12319.list.import"

    create_missing = fields.Boolean(string="Create missing areas", default=True)
    area_level = fields.Selection(
        [("city", "City"), ("district", "District"), ("street", "Street"), ("community", "Community"), ("grid", "Grid")],
        string="Their level", default="district", help="Of created areas whose properties name no level.",
    )

    def _plan_boundary(self, data):
        plan = Plan()
        try:
            features = read_features(data, self.system)
        except BoundaryError as error:
            plan.problems.append(self._feature_problem(0, error))
            return plan
        areas = self.env["city12319.area"].with_context(active_test=False).search([])
        by_code = {area.code: area for area in areas}
        by_name = self._words(areas, "name", "complete_name")
        seen = {}
        for feature in features:
            plan.problems += [self._feature_problem(feature.number, error, feature) for error in feature.errors]
            if feature.code and feature.code in seen:
                plan.problems.append(Problem(feature.number, "code", "", feature.code, "repeated", {
                    "row": seen[feature.code]}))
                continue
            seen[feature.code] = feature.number
            if not feature.errors:
                self._plan_feature(plan, feature, by_code, by_name)
        return plan

    def _plan_feature(self, plan, feature, by_code, by_name):
        area = by_code.get(feature.code)
        if not area and feature.name:
            try:
                area = self.env["city12319.area"].browse(by_name.find([feature.name]))
            except ValueProblem as problem:
                if problem.code == "ambiguous":
                    plan.problems.append(Problem(feature.number, "name", "", feature.name, "ambiguous"))
                    return
        if area and area.boundary and not self.update_existing:
            plan.skipped += 1
        elif area:
            plan.update.append((feature.number, area, {"boundary": feature.boundary}))
        elif not self.create_missing:
            plan.problems.append(Problem(feature.number, "area", "", feature.name or feature.code, "no_area"))
        elif not (feature.code and feature.name):
            plan.problems.append(Problem(feature.number, "area", "", feature.name or feature.code, "no_code"))
        else:
            self._plan_new_area(plan, feature, by_code.get(feature.parent_code))

    def _plan_new_area(self, plan, feature, parent):
        level = feature.level.lower()
        level = level if level in LEVELS else _LEVEL_WORDS.get(feature.level) or (not level and self.area_level)
        if not level:
            plan.problems.append(Problem(feature.number, "level", "", feature.level, "no_level", {
                "level": feature.level}))
        elif parent and LEVELS.index(parent.level) >= LEVELS.index(level):
            plan.problems.append(Problem(feature.number, "parent", "", feature.parent_code, "too_low", {
                "level": dict(parent._fields["level"]._description_selection(self.env))[level], "parent": parent.name}))
        else:
            plan.create.append((feature.number, {
                "name": feature.name, "code": feature.code, "level": level, "parent_id": parent.id if parent else False,
                "boundary": feature.boundary,
            }))

    @api.model
    def _feature_problem(self, number, error, feature=None):
        value = (feature.name or feature.code) if feature else ""
        return Problem(number, "boundary", "", value, error.code, error.details)
