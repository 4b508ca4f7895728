from . import test_rollup
from . import test_report
from . import test_report_rights
from . import test_report_month
