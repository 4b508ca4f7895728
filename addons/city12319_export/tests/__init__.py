from . import test_export_job
from . import test_export_log
from . import test_export_round_trip
from . import test_odoo_export
