from . import blocked_number
from . import blocked_number_steps
from . import blocked_number_push
from . import blocked_number_ask
from . import call
