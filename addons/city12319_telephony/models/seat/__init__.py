from . import call_command
from . import seat
from . import seat_command
