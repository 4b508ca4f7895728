from . import test_case_paths
from . import test_gate
from . import test_leaks
from . import test_membership
from . import test_permissions
from . import test_transitions
from . import test_two_at_once
