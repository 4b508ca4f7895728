"""Databases: made whole under another name first, then given theirs; copied, renamed, dropped."""

import os
import shutil
from contextlib import contextmanager

from . import addons as our_addons
from .console import say, step
from .errors import DatabaseError, HotlineError
from .layout import need_space

LANGUAGE = "zh_CN"
NEEDED = 600_000_000


def exists(server, name):
    """Whether there is a database of this name."""
    return bool(server.query("postgres", "SELECT 1 FROM pg_database WHERE datname = :'name'", name=name))


def names(server):
    """Every database that the server holds."""
    return [row[0] for row in server.query("postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate")]


def create_empty(server, name):
    """A new, empty database with the extensions our addons use."""
    server.tool("createdb", "--template=template0", "--encoding=UTF8", name)
    try:
        server.extend(name)
    except BaseException:
        drop(server, name)
        raise


def drop(server, name):
    """Drop a database, ending its sessions; no error when there is none."""
    server.tool("dropdb", "--if-exists", "--force", name)


def disconnect(server, name):
    """End every session on a database."""
    server.query("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :'name'"
                             " AND pid <> pg_backend_pid()", name=name)


def rename(runtime, old, new):
    """Give a database and its filestore another name."""
    disconnect(runtime.server, old)
    runtime.server.query("postgres", 'ALTER DATABASE :"old" RENAME TO :"new"', old=old, new=new)
    if filestore(runtime, old).exists():
        shutil.rmtree(filestore(runtime, new), ignore_errors=True)
        filestore(runtime, old).rename(filestore(runtime, new))


def remove(runtime, name):
    """Drop a database together with its filestore."""
    drop(runtime.server, name)
    shutil.rmtree(filestore(runtime, name), ignore_errors=True)


def clone(runtime, source, target):
    """Copy a database; filestore files, which never change, are linked."""
    disconnect(runtime.server, source)
    runtime.server.tool("createdb", f"--template={source}", target)
    if filestore(runtime, source).exists():
        shutil.copytree(filestore(runtime, source), filestore(runtime, target), copy_function=_link,
                        dirs_exist_ok=True)


def filestore(runtime, name):
    """Where Odoo keeps the files of a database."""
    return runtime.data_dir / "filestore" / name


def size(server, name):
    """Bytes of a database on disk."""
    return int(server.query("postgres", "SELECT pg_database_size(:'name')", name=name)[0][0])


@contextmanager
def under_temporary_name(runtime, name):
    """A place to build a database: renamed to `name` when the block ends well, else removed."""
    temporary = f"{name}_building"
    remove(runtime, temporary)
    try:
        yield temporary
        rename(runtime, temporary, name)
    except BaseException:
        try:
            remove(runtime, temporary)
        except HotlineError as error:
            say(f"  {temporary} could not be removed: {error}")
        raise


def install(runtime, config, name, modules, log_path, title, language=True):
    """Install Odoo modules into a database."""
    need_space(runtime.data_dir, NEEDED)
    log_path.parent.mkdir(parents=True, exist_ok=True)
    options = [f"--load-language={LANGUAGE}"] if language else []
    with open(log_path, "a", encoding="utf-8") as log, step(title) as progress:
        trouble = runtime.run_odoo(config, "-d", name, "-i", ",".join(modules), *options, progress=progress, log=log)
    _show_trouble(trouble, log_path)


def update(runtime, config, name, modules, log_path):
    """Bring the installed modules of a database to the code in the checkout."""
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with open(log_path, "a", encoding="utf-8") as log, step("updating the addons that changed") as progress:
        trouble = runtime.run_odoo(config, "-d", name, "-u", ",".join(modules), progress=progress, log=log)
    _show_trouble(trouble, log_path)


def installed_modules(server, name):
    """The modules installed in a database."""
    try:
        rows = server.query(name, "SELECT name FROM ir_module_module WHERE state = 'installed'")
    except DatabaseError:
        return set()
    return {row[0] for row in rows}


def wanted_addons(demo):
    """Our addons to install, in order of need, with or without the made-up city."""
    found = our_addons.found()
    return our_addons.with_needed([name for name in found if demo or name != our_addons.DEMO], found), found


def _show_trouble(trouble, log_path):
    for line in trouble[:5]:
        say(f"    {line[:300]}")
    if len(trouble) > 5:
        say(f"    and {len(trouble) - 5} more lines of warnings in {log_path}")


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
