from . import inspection
from . import evaluation
from . import res_config_settings
