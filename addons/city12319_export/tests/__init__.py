from . import test_export_log
