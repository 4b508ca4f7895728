"""Makes a fresh database Chinese: language and time zone of everyone. CONFIG DB

The administrator gets the password of HOTLINE_ADMIN_PASSWORD, when that is set.
"""

import os
import sys

from environment import open_environment

LANGUAGE, TIME_ZONE = "zh_CN", "Asia/Shanghai"


def main(config, database):
    with open_environment(config, database) as env:
        defaults = env["ir.default"]
        defaults.set("res.partner", "lang", LANGUAGE)
        defaults.set("res.partner", "tz", TIME_ZONE)
        partners = env["res.partner"].with_context(active_test=False).search([])
        partners.write({"lang": LANGUAGE, "tz": TIME_ZONE})
        # sends figures about the database to Odoo's maker every week
        notice = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
        if notice:
            notice.active = False
        if os.environ.get("HOTLINE_ADMIN_PASSWORD"):
            env.ref("base.user_admin").password = os.environ["HOTLINE_ADMIN_PASSWORD"]


main(*sys.argv[1:])
