"""./hotline up and down: the installation of this checkout, from nothing to answering."""

import os
import re
import secrets
from pathlib import Path

from . import addons as our_addons
from . import bundle, call_centre, databases, postgres, python_env, runtime
from .call_centre import CallCentre
from .console import say
from .errors import UsageError
from .locking import exclusive
from .ports import need_free
from .state import State
from .web_servers import WebServers, answer

DEMO_LOGINS = ("agent1", "agent2", "shiftleader", "dispatcher", "water", "sanitation", "leader", "inspector",
               "visitor", "kbeditor", "kbapprover", "statistician", "configadmin")
DATABASE_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
EVERYWHERE, THIS_MACHINE = "0.0.0.0", "127.0.0.1"


def up(port=None, db=None, workers=None, listen=None, demo=None, bundle_file=None, odoo_package=None,
       with_asterisk=None, https_port=None):
    """Bring the installation up: fetch, install, create or update the database, start, wait."""
    state = State()
    with exclusive(state.folder / "command.lock", "setting up"):
        _settle(state, port, db, workers, listen, demo)
        state.update(asterisk=with_asterisk, https_port=https_port)
        servers = WebServers(state.folder)
        if not servers.front.pid():
            need_free(state["port"], listening_address(state))
        if bundle_file:
            bundle.unpack(bundle_file)
        rt = open_runtime(state, odoo_package)
        password = ensure_database(rt, state, servers)
        _ensure_running(rt, state, servers)
        _ensure_call_centre(rt, state)
        state.save()
        _greet(rt, state, password)


def down():
    """Stop everything that up started."""
    state = State()
    with exclusive(state.folder / "command.lock", "stopping"):
        stopped = any([CallCentre(state.folder).stop(), WebServers(state.folder).stop()])
        server = known_server(state)
        if server and server.pid():
            server.stop()
            stopped = True
        say("Stopped." if stopped else "Nothing was running.")


def open_runtime(state, odoo_package=None):
    """What runs Odoo on this installation's database, PostgreSQL started."""
    embedded = not os.environ.get("PGHOST")
    if state["embedded"] is not None and state["embedded"] != embedded:
        if state["embedded"]:
            raise UsageError("This installation uses its own PostgreSQL, but PGHOST is set.", "Unset PGHOST.")
        raise UsageError("This installation uses the PostgreSQL of PGHOST, which is not set now.",
                         "Set PGHOST (and PGPORT, PGUSER, PGPASSWORD) as for ./hotline up.")
    rt = runtime.prepare(runtime.data_folder(state.folder), local_package=odoo_package or state["odoo_package"])
    kept = rt.package.local_copy
    state.update(embedded=embedded, env=str(rt.env.folder), prefix=str(rt.package.prefix),
                 odoo_package=str(kept) if kept else None)
    return rt


def known_server(state):
    """The PostgreSQL server of an installation that was up once, without installing anything; else None."""
    if not state["env"] or not Path(state["env"]).exists() or state["embedded"] == bool(os.environ.get("PGHOST")):
        return None
    return postgres.configured(python_env.PythonEnv(Path(state["env"])))


def listening_address(state):
    """Where the front listens: only on this machine while the demo's public passwords are in the database."""
    return state["listen"] or (THIS_MACHINE if state["demo"] else EVERYWHERE)


def ensure_database(rt, state, servers):
    """Create the database, or update it when the addons changed; returns a new administrator password."""
    names, found = databases.wanted_addons(state["demo"])
    contents = our_addons.contents_hash(names, found)
    config = rt.write_config(state.folder / "run/install.conf", state["db"], admin_passwd=state.admin_passwd())
    log = state.folder / "log/install.log"
    if not databases.exists(rt.server, state["db"]):
        password = _create_database(rt, state, names, found, log)
        state.update(contents=contents)
        state.save()
        return password
    if state["contents"] != contents:
        servers.stop()
        missing = set(names) - databases.installed_modules(rt.server, state["db"])
        kept = [name for name in names if name not in missing]
        if kept:
            databases.update(rt, config, state["db"], kept, log)
        if missing:
            databases.install(rt, config, state["db"], [n for n in names if n in missing], log,
                              "installing new addons", language=False)
        state.update(contents=contents)
        state.save()
    return None


def _create_database(rt, state, names, found, log):
    password = None if state["demo"] else secrets.token_urlsafe(9)
    with databases.under_temporary_name(rt, state["db"]) as temporary:
        config = rt.write_config(state.folder / "run/install.conf", temporary, admin_passwd=state.admin_passwd())
        databases.create_empty(rt.server, temporary)
        plain = [name for name in names if name != our_addons.DEMO]
        databases.install(rt, config, temporary, ["base", "web", *plain], log, f"creating the database {state['db']}")
        rt.run_script("prepare_database.py", config, temporary,
                      secrets={"HOTLINE_ADMIN_PASSWORD": password} if password else None)
        if our_addons.DEMO in names:
            databases.install(rt, config, temporary, [our_addons.DEMO], log, "making the demo city")
    return password


def _settle(state, port, db, workers, listen, demo):
    if db and not DATABASE_NAME.fullmatch(db):
        raise UsageError(f"{db} is no name for a database.", "Use small letters, digits and _, a letter first.")
    if workers is not None and workers < 0:
        raise UsageError("--workers needs a number from 0 on.")
    same_database = state["contents"] and db in (None, state["db"])
    if same_database and demo is not None and demo != state["demo"]:
        raise UsageError(
            f"The database {state['db']} was created with{'' if state['demo'] else 'out'} demo data.",
            "Choose another database with --db NAME.")
    if db and db != state["db"]:
        state.values.pop("contents", None)
    state.update(port=port, db=db, workers=workers, listen=listen, demo=demo)


def _ensure_running(rt, state, servers):
    phones = call_centre.phones(state)
    wanted = {name: state[name] for name in ("db", "port", "workers", "https_port")}
    wanted.update(listen=listening_address(state), phones=phones)
    healthy = servers.odoo.pid() and servers.front.pid() and answer(state["port"], "/web/health") == 200
    if healthy and state["running"] == wanted:
        return
    servers.stop()
    need_free(state["port"], listening_address(state))
    servers.start(rt, state["db"], state["port"], listening_address(state), state["workers"], state.admin_passwd(),
                  state["https_port"], phones)
    state.update(running=wanted)


def _ensure_call_centre(rt, state):
    if call_centre.ADDON in databases.installed_modules(rt.server, state["db"]):
        CallCentre(state.folder).start(rt, state, state.folder / "run/install.conf")


def _greet(rt, state, password):
    rows = rt.server.query(state["db"], "SELECT login FROM res_users WHERE active")
    logins = [login for login in DEMO_LOGINS if [login] in rows]
    say(f"\nCity 12319 is up: http://localhost:{state['port']}")
    if state["https_port"]:
        say(f"  and https://localhost:{state['https_port']} (certificate: {state.folder}/front/caddy/pki)")
    if listening_address(state) == THIS_MACHINE:
        say("  (open to this machine only; --listen 0.0.0.0 opens it to the network)")
    if state["demo"]:
        say("  administrator: admin / admin")
        if logins:
            say(f"  demo logins (password = login): {', '.join(logins)}")
    elif password:
        say(f"  administrator: admin / {password}   (shown only this once: keep it)")
