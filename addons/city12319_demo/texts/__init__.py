"""Everything that is said in the made-up city, written for it."""

from . import neighbourhood, streets, utilities
from .template import Template

# category code → templates
CATALOGUE = {
    "water": utilities.WATER, "power": utilities.POWER, "gas": utilities.GAS, "heating": utilities.HEATING,
    "municipal": streets.MUNICIPAL, "sanitation": streets.SANITATION, "greening": streets.GREENING,
    "environment": streets.ENVIRONMENT, "planning": streets.PLANNING,
    "housing": neighbourhood.HOUSING, "enforcement": neighbourhood.ENFORCEMENT, "property": neighbourhood.PROPERTY,
    "building": neighbourhood.BUILDING, "other": neighbourhood.OTHER,
}

__all__ = ["CATALOGUE", "Template"]
