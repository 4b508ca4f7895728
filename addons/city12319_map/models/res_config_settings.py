from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.tiles import fault


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_tile_url = fields.Char(
        string="Map tiles", config_parameter="leaflet.tile_url",
        help="Address with {z}, {x} and {y}, for example https://tiles.example.cn/{z}/{x}/{y}.png. Empty: no tiles are "
        "loaded from anywhere; the map shows the districts alone.",
    )
    city12319_tile_copyright = fields.Char(
        string="Source of the tiles", config_parameter="leaflet.copyright", help="Shown on the map, as their owner asks.",
    )
    city12319_tile_system = fields.Selection(
        [("wgs84", "WGS-84 (GPS, CGCS2000)"), ("gcj02", "GCJ-02 (Chinese web maps)")], string="Coordinates of the tiles",
        config_parameter="city12319_map.tile_system", default="wgs84",
        help="Cases and districts are shifted to fit the tiles.",
    )

    @api.constrains("city12319_tile_url")
    def _check_tile_url(self):
        for settings in self:
            reason = settings.city12319_tile_url and fault(settings.city12319_tile_url)
            if reason:
                raise ValidationError({
                    "scheme": self.env._("The address of the map tiles starts with https:// or http://."),
                    "host": self.env._("The address of the map tiles names no server."),
                    "places": self.env._("The address of the map tiles needs {z}, {x} and {y} where the numbers go."),
                }[reason])
