"""Imports a file of past registrations. CONFIG DB FILE LOGIN(or -) OPTIONS(JSON); prints the report as JSON."""

import json
import sys

from environment import open_environment

MODEL = "city12319.table.import"


def main(config, database, path, login, options):
    options = json.loads(options)
    with open_environment(config, database) as env:
        if MODEL not in env:
            raise SystemExit("The addon city12319_intake, which imports files, is not installed.")
        user = find_user(env, login)
        report = env[MODEL].with_user(user).with_context(lang=user.lang)._import_file_path(path, options)
        report["user"] = user.login
        if options.get("dry_run") or report.get("errors"):
            env.cr.rollback()
        else:
            env.cr.commit()
            env.registry.signal_changes()
    json.dump(report, sys.stdout, ensure_ascii=False, default=str)


def find_user(env, login):
    """The user of that login; without one, the demo's shift leader or the administrator."""
    users = env["res.users"]
    if login != "-":
        user = users.search([("login", "=", login)])
        if not user:
            raise SystemExit(f"There is no user {login}.")
        return user
    return users.search([("login", "=", "shiftleader")]) or env.ref("base.user_admin")


main(*sys.argv[1:])
