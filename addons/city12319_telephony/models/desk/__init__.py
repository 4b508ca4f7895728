from . import seat_reason
from . import seat_state
from . import seat
from . import seat_supervision
from . import call
from . import my_day
