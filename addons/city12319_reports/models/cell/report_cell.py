"""What a figure counts, as a condition on the records themselves: lists, groupings and exports of it obey their rules."""

import json
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.city12319_evaluation.models import city_time

from ..definitions import COUNTERS
from ..facts.family import MODELS


class ReportCell(models.AbstractModel):
    """A record that figures count."""

    _name = "city12319.report.cell"
    _description = "Counted in Reports"

    report_cell = fields.Char(compute="_compute_report_cell", search="_search_report_cell", string="Counted in a report")

    def _compute_report_cell(self):
        self.report_cell = False

    @api.model
    def _search_report_cell(self, operator, value):
        """Search what one figure of a report counts; the value is what ``city12319.report.drill`` made."""
        if operator != "in" or len(value) != 1:
            return NotImplemented
        text = next(iter(value))
        try:
            cell = json.loads(text)
            first, last = date.fromisoformat(cell["first"]), date.fromisoformat(cell["last"])
            terms = [(term.lstrip("-"), term.startswith("-")) for term in cell["terms"]]
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UserError(self.env._("Open the list from a figure of a report.")) from error
        counted = [self._counted(code, first, last, cell) for code, without in terms if not without]
        left_out = [self._counted(code, first, last, cell) for code, without in terms if without]
        ids = SQL(" UNION ").join(counted)
        if left_out:
            ids = SQL("(%s) EXCEPT (%s)", ids, SQL(" UNION ").join(left_out))
        return Domain("id", "in", SQL("(%s)", ids))

    @api.model
    def _counted(self, code, first, last, cell):
        """Return a SELECT of the ids that the counter ``code`` counts in ``cell``."""
        report = self.env["city12319.report"]
        if code not in COUNTERS:
            raise UserError(self.env._("Open the list from a figure of a report."))
        # sudo: the facts behind a figure; which of them a person reads, the rules of this model say
        rollup = report._rollup_of(code).sudo()
        family = rollup._family_of(code)
        column = family.column(code)
        if MODELS[column] != self._name:
            raise UserError(self.env._("“%(figure)s” counts something else.", figure=COUNTERS[code].zh))
        cut = fields.Datetime.now()
        if rollup._fields[code].aggregator is None:  # a stock is that of the last counted day
            first = last = max(first, min(last, self.env["city12319.rollup.day"]._today()))
        conditions = [SQL("%s = ANY(f.codes)", code) if code in family.codes else SQL("TRUE")]
        for name, values in [*cell.get("dims", {}).items(), *cell.get("filters", {}).items()]:
            conditions.append(self._condition(rollup, name, values))
        if cell.get("weekday"):
            conditions.append(SQL(
                "extract(isodow FROM f.at AT TIME ZONE 'UTC' AT TIME ZONE %s) = %s", city_time.zone(self.env).key,
                int(cell["weekday"]),
            ))
        conditions.append(rollup._own_facts(self.env.user))
        return SQL(
            "SELECT f.%s FROM (%s) f WHERE %s", SQL.identifier(column), rollup._facts(family, first, last, cut),
            SQL(" AND ").join(conditions),
        )

    @api.model
    def _condition(self, rollup, name, values):
        if name not in rollup._dims:
            raise UserError(self.env._("Open the list from a figure of a report."))
        field = SQL("f.%s", SQL.identifier(name))
        known = [value for value in values if value is not None]
        if rollup._fields[name].type in ("many2one", "integer"):
            condition = SQL("%s = ANY(%s::int[])", field, [int(value) for value in known])
        else:
            condition = SQL("%s = ANY(%s)", field, [str(value) for value in known])
        return SQL("(%s OR %s IS NULL)", condition, field) if None in values else condition


class Ticket(models.Model):
    _name = "city12319.ticket"
    _inherit = ["city12319.ticket", "city12319.report.cell"]


class Order(models.Model):
    _name = "city12319.order"
    _inherit = ["city12319.order", "city12319.report.cell"]


class Event(models.Model):
    _name = "city12319.event"
    _inherit = ["city12319.event", "city12319.report.cell"]

    def action_open_case(self):
        """Open the order to which this happened, or its ticket."""
        self.ensure_one()
        return (self.order_id or self.ticket_id).get_formview_action()


class Clock(models.Model):
    _name = "city12319.clock"
    _inherit = ["city12319.clock", "city12319.report.cell"]


class Request(models.Model):
    _name = "city12319.request"
    _inherit = ["city12319.request", "city12319.report.cell"]


class Supervision(models.Model):
    _name = "city12319.supervision"
    _inherit = ["city12319.supervision", "city12319.report.cell"]


class Visit(models.Model):
    _name = "city12319.visit"
    _inherit = ["city12319.visit", "city12319.report.cell"]


class Inspection(models.Model):
    _name = "city12319.inspection"
    _inherit = ["city12319.inspection", "city12319.report.cell"]


class Call(models.Model):
    _name = "city12319.call"
    _inherit = ["city12319.call", "city12319.report.cell"]


class SeatState(models.Model):
    _name = "city12319.seat.state"
    _inherit = ["city12319.seat.state", "city12319.report.cell"]
