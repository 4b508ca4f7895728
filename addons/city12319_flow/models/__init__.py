from . import flow
from . import stage
from . import transition
from . import transition_checks
from . import numbering
from . import event_mixin
from . import flow_mixin
from . import flow_mixin_screen
