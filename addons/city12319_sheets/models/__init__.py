from . import res_config_settings
from . import sheet_maker
