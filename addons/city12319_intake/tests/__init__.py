from . import test_phone
from . import test_table_import
from . import test_table_reader
