from . import test_case_paths
from . import test_permissions
