"""What is said about files that fill our lists, in the reader's language."""

from .table_import_messages import cell_message

_CELL = {
    "unknown": lambda env, _d: env._("No such entry: use its code or its name."),
    "ambiguous": lambda env, _d: env._("More than one entry is called so: use its code."),
    "choice": lambda env, d: env._("This is not one of: %(words)s.", **d),
    "repeated": lambda env, d: env._("Row %(row)s has the same code.", **d),
    "no_such_column": lambda env, d: env._("The table has no such column. Name it “%(headers)s”.", **d),
    "other_name": lambda env, d: env._("Row %(row)s calls the same code “%(name)s”.", **d),
    "unknown_class": lambda env, _d: env._("No class in force is called so. Name the standard, and it is created."),
    "repeated_condition": lambda env, d: env._("Row %(row)s has the same condition for this class.", **d),
    "limit": lambda env, _d: env._("This is not a time limit. Write it like 2紧急工作时, 4工作时, 3工作日 or 5自然日."),
    "too_many_rows": lambda env, d: env._("A file has at most %(limit)s rows. Cut it in pieces.", **d),
    "long_title": lambda env, d: env._("A title has at most %(limit)s characters.", **d),
    "long_keyword": lambda env, d: env._("A keyword has at most %(limit)s characters.", **d),
    "repeated_title": lambda env, d: env._("Row %(row)s has the same title.", **d),
    "in_review": lambda env, _d: env._("An article with this title is in review, or being revised: finish that first."),
    "ends_before": lambda env, _d: env._("The last day lies before the first."),
    "no_home": lambda env, _d: env._(
        "Nothing says which problem category this belongs to: add a column, or choose one for the rest."),
    "half_position": lambda env, _d: env._("Latitude and longitude go together: one is missing."),
    "no_area": lambda env, _d: env._("There is no such area. Create it first, or let missing areas be created."),
    "no_code": lambda env, _d: env._("An area that is created needs a code and a name."),
    "no_level": lambda env, d: env._("“%(level)s” is not the level of an area.", **d),
    "too_low": lambda env, d: env._("A %(level)s cannot be part of %(parent)s.", **d),
}

_BOUNDARY = {
    "not_json": lambda env, d: env._("This is not JSON: %(reason)s", **d),
    "not_geojson": lambda env, _d: env._("This is not GeoJSON: a FeatureCollection is expected."),
    "no_features": lambda env, _d: env._("The file holds no area."),
    "no_feature": lambda env, _d: env._("This is not a Feature."),
    "no_name": lambda env, _d: env._("The properties have neither code nor name."),
    "no_polygon": lambda env, d: env._("A Polygon or MultiPolygon is expected, not: %(kind)s", **d),
    "bad_ring": lambda env, _d: env._(
        "A line of the polygon is broken: it needs four positions or more, and ends where it begins."),
    "range": lambda env, d: env._(
        "The position %(longitude)s, %(latitude)s is not on earth: longitude comes before latitude.", **d),
    "invalid": lambda env, d: env._("The polygon is not valid: %(reason)s", **d),
    "empty": lambda env, _d: env._("The polygon is empty."),
}


def list_message(env, problem):
    """Return the text for a Problem of a cell or of a feature."""
    message = _CELL.get(problem.code) or _BOUNDARY.get(problem.code)
    return message(env, problem.details) if message else cell_message(env, problem)


def boundary_message(env, error):
    """Return the text for a BoundaryError."""
    return _BOUNDARY[error.code](env, error.details)
