{
    "name": "City 12319 Map",
    "summary": "Districts and the heat of cases on a map, with tiles from where the city wants them, or with none",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    # the library that it stands on is AGPL-3
    "license": "AGPL-3",
    "depends": ["city12319_dashboard", "web_leaflet_lib"],
    "data": [
        "views/map_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["city12319_map/static/src/map/**/*"],
        "city12319_dashboard.assets_wall": [
            "web_leaflet_lib/static/lib/leaflet/leaflet.css",
            "web_leaflet_lib/static/lib/leaflet/leaflet.js",
            "city12319_map/static/src/map/city_map.*",
            "city12319_map/static/src/wall/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
}
