from . import bi_sql_check
from . import bi_sql_examples
from . import bi_sql_limits
from . import bi_sql_view
from . import res_config_settings
from . import sql_preview
