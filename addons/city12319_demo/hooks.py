"""Fills the database with the made-up city when the addon is installed."""

import json
import logging
import time

from passlib.hash import pbkdf2_sha512

from odoo import fields
from odoo.fields import Command
from odoo.tools.convert import convert_file

from .calls import Calls
from .evaluations import Evaluations
from .generator import plan
from .library import write_articles
from .places import ESTATES, boundary
from .quality_checks import QualityChecks
from .replay import MODULE, Replay

_logger = logging.getLogger(__name__)

TABLES = (
    "res.users", "city12319.department", "city12319.area", "city12319.component", "city12319.dispatch.rule",
    "city12319.condition", "city12319.seat",
)
AREA_CODE = "0898"  # numbers with 8 digits
COMPANY = "云澜市12319热线"
ADMIN_GROUPS = (
    "shift_leader", "leader", "inspector", "visitor", "department_manager", "statistician", "kb_approver",
)
# A password that equals the login is not worth slow hashing. Odoo hashes it anew when the person logs in.
HASH_ROUNDS = 1000


def post_init_hook(env):
    """Load the tables of the city, then replay the cases and calls of the last 60 days, judge the last month, and count."""
    started = time.monotonic()
    env["res.lang"]._activate_lang("zh_CN")
    env["ir.config_parameter"].set_param("city12319.area_code", AREA_CODE)
    env.ref("base.main_company").name = COMPANY
    quiet = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})
    for table in TABLES:
        # noupdate: an upgrade must not bring back passwords, groups or names that somebody changed
        convert_file(quiet, MODULE, f"data/{table}.csv", None, mode="init", noupdate=True)
    _draw_areas(quiet)
    _set_up_people(quiet)
    _records(quiet, "city12319.dispatch.rule")._activate()
    write_articles(quiet)
    cases = plan(fields.Datetime.now())
    Replay(env).run(cases)
    Calls(env).run()
    Evaluations(env).run()
    QualityChecks(env).run()
    env["city12319.rollup.day"]._count_all()
    _logger.info("The made-up city has %s tickets; made in %.1f s.", len(cases), time.monotonic() - started)


def uninstall_hook(env):
    """Keep the city as it is, since its cases are permanent records, but let nobody log in with a known password."""
    names = env["ir.model.data"].search([("module", "=", MODULE)])
    people = names.filtered(lambda name: name.model == "res.users")
    env["res.users"].browse(people.mapped("res_id")).exists().action_archive()
    names.unlink()


def _draw_areas(env):
    """Give the areas their boundaries, and the communities the names of their estates."""
    for area in env["city12319.area"].search([("code", "=like", "9999__%"), ("level", "!=", "city")]):
        area.write({"boundary": json.dumps(boundary(area.code)), "aliases": ESTATES.get(area.code)})


def _set_up_people(env):
    admin = env.ref("base.user_admin")
    admin.write({
        "name": "系统管理员", "lang": "zh_CN", "tz": "Asia/Shanghai", "notification_type": "inbox",
        "group_ids": [Command.link(env.ref(f"city12319_intake.group_{name}").id) for name in ADMIN_GROUPS],
    })
    people = _records(env, "res.users") | admin
    if "odoobot_state" in people._fields:  # no welcome chat over the first screen
        people.odoobot_state = "disabled"
    for user in people:
        user._set_encrypted_password(user.id, pbkdf2_sha512.using(rounds=HASH_ROUNDS).hash(user.login))


def _records(env, model):
    """Return the records of a table of the city."""
    return env[model].browse(env["ir.model.data"].search([
        ("module", "=", MODULE), ("model", "=", model),
    ]).mapped("res_id"))
