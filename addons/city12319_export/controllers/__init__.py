from . import odoo_export
