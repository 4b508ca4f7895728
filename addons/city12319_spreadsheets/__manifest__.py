{
    "name": "City 12319 Spreadsheet Dashboards",
    "summary": "Spreadsheet dashboards over the daily figures: duty, departments, leaders",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_reports", "spreadsheet_dashboard"],
    "data": [
        "data/dashboards.xml",
        "views/city12319_menus.xml",
    ],
}
