from . import list_import_article
from . import article_file_import
from . import article_export
