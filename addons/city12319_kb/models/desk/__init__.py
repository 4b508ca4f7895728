from . import article_use
from . import article_feedback
from . import article_miss
from . import article_desk
from . import ticket
