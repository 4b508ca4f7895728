from . import sheet_maker
from . import blocks
from . import sheet
from . import sheet_block
from . import sheet_printing
from . import ir_actions_report
from . import res_config_settings
