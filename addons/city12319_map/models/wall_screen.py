from odoo import api, models

from ..tools.tiles import host

ZOOM = 12  # how fine the heat of the wall is


class WallScreen(models.AbstractModel):
    _inherit = "city12319.wall.screen"

    @api.model
    def _screen(self):
        city_map, dashboard = self.env["city12319.map"], self.env["city12319.dashboard"]
        registered = dashboard._between("reported_at", dashboard._trend_span())
        heat = city_map._heat("city12319.ticket", registered, ZOOM)
        return {**super()._screen(), "map": {**heat, **city_map._ground()}}

    @api.model
    def _image_hosts(self):
        tiles = self.env["city12319.map"]._tiles()
        return [*super()._image_hosts(), *([host(tiles["url"])] if tiles else [])]
