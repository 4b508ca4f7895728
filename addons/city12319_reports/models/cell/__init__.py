from . import report_cell
