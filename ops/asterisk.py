"""Asterisk, the reference call centre: Debian's packages unpacked into a folder of the cache, started without root.

Nothing is installed on the machine: the packages of a newer Debian run with their own loader and libraries, which child
processes never see.
"""

import os
import re
import secrets
import shutil
import subprocess
import time
from pathlib import Path

from .console import step
from .errors import HotlineError, ServerError
from .layout import CONFIG, cache_folder, downloads_folder, need_space
from .locking import exclusive
from .processes import Process

SUITE = os.environ.get("HOTLINE_ASTERISK_SUITE", "forky")
WANTED = ("asterisk", "asterisk-moh-opsound-gsm")
NEEDED = 400_000_000
MULTIARCH = "usr/lib/x86_64-linux-gnu"
# never used by our configuration at run time: cuts what is downloaded
UNUSED = re.compile(
    r"(perl.*|libperl.*|gnupg.*|gpg.*|dirmngr|pinentry.*|gpgsm|libnpth.*|libksba.*|libassuan.*|adduser|passwd|login.*"
    r"|debconf|libdebconf.*|libpam.*|libsemanage.*|libsepol.*|libaudit.*|libcap-ng.*|base-passwd|tzdata|libjack.*"
    r"|asterisk-config|pci.ids|libsnmp-base|libc-gconv-modules-extra|readline-common)")
PROMPTS = {
    "welcome": "您好，欢迎致电一二三一九。", "busy": "座席全忙，请稍后再拨。", "thanks": "感谢您的来电，再见。",
    "survey": "请您对本次服务评价，非常满意请按一，满意请按二，不满意请按三。", "night": "现在是非工作时间，请在提示音后留言。",
}
FOLDERS = ("etc/pjsip.d", "varlib/sounds", "varlib/keys", "spool/outgoing", "spool/tmp", "spool/monitor", "spool/recording",
           "spool/system", "run", "log/cdr-csv", "log/cel-custom", "keys", "recordings", "prompts")


class AsteriskMissing(HotlineError):
    """Its packages cannot be had here."""


def prepare():
    """The unpacked Asterisk; made now if this user does not have it yet."""
    prefix = cache_folder() / f"asterisk-{SUITE}"
    with exclusive(cache_folder() / "asterisk.lock", "unpacking Asterisk"):
        if not (prefix / "usr/sbin/asterisk").exists():
            need_space(cache_folder(), NEEDED)
            with step(f"fetching Asterisk from Debian {SUITE}"):
                _unpack(prefix)
    return prefix


