from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.cells import box, steps

MOST_CELLS = 1500  # the fullest ones; more cannot be told apart on a screen
MOST_LISTED = 5000


class MapCells(models.AbstractModel):
    """Cases counted on a grid, in the database: a map of a million cases is some hundred circles."""

    _inherit = "city12319.map"

    @api.model
    @api.readonly
    def cells(self, period="month", category_id=False, lamp=False, zoom=11):
        """Return how many cases are where.

        :param period: as on the dashboard
        :param category_id: only this category and those below it
        :param lamp: any, warning or overdue: open orders with this lamp, whenever reported; False for all cases
        :param zoom: of the map; decides how fine the grid is
        :return: dict with ``cells`` (``row``, ``column``, ``latitude`` and ``longitude`` on the screen, ``count``),
            ``districts`` ``{id: count}``, ``total`` and ``unplaced`` (cases without a position)
        :raises AccessError: when the person has no dashboard
        """
        return self._heat(*self._cases(period, category_id, lamp), zoom)

    @api.model
    def _heat(self, model, domain, zoom):
        """Return what :meth:`cells` does, of the cases of a domain."""
        by_area = self.env[model]._read_group(domain, ["area_id"], ["__count"])
        total = sum(count for _area, count in by_area)
        rows = self._counted(model, domain, zoom)
        placed = sum(row[-1] for row in rows)
        districts = self.env["city12319.dashboard"]._by_district({area.id: count for area, count in by_area})
        return {
            "cells": [self._cell(*row) for row in rows[:MOST_CELLS]],
            "districts": districts,
            "total": total, "unplaced": total - placed,
        }

    @api.model
    def open_cell(self, row, column, zoom, period="month", category_id=False, lamp=False):
        """Return what lists the cases of a cell, with the filters that it was counted with.

        :return: dict ``model`` and ``domain``
        """
        model, domain = self._cases(period, category_id, lamp)
        south, west, north, east = box(row, column, zoom)
        inside = Domain([
            ("latitude", ">=", south), ("latitude", "<", north), ("longitude", ">=", west), ("longitude", "<", east),
        ])
        if model == "city12319.ticket":
            return {"model": model, "domain": list(domain & inside)}
        # any!: whoever reads the order may know where it is, also those who do not read its ticket
        orders = self.env[model].search(domain & Domain("ticket_id", "any!", inside), limit=MOST_LISTED)
        return {"model": model, "domain": [("id", "in", orders.ids)]}

    @api.model
    def open_district(self, district_id, period="month", category_id=False, lamp=False):
        """Return what lists the cases of a district, with the filters that it was counted with: ``model``, ``domain``."""
        model, domain = self._cases(period, category_id, lamp)
        return {"model": model, "domain": list(domain & Domain("area_id", "child_of", district_id))}

    @api.model
    def _counted(self, model, domain, zoom):
        """Return (row, column, latitude, longitude, count) of each cell with cases, the fullest first.

        The position of a cell is the middle of its cases, so that a street stays a street.
        """
        cases = self.env[model]
        query = cases._search(domain)  # under the rules of the person
        table = query.table
        if model == "city12319.order":
            table = query.join(table, "ticket_id", "city12319_ticket", "id", "ticket_id")
            self.env["city12319.ticket"].flush_model(["latitude", "longitude"])
        else:
            cases.flush_model(["latitude", "longitude"])
        latitude, longitude = SQL.identifier(table, "latitude"), SQL.identifier(table, "longitude")
        query.add_where(SQL("%s <> 0 AND %s <> 0", latitude, longitude))
        height, width = steps(zoom)
        row, column = _floor(latitude, height), _floor(longitude, width)
        query.groupby = SQL("1, 2")
        query.order = "5 DESC, 1, 2"
        return self.env.execute_query(query.select(
            SQL("%s AS cell_row", row), SQL("%s AS cell_column", column), SQL("AVG(%s)::float8", latitude),
            SQL("AVG(%s)::float8", longitude), SQL("COUNT(*)"),
        ))

    @api.model
    def _cell(self, row, column, latitude, longitude, count):
        latitude, longitude = self._on_screen(latitude, longitude)
        return {
            "row": row, "column": column, "latitude": round(latitude, 6), "longitude": round(longitude, 6), "count": count,
        }


def _floor(position, step: Decimal):
    return SQL("FLOOR(%s / %s::numeric)::int", position, str(step))
