from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools import desk
from ...tools import phone as phone_tools
from ...tools.address import fold_address

_EACH = 20  # read for each reason
_SHOWN = 8


class Ticket(models.Model):
    """Warning on open cases: the same matter may have been reported already.

    One short query for each reason (same place, same address, same grid, same caller), each answered by a partial index
    over what is open: the cost does not grow with the number of tickets that were ever registered.
    """

    _inherit = "city12319.ticket"

    address_key = fields.Char(compute="_compute_address_key", store=True, precompute=True, export_string_translation=False)

    # open cases at the same address, at the same position, in the same grid, from the same number
    _open_address_idx = models.Index("(address_key, reported_at DESC) WHERE is_open IS TRUE AND address_key IS NOT NULL")
    _open_position_idx = models.Index("(latitude, longitude) WHERE is_open IS TRUE AND latitude <> 0")
    _open_area_idx = models.Index("(area_id, reported_at DESC) WHERE is_open IS TRUE AND area_id IS NOT NULL")
    _open_phone_idx = models.Index("(phone_sanitized, reported_at DESC) WHERE is_open IS TRUE AND phone_sanitized IS NOT NULL")

    @api.depends("address")
    def _compute_address_key(self):
        for ticket in self:
            ticket.address_key = fold_address(ticket.address) or False

    @api.model
    @api.readonly
    def open_cases(self, values):
        """Find open tickets that may be about the same matter as a form that is being filled in.

        :param values: dict with what is known: ``id`` (when saved already), ``category_id``, ``address``, ``area_id``,
            ``latitude``, ``longitude``, ``caller_id``, ``phone``
        :return: dict with ``cases`` (``id``, ``name``, ``summary``, ``address``, ``distance`` in metres or False,
            ``stage``, ``agent``, ``reported_at``, ``category``, ``same_category``, ``reason``: place or caller), ``more``
            (how many further ones the person could read) and ``hidden``: for tickets that the person may not read, only
            ``stage`` and ``count``
        :raises AccessError: when the person does not register tickets
        """
        if not self.env.user.has_group("city12319_intake.group_agent"):
            raise AccessError(self.env._("Only agents look for open cases."))
        reasons = {}
        for reason, domain in self._open_case_domains(values):
            # sudo: also what the agent may not read is counted, see below
            for ticket in self.sudo().search(self._open_case_base(values) & domain, limit=_EACH):
                reasons.setdefault(ticket, reason)
        found = self.sudo().union(*reasons)
        distances = {ticket: ticket._distance_to(values) for ticket in found}
        metres = self._nearby_setting("metres", 50)
        far = found.filtered(lambda ticket: reasons[ticket] == "position" and distances[ticket] > metres)
        found -= far
        readable = (found.with_env(self.env))._filtered_access("read").sudo()
        cases = [ticket._open_case(values, reasons[ticket], distances[ticket]) for ticket in readable]
        cases.sort(key=lambda case: (
            case["reason"] == "caller", not case["same_category"], case["distance"] is False, case["distance"],
        ))
        hidden = Counter(ticket.stage_id.name for ticket in found - readable)
        return {
            "cases": cases[:_SHOWN],
            "more": max(0, len(cases) - _SHOWN),
            "hidden": [{"stage": stage, "count": count} for stage, count in hidden.items()],
        }

    @api.model
    def _nearby_setting(self, name, default):
        value = self.env["ir.config_parameter"].sudo().get_param(f"city12319.nearby_{name}")
        return int(value or default)

    @api.model
    def _open_case_base(self, values):
        since = fields.Datetime.now() - timedelta(days=self._nearby_setting("days", 30))
        base = Domain("is_open", "=", True) & Domain("reported_at", ">=", since) & Domain("duplicate_of_id", "=", False)
        return base & Domain("id", "!=", values["id"]) if values.get("id") else base

    @api.model
    def _open_case_domains(self, values):
        """Yield (reason, domain) for each way in which a case may be the same."""
        category = self.env["city12319.category"].browse(values.get("category_id") or []).exists()
        same_matter = Domain.TRUE
        if category:  # the same problem category: citizens and agents do not draw finer lines alike
            same_matter = Domain("category_id", "child_of", int(category.parent_path.split("/")[0]))
        key = fold_address(values.get("address"))
        if len(key) >= 4:
            yield "address", same_matter & Domain("address_key", "=", key)
        latitude, longitude = values.get("latitude") or 0.0, values.get("longitude") or 0.0
        if latitude:
            box = desk.bounding_box(latitude, longitude, self._nearby_setting("metres", 50))
            (south, north), (west, east) = box
            yield "position", (
                same_matter & Domain("latitude", "!=", 0) & Domain("latitude", ">=", south)
                & Domain("latitude", "<=", north) & Domain("longitude", ">=", west) & Domain("longitude", "<=", east)
            )
        area = self.env["city12319.area"].browse(values.get("area_id") or []).exists()
        if category and area.level == "grid":
            yield "area", same_matter & Domain("area_id", "=", area.id)
        if values.get("caller_id"):
            yield "caller", Domain("caller_id", "=", values["caller_id"])
        elif values.get("phone"):
            number = phone_tools.primary_e164(values["phone"], self.env["city12319.caller"]._area_code())
            if number:
                yield "caller", Domain("phone_sanitized", "=", number)

    def _distance_to(self, values):
        """Return the metres to the place on the form, or False when either has no position."""
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if not (latitude and self.latitude):
            return False
        return round(desk.distance(latitude, longitude or 0.0, self.latitude, self.longitude))

    def _open_case(self, values, reason, distance):
        self.ensure_one()
        return {
            "id": self.id, "name": self.name, "summary": self.summary or "", "address": self.address or "",
            "distance": distance, "stage": self.stage_id.name, "agent": self.agent_id.name,
            "reported_at": fields.Datetime.to_string(self.reported_at), "category": self.category_id.name or "",
            "same_category": bool(self.category_id) and self.category_id.id == values.get("category_id"),
            "reason": "caller" if reason == "caller" else "place",
        }
