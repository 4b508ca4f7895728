from . import test_spans, test_screen_notice, test_dashboard, test_wall_screen
