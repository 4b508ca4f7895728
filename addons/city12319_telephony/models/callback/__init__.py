from . import callback
from . import callback_derive
from . import callback_finish
from . import callback_remind
from . import reminder
from . import call
