from odoo import api, models, tools
from odoo.exceptions import ValidationError

from ..tools.address import AddressIndex, NamedArea
from ..tools.boundaries import AreaIndex, BoundaryError, read_boundary
from .area import LEVELS
from .list_import_messages import boundary_message

_INDEXED = {"name", "aliases", "boundary", "parent_id", "level", "active"}


class AreaLookup(models.Model):
    """The area of a position or of an address.

    Both questions are answered from an index in memory, which each process builds at the first question and drops
    when an area changes.
    """

    _inherit = "city12319.area"

    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create([self._with_clean_boundary(vals) for vals in vals_list])
        self.env.registry.clear_cache()
        return areas

    def write(self, vals):
        result = super().write(self._with_clean_boundary(vals))
        if _INDEXED & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _with_clean_boundary(self, vals):
        """Return values with the boundary in the form in which all are kept, or say what is wrong with it."""
        if not vals.get("boundary"):
            return vals
        try:
            return {**vals, "boundary": read_boundary(vals["boundary"])}
        except BoundaryError as error:
            raise ValidationError(boundary_message(self.env, error)) from error

    @api.model
    def _find_at(self, latitude, longitude):
        """Return the smallest area in whose boundary a position (WGS-84) lies, or an empty recordset."""
        return self.browse(self._area_index().find(latitude, longitude) if latitude and longitude else None)

    @api.model
    def _find_in_address(self, address):
        """Return the area that an address names, or an empty recordset."""
        return self.browse(self._address_index().find(address) if address else None)

    @api.model
    def _propose(self, address, latitude, longitude):
        """Return the area of a position, else the one that the address names; empty when neither says."""
        return self._find_at(latitude, longitude) or self._find_in_address(address)

    @api.model
    @tools.ormcache()
    def _area_index(self):
        # sudo: the same for everybody; areas are no secret
        areas = self.sudo().search_fetch([("has_boundary", "=", True)], ["boundary"])
        return AreaIndex([(area.id, area.boundary) for area in areas])

    @api.model
    @tools.ormcache()
    def _address_index(self):
        # the city is in no address that tells anything; without boundaries, of which there may be megabytes
        areas = self.sudo().search_fetch(
            [("level", "!=", "city")], ["name", "aliases", "level", "parent_path"],
        )
        known = set(areas.ids)
        return AddressIndex(
            NamedArea(
                area.id,
                [area.name, *(area.aliases or "").split()],
                LEVELS.index(area.level),
                [key for key in map(int, area.parent_path.split("/")[:-2]) if key in known],
            )
            for area in areas
        )
