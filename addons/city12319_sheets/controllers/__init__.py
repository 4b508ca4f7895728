from . import sheet_print
