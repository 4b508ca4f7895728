{
    "name": "City 12319 Flow",
    "summary": "Stages, transitions and the one gate through which every case moves",
    "version": "19.0.1.0.0",
    "category": "Services/City 12319",
    "author": "City 12319",
    "license": "LGPL-3",
    "depends": ["mail", "web"],
    "data": [
        "security/ir.model.access.csv",
        "views/flow_views.xml",
        "views/stage_views.xml",
        "views/transition_views.xml",
        "views/numbering_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["city12319_flow/static/src/**/*"],
        "web.assets_unit_tests": ["city12319_flow/static/tests/**/*"],
    },
}
