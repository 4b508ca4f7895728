from . import flow
from . import stage
from . import transition
from . import numbering
from . import event_mixin
from . import flow_mixin
