from . import test_article_flow
from . import test_article_rights
from . import test_article_validity
from . import test_article_versions
from . import test_desk
from . import test_search
from . import test_exchange
from . import test_news
