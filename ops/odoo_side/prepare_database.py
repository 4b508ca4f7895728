"""Makes a fresh database Chinese: language and time zone of everyone. CONFIG DB [ADMIN_PASSWORD]"""

import sys

from environment import open_environment

LANGUAGE, TIME_ZONE = "zh_CN", "Asia/Shanghai"


def main(config, database, admin_password=""):
    with open_environment(config, database) as env:
        defaults = env["ir.default"]
        defaults.set("res.partner", "lang", LANGUAGE)
        defaults.set("res.partner", "tz", TIME_ZONE)
        partners = env["res.partner"].with_context(active_test=False).search([])
        partners.write({"lang": LANGUAGE, "tz": TIME_ZONE})
        if admin_password:
            env.ref("base.user_admin").password = admin_password


main(*sys.argv[1:])
