"""Odoo made ready to run: its configuration and its one-shot commands."""

import collections
import os
import re
import secrets as random_secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import odoo_package, postgres, python_env
from .errors import ServerError
from .layout import ADDONS, CHECKOUT, CONFIG

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
TROUBLE = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) ")
ODOO_SIDE = Path(__file__).resolve().parent / "odoo_side"


@dataclass
class Runtime:
    """What a command needs to run Odoo on a database."""

    package: odoo_package.OdooPackage
    env: python_env.PythonEnv
    server: postgres.Server
    data_dir: Path

    def environment(self):
        """The process environment of everything that runs Odoo's code."""
        environment = postgres.plain_environment()
        environment["PYTHONPATH"] = str(self.package.python_path)
        environment["PATH"] = f"{self.server.programs}{os.pathsep}{environment.get('PATH', '/usr/bin:/bin')}"
        environment["PYTHONUNBUFFERED"] = "1"
        return environment

    def write_config(self, path, db, *, http_port=0, gevent_port=0, workers=0, log_file="", admin_passwd=None,
                     addons=ADDONS):
        """Write an odoo.conf from config/odoo.conf; only its owner can read it."""
        values = {
            "addons_path": ",".join(map(str, [self.package.addons, self.env.addons,
                                              *([addons] if any(addons.glob("*/__manifest__.py")) else [])])),
            "data_dir": self.data_dir, "log_file": log_file, "db": db,
            "admin_passwd": admin_passwd or random_secrets.token_urlsafe(24),
            "db_host": self.server.host, "db_port": self.server.port, "db_user": self.server.user,
            "db_password": self.server.password,
            "http_port": http_port or 8069, "gevent_port": gevent_port or 8072, "workers": workers,
        }
        text = (CONFIG / "odoo.conf").read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def odoo_command(self, config, *arguments):
        """The command line that runs Odoo's server program."""
        return [str(self.env.python), str(self.package.program), "server", "-c", str(config), *arguments]

    def run_odoo(self, config, *arguments, progress=None, log=None):
        """Run Odoo until it ends (modules, languages); returns its lines of warnings and errors."""
        command = self.odoo_command(config, "--no-http", "--stop-after-init", "--workers=0",
                                    "--max-cron-threads=0", "--logfile=", *arguments)
        return self._follow(command, progress, log)

    def run_script(self, script, config, db, *arguments, secrets=None):
        """Run one of ops/odoo_side on a database and return what it prints; secrets go by the environment."""
        result = subprocess.run([str(self.env.python), str(ODOO_SIDE / script), str(config), db, *arguments],
                                env={**self.environment(), **(secrets or {})}, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, cwd=CHECKOUT)
        if result.returncode:
            raise ServerError(f"{script} failed:\n{_core_of(result.stderr.strip())}")
        return result.stdout

    def _follow(self, command, progress, log):
        tail, trouble = collections.deque(maxlen=60), []
        with subprocess.Popen(command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", cwd=CHECKOUT) as process:
            for line in process.stdout:
                tail.append(line)
                if log:
                    log.write(line)
                if TROUBLE.match(line):
                    trouble.append(line.rstrip())
                loading = LOADING.search(line)
                if loading and progress:
                    progress.show("module {} ({} of {})".format(*loading.groups()))
        if process.returncode:
            text = "".join(tail)
            if "No space left on device" in text:
                raise OSError(28, "No space left on device", self.server.host)
            raise ServerError(f"Odoo stopped with an error:\n{_core_of(text)}",
                              f"The whole log: {log.name}" if log else "")
        return trouble


def data_folder(state):
    """Where Odoo keeps its files below a state folder."""
    return state / "data"


def prepare(data_dir, server_for=postgres.configured, local_package=None):
    """Fetch and unpack what is missing, and start PostgreSQL."""
    package = odoo_package.prepare(local_package)
    env = python_env.prepare()
    server = server_for(env)
    server.start()
    return Runtime(package, env, server, data_dir)


def _core_of(log_text):
    """The last traceback of a log, or its last lines."""
    start = log_text.rfind("Traceback (most recent call last)")
    lines = log_text[max(start, 0):].splitlines()
    lines = [line for line in lines if " INFO " not in line]
    return "\n".join(lines if len(lines) <= 24 else lines[:2] + ["  ..."] + lines[-20:])
