{
    "name": "City 12319 Export",
    "summary": "Lists as xlsx and csv within the person's rights, in the background when long, and the log of exports",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_intake"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "security/export_rules.xml",
        "data/export_cron.xml",
        "data/export_sets.xml",
        "views/export_job_views.xml",
        "views/export_log_views.xml",
        "views/res_config_settings_views.xml",
        "views/city12319_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["city12319_export/static/src/**/*"],
        "web.assets_unit_tests": ["city12319_export/static/tests/**/*"],
    },
}
