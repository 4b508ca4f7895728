from . import folded_mixin
from . import call_event
from . import call
from . import call_leg
from . import call_ingest
from . import call_disposition
from . import call_compare