def _unpack(prefix):
    for program in ("apt-get", "dpkg-deb"):
        if not shutil.which(program):
            raise AsteriskMissing(f"Asterisk comes from Debian's packages, which need {program}.", "Use Debian or Ubuntu.")
    cache = downloads_folder() / f"asterisk-{SUITE}"
    archives = cache / "archives"
    for folder in (cache / "lists/partial", archives / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    wanted_file = cache / "packages.txt"
    if wanted_file.exists():  # complete from an earlier time: no network is needed
        files = [archives / name for name in wanted_file.read_text().split()]
    else:
        files = _download(cache, archives)
        wanted_file.write_text("\n".join(path.name for path in files))
    partial = prefix.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for path in files:
        subprocess.run(["dpkg-deb", "-x", str(path), str(partial)], check=True)
    sounds = partial / "usr/share/asterisk/sounds"
    for language in ("en", "zh"):  # what update-alternatives would do; zh until Chinese sounds are recorded
        if not (sounds / language).exists():
            (sounds / language).symlink_to("en_US_f_Allison")
    shutil.rmtree(prefix, ignore_errors=True)
    partial.rename(prefix)


def _download(cache, archives):
    source = cache / "suite.sources"
    source.write_text(f"Types: deb\nURIs: {_mirror()}\nSuites: {SUITE}\nComponents: main\n"
                      "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n")
    apt = ["apt-get", "-q"]
    for option in (
        f"Dir::Etc::sourcelist={source}", "Dir::Etc::sourceparts=/dev/null", f"Dir::State::Lists={cache / 'lists'}",
        "Dir::State::status=/dev/null", f"Dir::Cache::archives={archives}", "Dir::Cache::pkgcache=",
        "Dir::Cache::srcpkgcache=", "Acquire::Languages=none", "Acquire::Check-Valid-Until=false",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false", "Debug::NoLocking=1",
        "APT::Install-Recommends=false", f"APT::Sandbox::User={_user()}",
    ):
        apt += ["-o", option]
    _apt([*apt, "update"])
    plan = _apt([*apt, "-s", "install", *WANTED])
    packages = [name for name in re.findall(r"^Inst (\S+)", plan, re.MULTILINE) if not UNUSED.fullmatch(name)]
    _apt([*apt, "download", *packages], cwd=archives)
    return [max(archives.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime) for name in packages]


def _apt(command, cwd=None):
    result = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode:
        raise AsteriskMissing(f"Asterisk's packages cannot be fetched: {result.stderr.strip()[-400:]}",
                              "It needs Debian's archive; without it, use the simulator (./hotline up).")
    return result.stdout


def _user():
    return os.environ.get("USER") or "root"


def _mirror():
    for path in [*Path("/etc/apt/sources.list.d").glob("*.sources"), Path("/etc/apt/sources.list")]:
        if path.exists() and (found := re.search(r"(?:^URIs:|^deb(?: \[[^]]*\])?)\s*(https?://\S*debian\S*)",
                                                 path.read_text(), re.MULTILINE)):
            if "security" not in found[1]:
                return found[1]
    return "http://deb.debian.org/debian"


class Asterisk:
    """One server: its files below ``folder``. ``settings`` replace the @WORDS@ of config/asterisk."""

    DEFAULTS = {
        "SIP_PORT": 15060, "AMI_PORT": 15038, "HTTP_PORT": 18088, "HTTPS_PORT": 18089, "WSS_ADDR": "127.0.0.1",
        "RTP_START": 20000, "RTP_END": 20999, "SYSTEMNAME": "cc1", "CARRIER_PORT": 5060, "HTTP_ADDR": "127.0.0.1",
        "AMI_ADDR": "127.0.0.1", "AMI_FROM": "127.0.0.1", "SIP_ADDR": "127.0.0.1",
        "ROUTE": "here", "PATIENCE": 20, "SITE": "", "SITE_HOST": "", "SITE_PORT": 5060,
    }

    def __init__(self, prefix, folder, inside=(), **settings):
        self.prefix, self.folder, self.inside = prefix, folder, inside  # inside: what runs a command on another host
        self.settings = {**self.DEFAULTS, **settings}
        for name in ("AMI_SECRET", "ARI_SECRET", "SIP_SECRET"):
            self.settings.setdefault(name, secrets.token_urlsafe(18))
        self.process = Process("asterisk", folder / "pid", folder / "log/console")
        self.channel_log = folder / "log/cel-custom/Master.csv"
        self.recordings = folder / "recordings"

    def start(self):
        """Write the configuration and start; returns when it is fully booted."""
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.write_config()
        self._make_key()
        self._make_prompts()
        static = self.prefix / "usr/share/asterisk/static-http"
        if static.exists() and not (self.folder / "varlib/static-http").exists():
            shutil.copytree(static, self.folder / "varlib/static-http")
        self.process.start([*self.inside, *self._program(), "-f", "-n", "-q"], os.environ.copy())
        deadline = time.monotonic() + 30
        while "fully booted" not in self.cli("core waitfullybooted", fail=False):
            self.process.must_run()
            if time.monotonic() > deadline:
                raise ServerError("Asterisk does not get ready.", f"Its log: {self.folder / 'log'}")
            time.sleep(0.1)

    def stop(self):
        """Stop it; True when it ran."""
        return self.process.stop()

    def cli(self, command, fail=True):
        """The output of a console command."""
        result = subprocess.run([*self._program(), "-rx", command], capture_output=True, text=True, timeout=30)
        if result.returncode and fail:
            raise ServerError(f"Asterisk refuses “{command}”: {result.stdout}{result.stderr}")
        return result.stdout

    def _program(self):
        libraries = self.prefix / MULTIARCH
        return [str(libraries / "ld-linux-x86-64.so.2"), "--library-path", str(libraries),
                str(self.prefix / "usr/sbin/asterisk"), "-C", str(self.folder / "etc/asterisk.conf")]

    def write_config(self):
        """Write config/asterisk with the settings into the server's own folder; the line to another site where one is set."""
        values = {**self.settings, "RUN": self.folder, "PREFIX": self.prefix}
        sources = sorted((CONFIG / "asterisk").glob("*.conf"))
        if self.settings["SITE"]:
            sources += sorted((CONFIG / "asterisk").glob("pjsip.d/*.conf"))
        for source in sources:
            text = source.read_text(encoding="utf-8")
            for name, value in values.items():
                text = text.replace(f"@{name}@", str(value))
            target = self.folder / "etc" / source.relative_to(CONFIG / "asterisk")
            target.unlink(missing_ok=True)
            with open(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as stream:
                stream.write(text)

    def _make_key(self):
        key, certificate = self.folder / "keys/asterisk.key", self.folder / "keys/asterisk.pem"
        if not certificate.exists():
            subprocess.run([
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "825", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate),
            ], check=True, capture_output=True)

    def _make_prompts(self):
        """Speech for tests and demonstrations; recorded voices in prompts/ are kept."""
        for name, text in PROMPTS.items():
            target = self.folder / "prompts" / f"{name}.wav"
            if target.exists():
                continue
            if not (shutil.which("espeak-ng") and shutil.which("sox")):
                raise AsteriskMissing("The announcements are spoken by espeak-ng and sox, which are missing.",
                                      "apt-get install espeak-ng sox, or put welcome.wav, busy.wav, survey.wav, thanks.wav"
                                      f" and night.wav (8 kHz, mono, 16 bit) into {target.parent}.")
            raw = target.with_suffix(".raw.wav")
            subprocess.run(["espeak-ng", "-v", "cmn", "-s", "170", "-w", str(raw), text], check=True)
            subprocess.run(["sox", "-q", str(raw), "-r", "8000", "-c", "1", "-b", "16", str(target), "vol", "0.8"], check=True)
            raw.unlink()
