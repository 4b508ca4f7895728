"""Template databases of the tests: three layers, each keyed by all that its content depends on.

Odoo's own modules that we need → our addons → the made-up city. Editing an addon
rebuilds from the second layer on; editing the demo data rebuilds the third only.
"""

import hashlib
import json
import os
import re
import time
from contextlib import contextmanager

from . import addons as our_addons
from . import databases, postgres, python_env, runtime
from .layout import cache_folder, state_folder
from .locking import exclusive
from .processes import start_time

PREFIX = "city12319_t_"
COPY = re.compile(r"city12319_(?:test|e2e|backup|ops)_(\d+)(?:_\w+)?")
KEEP_COUNT, KEEP_SECONDS = 16, 4 * 24 * 3600


def test_runtime():
    """Odoo on the test server, whose databases and files are in this user's cache."""
    return runtime.prepare(cache_folder() / "testdata", postgres.for_tests)


def prepare(rt, names=None, demo=False):
    """The template with the named addons of ours (all by default); returns its database name."""
    found = our_addons.found()
    names = our_addons.with_needed(
        [name for name in names or found if name != our_addons.DEMO], found)
    with exclusive(cache_folder() / "templates.lock", "building a template database"):
        template = _core(rt, our_addons.standard_needed(names, found))
        if names:
            template = _layer(rt, "addons", template, names, found, "installing our addons")
        if demo and our_addons.DEMO in found:
            with_demo = our_addons.with_needed([our_addons.DEMO], found)
            template = _layer(rt, "demo", template, [n for n in with_demo if n not in names], found,
                              "making the demo city")
        _drop_old(rt)
    return template


@contextmanager
def cloned(rt, template, label):
    """A copy of a template under a name of its own, removed at the end."""
    name = f"city12319_{label}_{os.getpid()}"
    _remove_abandoned(rt)
    databases.clone(rt, template, name)
    try:
        yield name
    finally:
        databases.remove(rt, name)


def _remove_abandoned(rt):
    """Drop the copies of runs on this machine that were killed before they could."""
    if isinstance(rt.server, postgres.EmbeddedServer):
        for name in databases.names(rt.server):
            copy = COPY.fullmatch(name)
            if copy and (int(copy[1]) == os.getpid() or not start_time(int(copy[1]))):
                databases.remove(rt, name)


def _core(rt, modules):
    key = _hash(rt.package.key, *(lock.read_text() for lock in python_env.RUN_LOCKS), *modules)
    name = f"{PREFIX}core_{key}"

    def build(temporary, config, log):
        databases.create_empty(rt.server, temporary)
        databases.install(rt, config, temporary, ["base", "web", *modules], log, "installing Odoo's own modules")
        rt.run_script("prepare_database.py", config, temporary)

    return _ensure(rt, name, build)


def _layer(rt, kind, below, names, found, title):
    name = f"{PREFIX}{kind}_{_hash(below, our_addons.contents_hash(names, found))}"

    def build(temporary, config, log):
        databases.clone(rt, below, temporary)
        databases.install(rt, config, temporary, names, log, title)

    return _ensure(rt, name, build)


def _ensure(rt, name, build):
    if not (databases.exists(rt.server, name) and databases.filestore(rt, name).exists()):
        log = state_folder() / "log" / f"{name}.log"
        log.unlink(missing_ok=True)
        databases.remove(rt, name)
        with databases.under_temporary_name(rt, name) as temporary:
            config = rt.write_config(rt.data_dir / "template.conf", temporary)
            build(temporary, config, log)
            rt.server.query(temporary, "ANALYZE")
            databases.filestore(rt, temporary).mkdir(parents=True, exist_ok=True)
    _mark_used(rt, name)
    return name


def _used_file(rt):
    return rt.data_dir / "used.json"


def _used(rt):
    try:
        return json.loads(_used_file(rt).read_text())
    except (OSError, ValueError):
        return {}


def _mark_used(rt, name):
    used = _used(rt)
    used[name] = time.time()
    _used_file(rt).parent.mkdir(parents=True, exist_ok=True)
    _used_file(rt).write_text(json.dumps(used, indent=1))


def _drop_old(rt):
    used = _used(rt)
    newest_first = sorted(used, key=used.get, reverse=True)
    for place, name in enumerate(newest_first):
        if place >= KEEP_COUNT or time.time() - used[name] > KEEP_SECONDS:
            databases.remove(rt, name)
            del used[name]
    _used_file(rt).write_text(json.dumps(used, indent=1))


def _hash(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
