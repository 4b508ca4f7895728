from . import seat
from . import call
from . import callback
from . import ticket
from . import desk
from . import softphone
from . import recording
from . import res_config_settings
