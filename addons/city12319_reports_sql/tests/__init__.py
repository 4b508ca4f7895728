from . import test_sql_statistics
