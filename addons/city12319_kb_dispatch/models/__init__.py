from . import article
from . import article_version
