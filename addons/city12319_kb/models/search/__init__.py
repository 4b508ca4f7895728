from . import article_term
from . import article_synonym
from . import article_index
from . import article_search
from . import article_suggest
