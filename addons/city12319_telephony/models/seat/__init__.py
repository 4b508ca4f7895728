from . import call_command
from . import seat
from . import seat_command
from . import call_simulation
from . import connector_access
