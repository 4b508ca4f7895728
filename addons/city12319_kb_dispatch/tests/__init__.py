from . import test_article_departments
