from . import test_counters
from . import test_evaluation_run
from . import test_evaluation_scheme
from . import test_inspection
from . import test_inspection_plan
from . import test_rights
