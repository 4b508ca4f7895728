from . import sql_text
