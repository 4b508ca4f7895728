from . import test_sheet_pages
from . import test_sheet_rights
from . import test_sheet_layout
