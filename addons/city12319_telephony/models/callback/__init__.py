from . import callback
from . import callback_derive
from . import callback_finish
from . import call
