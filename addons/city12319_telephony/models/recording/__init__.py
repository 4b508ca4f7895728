from . import recording
from . import recording_access
from . import recording_keeper
from . import call
