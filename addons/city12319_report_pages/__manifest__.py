{
    "name": "City 12319 Report Pages",
    "summary": "Reports on screen, as files and on paper; periodic reports in published layouts; reports sent by themselves",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_reports", "city12319_sheets", "city12319_export"],
    "data": [
        "security/ir.model.access.csv",
        "security/report_rules.xml",
        "data/ir_cron.xml",
        "views/periodic_report_views.xml",
        "views/report_views.xml",
        "views/report_schedule_views.xml",
        "views/report_delivery_views.xml",
        "views/city12319_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["city12319_report_pages/static/src/**/*"],
    },
}
