from lxml import html

from odoo import api, models, tools
from odoo.fields import Domain

from ..tools.outline import outline, shifted
from ..tools.tiles import fault

LAMPS = ("any", "warning", "overdue")


class CityMap(models.AbstractModel):
    """The map of the city: its districts, and where the cases are.

    Nobody sees more on it than in the lists: cases are counted under the rules of the person.
    """

    _name = "city12319.map"
    _description = "Map"

    @api.model
    @api.readonly
    def load(self):
        """Return what the map needs once.

        :return: dict with ``shapes`` and ``tiles`` as in :meth:`_ground`, ``periods`` and ``categories`` to filter by
        :raises AccessError: when the person has no dashboard
        """
        dashboard = self.env["city12319.dashboard"]
        dashboard._departments()
        # sudo: names of categories are no secret
        majors = self.env["city12319.category"].sudo().search([("parent_id", "=", False), ("is_current", "=", True)])
        return {
            **self._ground(),
            "periods": dashboard._periods(),
            "categories": [{"id": one.id, "name": one.name} for one in majors],
        }

    @api.model
    def _ground(self):
        """Return what lies below the cases: ``shapes`` of districts (``id``, ``name``, ``shape`` in the coordinates of the
        tiles), and ``tiles`` (``url``, ``source``), False without."""
        return {"shapes": self._shapes(self._tile_system()), "tiles": self._tiles()}

    @api.model
    def _setting(self, name):
        # sudo: where the map comes from is shown on the map
        value = (self.env["ir.config_parameter"].sudo().get_param(name) or "").strip()
        return "" if value == "False" else value

    @api.model
    def _tiles(self):
        """Return where tiles come from, False when they come from nowhere."""
        address = self._setting("leaflet.tile_url")
        if not address or fault(address):
            return False
        return {"url": address, "source": _plain(self._setting("leaflet.copyright"))}

    @api.model
    def _tile_system(self):
        return self._setting("city12319_map.tile_system") or "wgs84"

    @api.model
    @tools.ormcache("system")
    def _shapes(self, system):
        # sudo: areas are no secret
        districts = self.env["city12319.area"].sudo().search_fetch(
            [("level", "=", "district"), ("has_boundary", "=", True)], ["name", "boundary"],
        )
        return [{"id": one.id, "name": one.name, "shape": outline(one.boundary, system)} for one in districts]

    @api.model
    def _cases(self, period, category_id, lamp):
        """Return (model, domain) of the cases on the map.

        Tickets for those who read all of them; the orders of their own for managers of departments. Lamps are on orders,
        and on what is open, whenever it was reported.
        """
        departments = self.env["city12319.dashboard"]._departments()
        if lamp in LAMPS:
            model, domain = "city12319.order", Domain("is_open", "=", True)
            domain &= Domain.TRUE if lamp == "any" else Domain("alert", "=", lamp)
        else:
            model = "city12319.ticket" if departments is None else "city12319.order"
            domain = self.env["city12319.dashboard"]._in_period("reported_at", period)
        if departments is not None:
            domain &= Domain("department_id", "in", departments.ids)
        if category_id:
            domain &= Domain("category_id", "child_of", category_id)
        return model, domain

    @api.model
    def _on_screen(self, latitude, longitude):
        return shifted(latitude, longitude, self._tile_system())


def _plain(text):
    """Return text without markup: the library's own default is HTML."""
    return html.fromstring(f"<span>{text}</span>").text_content().strip() if text else ""
