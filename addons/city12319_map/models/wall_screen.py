from odoo import api, models

from ..tools.tiles import host

ZOOM = 12  # how fine the heat of the wall is


class WallScreen(models.AbstractModel):
    _inherit = "city12319.wall.screen"

    @api.model
    def _screen(self):
        heat = self.env["city12319.map"].cells(zoom=ZOOM)
        return {**super()._screen(), "map": {**heat, **self.env["city12319.map"]._ground()}}

    @api.model
    def _image_hosts(self):
        tiles = self.env["city12319.map"]._tiles()
        return [*super()._image_hosts(), *([host(tiles["url"])] if tiles else [])]
