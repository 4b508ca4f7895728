{
    "name": "City 12319 Dashboards",
    "summary": "The leader's dashboard, and the wall screen of the hall, which updates itself",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_reports"],
    "data": [
        "security/dashboard_groups.xml",
        "security/ir.model.access.csv",
        "data/screen_notice.xml",
        "views/wall_templates.xml",
        "views/dashboard_views.xml",
        "views/dashboard_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "city12319_dashboard/static/src/figures/**/*",
            "city12319_dashboard/static/src/dashboard/**/*",
        ],
        # the wall is a page of its own: what the web client pops up must not lie over it
        "city12319_dashboard.assets_wall": [
            ("include", "web._assets_core"),
            ("remove", "web/static/src/core/**/*.scss"),
            ("include", "web.chartjs_lib"),
            "bus/static/src/*.js",
            "bus/static/src/services/**/*.js",
            "bus/static/src/workers/*",
            ("remove", "bus/static/src/workers/bus_worker_script.js"),
            ("remove", "bus/static/src/services/assets_watchdog_service.js"),
            ("remove", "bus/static/src/simple_notification_service.js"),
            "city12319_dashboard/static/src/figures/**/*",
            "city12319_dashboard/static/src/wall/**/*",
        ],
    },
}
