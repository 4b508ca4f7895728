"""What the hotline of the made-up city knows, written for it."""

from . import neighbourhood, streets, utilities
from .article import Article

ARTICLES = utilities.ARTICLES + streets.ARTICLES + neighbourhood.ARTICLES

__all__ = ["ARTICLES", "Article"]
