{
    "name": "City 12319 Demo",
    "summary": "A made-up city to try the hotline with: areas, departments, logins, 300 cases, calls, a knowledge base",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": [
        "city12319_evaluation", "city12319_kb", "city12319_quality", "city12319_reports", "city12319_telephony",
    ],
    "external_dependencies": {"python": ["Pillow"]},
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
