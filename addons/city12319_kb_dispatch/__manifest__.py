{
    "name": "City 12319 Knowledge Base for Departments",
    "summary": "Articles that only some departments see",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["city12319_kb", "city12319_dispatch"],
    "auto_install": True,
    "data": [
        "security/article_rules.xml",
        "views/article_views.xml",
    ],
}
