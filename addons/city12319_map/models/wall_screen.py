from odoo import api, fields, models

from ..tools.tiles import host

ZOOM = 12  # how fine the heat of the wall is


class WallScreen(models.AbstractModel):
    _inherit = "city12319.wall.screen"

    @api.model
    def _screen(self):
        minute = fields.Datetime.now().replace(second=0)
        return {**super()._screen(), "map": {**self._heat(minute), **self.env["city12319.map"]._ground()}}

    @api.model
    def _heat(self, minute):
        """Return the heat of the last 30 days, counted once a minute: it is the dearest part of the screen, and the slowest
        to change."""
        dashboard = self.env["city12319.dashboard"]
        kept = dashboard._kept("heat", minute)
        if ZOOM not in kept:
            registered = dashboard._between("reported_at", dashboard._trend_span())
            kept[ZOOM] = self.env["city12319.map"]._heat("city12319.ticket", registered, ZOOM)
        return kept[ZOOM]

    @api.model
    def _image_hosts(self):
        tiles = self.env["city12319.map"]._tiles()
        return [*super()._image_hosts(), *([host(tiles["url"])] if tiles else [])]
