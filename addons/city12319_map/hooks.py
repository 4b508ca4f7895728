def post_init_hook(env):
    """Start without tiles: the library's own default is a text that says “False”, or a server abroad."""
    env["ir.config_parameter"].set_param("leaflet.tile_url", False)
