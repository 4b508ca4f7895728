from . import appeal_mixin
from . import draft_part_mixin
from . import inspection
from . import evaluation
from . import res_config_settings
