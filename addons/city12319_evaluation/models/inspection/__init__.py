from . import inspection_item
from . import inspection_plan
from . import inspection_plan_unit
from . import inspection
from . import inspection_steps
from . import inspection_line
from . import inspection_reply
