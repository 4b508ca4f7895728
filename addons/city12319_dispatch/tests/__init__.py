from . import test_case_paths
