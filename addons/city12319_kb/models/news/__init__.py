from . import article_read
from . import article
from . import my_day
