from . import test_area_lookup
from . import test_category
from . import test_list_import_category
from . import test_phone
from . import test_table_import
from . import test_table_import_real
from . import test_table_import_wizard
from . import test_table_reader
