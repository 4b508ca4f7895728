from . import article_export
