"""Opens an Odoo environment for the scripts beside this file (they run in Odoo's Python)."""

from contextlib import contextmanager

import odoo.api
import odoo.tools
from odoo.modules.registry import Registry


@contextmanager
def open_environment(config, database, uid=odoo.api.SUPERUSER_ID, context=None):
    """An environment on the database; commits at the end unless the block raises, and tells running servers."""
    odoo.tools.config.parse_config(["-c", config, "-d", database, "--logfile=", "--log-level=warn"])
    registry = Registry(database)
    with registry.cursor() as cr:
        yield odoo.api.Environment(cr, uid, context or {})
    registry.signal_changes()  # a setting that a server has read before is read again
