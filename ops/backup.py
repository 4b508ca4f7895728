"""Backups: database and files together, with a list of checksums that restore insists on."""

import json
import os
import shutil
import time
from pathlib import Path

from . import databases
from .console import megabytes, say, step
from .downloads import sha256_of
from .errors import BackupError, DatabaseError
from .installation import open_runtime
from .layout import need_space
from .locking import exclusive
from .state import State
from .web_servers import WebServers

DUMP, FILES, MANIFEST, SUMS = "database.dump", "filestore", "manifest.json", "SHA256SUMS"
LEFT_TO_SERVER = ("EXTENSION - ", "COMMENT - EXTENSION ")


def backup(folder):
    """Write a backup of the running or stopped installation to a new folder."""
    target = Path(folder).expanduser().resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"{target} is not empty.", "Give a new folder for each backup.")
    state = State()
    rt = open_runtime(state)
    if not databases.exists(rt.server, state["db"]):
        raise BackupError(f"There is no database {state['db']} to back up.", "Run ./hotline up first.")
    files_size = folder_size(databases.filestore(rt, state["db"]))
    need_space(target.parent, databases.size(rt.server, state["db"]) + files_size)
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        write(rt, state["db"], partial, {"contents": state["contents"], "demo": state["demo"]})
        if target.exists():
            target.rmdir()
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    say(f"{target}: {megabytes(folder_size(target))}")


def write(rt, db, folder, remembered):
    """Write database, files, manifest and checksums into an empty folder."""
    files = databases.filestore(rt, db)
    with step(f"backing up {db}") as progress:
        # Files never change but come and go: copied before and after the dump, all that it names are there.
        _copy_missing(files, folder / FILES)
        progress.show("database")
        rt.server.tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DUMP}", db)
        _copy_missing(files, folder / FILES)
        manifest = {"db": db, "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "odoo": rt.package.version, "postgresql": rt.server.version(), **remembered}
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
        progress.show("checksums")
        lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in _all_files(folder)]
        (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def verify(folder):
    """Raise BackupError unless every file is there and unchanged, and no other; returns the manifest."""
    sums = folder / SUMS
    if not sums.is_file():
        raise BackupError(f"{folder} is not a backup: it has no {SUMS}.", "Give the folder that ./hotline backup made.")
    listed = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    present = {path.relative_to(folder).as_posix(): path for path in _all_files(folder) if path != sums}
    problems = [f"missing: {name}" for name in listed if name not in present]
    problems += [f"not in the list: {name}" for name in present if name not in listed]
    problems += [f"changed: {name}" for name, path in present.items()
                 if name in listed and sha256_of(path) != listed[name]]
    if problems or DUMP not in listed or MANIFEST not in listed:
        raise BackupError("The backup is damaged:\n  " + "\n  ".join(problems[:10] or ["incomplete list"]),
                          "Nothing was changed. Take another backup.")
    return json.loads((folder / MANIFEST).read_text())


def restore(folder, force=False):
    """Put a verified backup in place of the installation's database; --force when there is one."""
    source = Path(folder).expanduser().resolve()
    with step("verifying the backup"):
        manifest = verify(source)
    state = State()
    with exclusive(state.folder / "command.lock", "restoring"):
        rt = open_runtime(state)
        db = state["db"]
        if databases.exists(rt.server, db) and not force:
            raise BackupError(f"The database {db} exists; restoring would replace it.",
                              "Nothing was changed. Use --force to replace it.")
        need_space(rt.data_dir, 4 * folder_size(source))
        temporary = f"{db}_restoring"
        databases.remove(rt, temporary)
        try:
            with step("restoring") as progress:
                read(rt, source, temporary, progress)
            servers = WebServers(state.folder)
            ran = servers.stop()
            replace(rt, temporary, db)
        finally:
            databases.remove(rt, temporary)
        state.update(contents=manifest["contents"], demo=manifest["demo"])
        state.values.pop("running", None)
        state.values.pop("call_centre", None)  # the restored database knows another key of the connector
        state.save()
    say(f"Restored {db} as of {manifest['created']}." + (" Start again with ./hotline up." if ran else ""))


def read(rt, folder, db, progress):
    """Make a database and its files from a verified backup."""
    databases.create_empty(rt.server, db)
    progress.show("database")
    entries = rt.server.tool("pg_restore", "--list", str(folder / DUMP)).splitlines()
    wanted = rt.data_dir / f"restore-{os.getpid()}.list"
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.write_text("\n".join(line for line in entries if not any(part in line for part in LEFT_TO_SERVER)))
    try:
        rt.server.tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={db}",
                       f"--use-list={wanted}", str(folder / DUMP))
    finally:
        wanted.unlink()
    progress.show("files")
    _copy_missing(folder / FILES, databases.filestore(rt, db))
    rt.server.query(db, "ANALYZE")


def replace(rt, new, name):
    """Let database `new` take the name `name`; what had the name before is removed last."""
    old = f"{name}_replaced"
    databases.remove(rt, old)
    if databases.exists(rt.server, name):
        databases.rename(rt, name, old)
    try:
        databases.rename(rt, new, name)
    except DatabaseError:
        databases.rename(rt, old, name)
        raise
    databases.remove(rt, old)


def folder_size(folder):
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in _all_files(folder))


def _all_files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def _copy_missing(source, target):
    target.mkdir(parents=True, exist_ok=True)
    for path in _all_files(source):
        copy = target / path.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(path, copy)
            except FileNotFoundError:  # removed meanwhile by Odoo's own cleaning: nothing refers to it any more
                continue
