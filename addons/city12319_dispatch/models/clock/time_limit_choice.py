from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...tools.limit_choice import Case, Limit, LimitTable


class TimeLimitChoice(models.Model):
    """Which limit applies to a case: the table of all limits, kept in memory until one of them changes."""

    _inherit = "city12319.time.limit"

    @api.model
    @tools.ormcache("day")
    def _limit_table(self, day):
        """Return the LimitTable of the limits that are valid on ``day``."""
        valid = (Domain("valid_from", "=", False) | Domain("valid_from", "<=", day)) & (
            Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        # sudo: limits apply to everybody, whoever moves the case
        limits = self.sudo().with_context(active_test=True).search(valid)
        return LimitTable(
            Limit(
                limit.id, limit.stage_id.id if limit.target == "stage" else limit.target, limit.condition_id.id or None,
                limit.category_id.id or None, limit.department_id.id or None, limit.area_id.id or None,
                limit.urgency or None, limit.sequence,
            )
            for limit in limits
        )

    @api.model
    def _promise(self, document, target, at):
        """Return what is promised for ``document``, as values of a clock.

        :param document: a ticket or an order
        :param target: ``handling``, ``total`` or a stage
        :param at: UTC datetime on which the clock starts
        :return: limit, unit, time_limit_id, condition_id; a limit of 0 when nothing applies
        """
        is_order, is_stage = document._name == "city12319.order", not isinstance(target, str)
        condition = document.condition_id if is_order else self.env["city12319.condition"]
        case = Case(
            target.id if is_stage else target,
            condition.id or None,
            _path(document.category_id),
            _path(document.department_id) if is_order else (),
            _path(document.area_id),
            document.urgency if is_order else None,
        )
        day = fields.Datetime.context_timestamp(self.with_context(tz="Asia/Shanghai"), at).date()
        limit = self.browse(self._limit_table(day).choose(case))
        if not is_stage and target == "handling" and condition and not limit.condition_id:
            # the condition's own limit is more specific than any limit that does not name the condition
            return {
                "limit": condition.limit, "unit": condition.unit, "time_limit_id": False, "condition_id": condition.id,
            }
        return {
            "limit": limit.limit, "unit": limit.unit or "working_hours", "time_limit_id": limit.id,
            "condition_id": condition.id,
        }


def _path(record):
    """Return the ids from a record of a tree outwards."""
    return tuple(int(part) for part in reversed((record.parent_path or "").split("/")) if part)
