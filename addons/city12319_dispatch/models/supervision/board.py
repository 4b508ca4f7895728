from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .supervision import WAITING

MOST = 10000  # counts stop here: the board stays quick however much is open
ROWS = 50


class SupervisionBoard(models.AbstractModel):
    """The supervision board (督办看板): what needs somebody's attention now, counted and listed.

    Every count is answered by a partial index over what is open, and stops at ``MOST``.
    """

    _name = "city12319.supervision.board"
    _description = "Supervision Board"

    @api.model
    def _tiles(self):
        """Return ``{key: (name, domain on orders, order)}``, as the board shows them."""
        _, stage = self.env._, self._stage
        open_ = Domain("is_open", "=", True)
        waits = [("state", "in", WAITING)]
        return {
            "overdue": (_("Overdue"), open_ & Domain("alert", "=", "overdue"), "due_at, id"),
            "warning": (_("About to be late"), open_ & Domain("alert", "=", "warning"), "due_at, id"),
            "unreceived": (_("Not received"), open_ & Domain("stage_id", "=", stage("pending_receipt")), "id"),
            "returned": (_("Given back"), open_ & Domain("return_count", ">", 0), "return_count desc, id"),
            "suspended": (_("Suspended"), open_ & Domain("stage_id", "=", stage("suspended")), "id"),
            "supervised": (_("Under supervision"), open_ & Domain("supervised", "=", True), "id"),
            "unanswered": (
                _("Supervised without reply"),
                open_ & Domain("supervision_ids", "any", [("kind", "=", "supervise"), *waits]), "id",
            ),
            "urged": (
                _("Urged, not received"),
                open_ & Domain("supervision_ids", "any", [("kind", "=", "urge"), ("state", "=", "sent")]), "id",
            ),
        }

    @api.model
    def _stage(self, code):
        return self.env["city12319.stage"]._by_code("case", code).id

    @api.model
    def _check_reader(self):
        if not self.env.user.has_groups(
            "city12319_intake.group_dispatcher,city12319_intake.group_leader,city12319_intake.group_statistician,"
            "base.group_system"
        ):
            raise AccessError(self.env._("The supervision board is for dispatchers and leaders."))

    @api.model
    @api.readonly
    def load(self, key="overdue", department_id=False, offset=0):
        """Return what the board shows.

        :param key: the tile whose orders are listed
        :param department_id: only orders of this department, or False for all
        :param offset: how many rows to leave out
        :return: dict with ``tiles`` (``key``, ``name``, ``count``, ``more``: there are more than counted), ``rows``
            (``id``, ``name``, ``summary``, ``department``, ``handler``, ``stage``, ``since``, ``signs``), ``departments``
            (``id``, ``name``, ``count`` of the tile), ``pairs`` of departments that give cases back in turn, ``may_urge``
            and ``domain`` of the rows
        :raises AccessError: when the person has no board
        """
        self._check_reader()
        orders = self.env["city12319.order"]
        tiles = self._tiles()
        key = key if key in tiles else "overdue"
        of_department = Domain("department_id", "=", department_id) if department_id else Domain.TRUE
        _name, domain, order = tiles[key]
        rows = orders.search_fetch(
            domain & of_department, ["name", "summary", "department_id", "handler_id", "stage_id", "reported_at", "due_at"],
            limit=ROWS, offset=offset, order=order,
        )
        counts = {name: orders.search_count(tile[1] & of_department, limit=MOST + 1) for name, tile in tiles.items()}
        return {
            "tiles": [
                {"key": name, "name": tile[0], "count": min(counts[name], MOST), "more": counts[name] > MOST}
                for name, tile in tiles.items()
            ],
            "key": key,
            "rows": [self._row(row) for row in rows],
            "size": ROWS,
            "departments": self._departments(domain, counts[key] > MOST),
            "pairs": self._ping_pong(),
            "may_urge": self.env["city12319.order"]._flow_transition("urge")._is_for(orders),
            "domain": list(domain & of_department),
            "now": fields.Datetime.to_string(fields.Datetime.now()),
        }

    @api.model
    def _row(self, order):
        return {
            "id": order.id, "name": order.name, "summary": order.summary, "department": order.department_id.name or "",
            "handler": order.handler_id.name or "", "stage": order.stage_id.name,
            "reported_at": fields.Datetime.to_string(order.reported_at) if order.reported_at else False,
            "due_at": fields.Datetime.to_string(order.due_at) if order.due_at else False, "signs": order.signs,
        }

    @api.model
    def _departments(self, domain, many):
        """Return the departments that have orders of the tile, most first; without figures when there are too many."""
        if many:
            found = self.env["city12319.department"].search([("kind", "=", "internal")])
            return [{"id": one.id, "name": one.name, "count": False} for one in found]
        groups = self.env["city12319.order"]._read_group(domain, ["department_id"], ["__count"])
        return [
            {"id": department.id, "name": department.name, "count": count}
            for department, count in sorted(groups, key=lambda group: -group[1]) if department
        ]

    @api.model
    def _ping_pong(self):
        # sudo: whoever has the board reads all orders; the figures are counted from all events
        return [
            {
                "departments": pair["departments"].mapped("name"), "count": pair["count"], "orders": pair["orders"].ids,
            }
            for pair in self.env["city12319.bounce"].sudo()._pairs(limit=5)
        ]
