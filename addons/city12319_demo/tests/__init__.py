from . import test_demo
from . import test_generator
from . import test_dispatch_rules
from . import test_library
from . import test_evaluations
from . import test_call_plan
from . import test_calls
