{
    "name": "City 12319 Printed Sheets",
    "summary": "Registration forms, process orders, letters, notices and whole case files as PDF with embedded Chinese fonts",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_dispatch", "city12319_evaluation", "city12319_telephony", "city12319_export"],
    "external_dependencies": {"python": ["qrcode", "reportlab"]},
    "data": [
        "security/ir.model.access.csv",
        "data/city12319_sheets.xml",
        "views/sheet_views.xml",
        "views/res_config_settings_views.xml",
        "views/city12319_menus.xml",
    ],
    "assets": {"web.assets_backend": ["city12319_sheets/static/src/**/*"]},
}
