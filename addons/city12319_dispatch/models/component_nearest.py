from math import cos, radians

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.city12319_intake.tools.address import fold_address, road_and_number
from odoo.addons.city12319_intake.tools.coordinates import distance

MAX_LIMIT = 50
REACH = 3000  # metres; farther away nothing is “near”
_READ = ["latitude", "longitude", "active", "status", "category_id", "area_id", "address"]  # by the queries


class ComponentNearest(models.Model):
    """The components nearest to a position or an address.

    PostgreSQL's own index on points answers for the nearest ones in degrees, which are not yet the nearest in metres:
    a degree of longitude is shorter. So the farthest of the first answer tells how far to look, and all within that
    reach are measured. An address without position is placed by the component with the closest number on its road.
    """

    _inherit = "city12319.component"

    @api.model
    @api.readonly
    def nearest(self, latitude=0, longitude=0, address="", area_id=False, category_id=False, limit=5):
        """Return the components nearest to a position, or else to an address.

        :param latitude: of a position in WGS-84; with longitude it goes before the address
        :param area_id: area that the address lies in, when several have a road of that name
        :param category_id: what it is about; components of its problem category are preferred
        :return: dict with ``by`` (``position``, ``address`` or False), ``near`` (the address that stands for the one
            asked for, when ``by`` is address) and ``components``: dicts with id, name, code, category, area, address,
            distance (metres)
        """
        by, near = "position", ""
        latitude, longitude = float(latitude or 0), float(longitude or 0)
        if not (latitude and longitude and -90 <= latitude <= 90 and -180 <= longitude <= 180):
            by, (latitude, longitude, near) = "address", self._place_of(address, area_id)
        if not (latitude and longitude):
            return {"by": False, "near": "", "components": []}
        limit = max(1, min(int(limit), MAX_LIMIT))
        found = self._nearest(latitude, longitude, limit, self._preferred_categories(category_id))
        components = self.browse(component_id for component_id, _metres in found)
        return {
            "by": by,
            "near": near,
            "components": [
                {
                    "id": component.id, "name": component.name, "code": component.code,
                    "category": component.category_id.name or "", "area": component.area_id.display_name or "",
                    "address": component.address or "", "distance": round(metres),
                }
                for component, (_id, metres) in zip(components, found, strict=True)
            ],
        }

    @api.model
    def _preferred_categories(self, category_id):
        """Return the ids of the component classes of the same problem category, or none when that says nothing."""
        category = self.env["city12319.category"].browse(category_id or []).exists()
        if not category:
            return []
        return self.env["city12319.category"].with_context(active_test=False)._search([
            ("id", "child_of", category._problem().id), ("kind", "!=", "event"),
        ]).get_result_ids()

    @api.model
    def _nearest(self, latitude, longitude, limit, category_ids=()):
        """Return (id, metres) of the components nearest to a position, within reach; those of the classes first."""
        self.check_access("read")
        self.flush_model(_READ)
        if category_ids:
            preferred = self._nearest_within(latitude, longitude, limit, SQL("category_id = ANY(%s)", list(category_ids)))
            if preferred:
                return preferred
        return self._nearest_within(latitude, longitude, limit, SQL("TRUE"))

    @api.model
    def _nearest_within(self, latitude, longitude, limit, condition):
        place = SQL("point(longitude::float8, latitude::float8)")
        box = self._box(latitude, longitude, REACH)
        kept = SQL("latitude <> 0 AND longitude <> 0 AND active AND status <> 'removed' AND %s", condition)
        first = self.env.execute_query(SQL(
            "SELECT latitude, longitude FROM city12319_component WHERE %s AND %s <@ %s"
            " ORDER BY %s <-> point(%s, %s) LIMIT %s",
            kept, place, box, place, longitude, latitude, limit,
        ))
        if not first:
            return []
        reach = max(distance(latitude, longitude, float(row[0]), float(row[1])) for row in first)
        rows = self.env.execute_query(SQL(
            "SELECT id, latitude, longitude FROM city12319_component WHERE %s AND %s <@ %s",
            kept, place, self._box(latitude, longitude, reach + 1),
        ))
        measured = [(distance(latitude, longitude, float(row[1]), float(row[2])), row[0]) for row in rows]
        return [(component_id, metres) for metres, component_id in sorted(measured)[:limit] if metres <= REACH]

    @api.model
    def _box(self, latitude, longitude, metres):
        """Return the box of degrees that reaches so many metres to every side."""
        north = metres / 111_000  # a little more than it is
        east = north / max(0.01, cos(radians(min(89.0, abs(latitude) + north))))
        return SQL(
            "box(point(%s, %s), point(%s, %s))", longitude - east, latitude - north, longitude + east, latitude + north,
        )

    @api.model
    def _place_of(self, address, area_id=False):
        """Return (latitude, longitude, address) of the component that best stands for an address, or zeros.

        That is the one with the closest house number on the same road, in the same area rather than elsewhere.
        """
        self.check_access("read")
        self.flush_model(_READ)
        road, number = road_and_number(address)
        text = road or fold_address(address)
        if len(text) < 3:  # too short for a place, and for the trigram index
            return 0, 0, ""
        area = self.env["city12319.area"].browse(area_id or []).exists()
        path = f"{area.parent_path}%" if area else "%"
        rows = self.env.execute_query(SQL(
            "SELECT c.latitude, c.longitude, c.address FROM city12319_component c"
            " LEFT JOIN city12319_area a ON a.id = c.area_id"
            " WHERE c.address LIKE %s AND c.latitude <> 0 AND c.longitude <> 0 AND c.active"
            " ORDER BY (COALESCE(a.parent_path, '') LIKE %s) DESC,"
            " ABS(COALESCE(SUBSTRING(c.address FROM %s)::int, 99999) - %s), c.id LIMIT 1",
            f"%{text}%", path, f"{road}[^0-9]{{0,3}}([0-9]{{1,5}})" if road else "([0-9]{1,5})", number or 0,
        ))
        return (float(rows[0][0]), float(rows[0][1]), rows[0][2]) if rows else (0, 0, "")
