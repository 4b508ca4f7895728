from odoo import api, models

from .report_compute import NONE, TOTAL
from .report_dimension import DIMENSIONS


class Report(models.Model):
    """Keys and labels of rows and columns: what values of a dimension are put together, and how they are called."""

    _inherit = "city12319.report"

    @api.model
    def _fold(self, dimension, buckets):
        """Return a function from the groups of a roll-up's row to the key of a dimension."""
        if dimension.code == "time":
            return self._fold_time(buckets)
        if dimension.code == "weekday":
            return lambda values: str(values["day:day"].isoweekday())
        if dimension.level:
            above = self._ancestors(dimension)
            return lambda values: str(above.get(values[dimension.field].id) or NONE)
        if dimension.model:
            return lambda values: str(values[dimension.field].id or NONE)
        return lambda values: NONE if values[dimension.field] in (False, None) else str(values[dimension.field])

    @api.model
    def _fold_time(self, buckets):
        if buckets and buckets[0][4] is not None:
            return lambda values: f"h{values['hour']}"
        spans = [(begin, end, key) for key, _label, begin, end, _hour in buckets]
        by_day = {}

        def fold(values):
            day = values["day:day"]
            if day not in by_day:
                by_day[day] = next(key for begin, end, key in spans if begin <= day <= end)
            return by_day[day]

        return fold

    @api.model
    def _ancestors(self, dimension):
        """Return ``{id: id of the ancestor}`` up to the level of ``dimension``; what lies above it stands for itself."""
        # sudo: names of a list, not cases
        records = self.env[dimension.model].sudo().with_context(active_test=False).search_fetch([], ["parent_path"])
        paths = {record.id: [int(part) for part in record.parent_path.split("/") if part] for record in records}
        if dimension.level == "top":
            return {record: path[0] for record, path in paths.items()}
        levels = {record.id: record.level for record in records}
        return {
            record: next((one for one in path if levels.get(one) == dimension.level), record) for record, path in paths.items()
        }

    def _keys(self, code, found, buckets):
        """Return ``[(key, label)]`` of rows or columns in their order: what was found, and steps of time without a gap."""
        dimension = DIMENSIONS[code]
        if code == "time":
            return [(key, label) for key, label, *_rest in buckets]
        if code == "weekday":
            return [(str(number), label) for number, label in enumerate(self._weekdays(), start=1)]
        if code == "hour":
            return [(str(hour), f"{hour}:00") for hour in range(24)]
        if code == "slot":
            return [(str(slot), f"{slot // 2}:{slot % 2 * 30:02d}") for slot in range(48)]
        found = found - {TOTAL}
        none = [(NONE, self.env._("(none)"))] if NONE in found else []
        if dimension.model:
            return self._record_keys(dimension, found - {NONE}) + none
        return self._plain_keys(dimension, found - {NONE}) + none

    @api.model
    def _record_keys(self, dimension, found):
        # sudo: names of what was counted; a figure without a name says nothing
        records = self.env[dimension.model].sudo().with_context(active_test=False).search([("id", "in", list(map(int, found)))])
        short = dimension.model in ("city12319.area", "city12319.category") and dimension.level
        return [(str(record.id), record.name if short else record.display_name) for record in records]

    @api.model
    def _plain_keys(self, dimension, found):
        for model in ("ticket", "order", "stage"):
            field = self.env[f"city12319.rollup.{model}"]._fields.get(dimension.field)
            if field and field.type == "selection":
                return [(key, label) for key, label in field._description_selection(self.env) if key in found]
        return [(key, key) for key in sorted(found)]

    @api.model
    def _weekdays(self):
        return [self.env._("Monday"), self.env._("Tuesday"), self.env._("Wednesday"), self.env._("Thursday"),
                self.env._("Friday"), self.env._("Saturday"), self.env._("Sunday")]
