from . import columns, safe_text, table_csv, table_xlsx
