{
    "name": "City 12319 Statistics by SQL",
    "summary": "Statistics that configuration administrators write as SQL: read-only, limited, without personal data",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    # as bi_sql_editor, which it extends
    "license": "AGPL-3",
    "depends": ["city12319_reports", "bi_sql_editor"],
    "data": [
        "security/sql_groups.xml",
        "security/ir.model.access.csv",
        "views/sql_preview_views.xml",
        "views/bi_sql_view_views.xml",
        "views/res_config_settings_views.xml",
        "views/city12319_menus.xml",
        "data/sql_examples.xml",
    ],
}
