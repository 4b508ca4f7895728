from . import city_map, map_cells, res_config_settings, wall_screen
