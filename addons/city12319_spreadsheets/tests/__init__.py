from . import test_spreadsheet_dashboards
