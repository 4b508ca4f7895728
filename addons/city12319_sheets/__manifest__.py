{
    "name": "City 12319 Printed Sheets",
    "summary": "Registration forms, process orders, letters, notices and whole case files as PDF with embedded Chinese fonts",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_dispatch", "city12319_telephony", "city12319_export"],
    "external_dependencies": {"python": ["reportlab"]},
    "data": [
        "views/res_config_settings_views.xml",
    ],
}
