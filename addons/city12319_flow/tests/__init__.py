from . import test_translations
from . import test_calendar
from . import test_calendar_two_at_once
