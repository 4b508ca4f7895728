from . import facts, rollup, report, cell, res_config_settings
