"""The front (Caddy): one address for the browser, before Odoo's workers, its websocket process and the call centre."""

import socket

from .layout import CONFIG
from .processes import Process

_PHONE = """	handle {path} {{
		rewrite * /ws
		reverse_proxy {address}
	}}
"""
_HTTPS = """{names} {{
	bind {listen}
	tls internal
	import hotline
}}
"""


class Front:
    """Caddy with its files below `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self.process = Process("front", folder / "run", folder / "log/front.out")

    def start(self, rt, port, listen, http_port, gevent_port, https_port=None, phones=()):
        """Start it before Odoo's two ports; one that runs is stopped first.

        :param https_port: also HTTPS there, with a certificate of an authority of its own
        :param phones: (name of the server, "host:port" of Asterisk's web server) for the telephones in browsers; the first one
            is also that of seats without a server
        """
        caddyfile = self._write(port=port, listen=listen, http_port=http_port, gevent_port=gevent_port,
                                log_file=self.folder / "log/front.log", phones=phone_routes(phones),
                                https=_https(https_port, listen) if https_port else "")
        own = str(self.folder / "front")
        self.process.stop()
        self.process.start(
            [str(rt.env.program("caddy")), "run", "--config", str(caddyfile), "--adapter", "caddyfile"],
            {**rt.environment(), "XDG_DATA_HOME": own, "XDG_CONFIG_HOME": own})

    def _write(self, **values):
        text = (CONFIG / "Caddyfile").read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        target = self.folder / "run/Caddyfile"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target


def phone_routes(phones):
    """The part of the Caddyfile that leads browsers to Asterisk's websocket, and to nothing else of it."""
    named = [(f"/phone/{name}", address) for name, address in phones]
    paths = [("/phone", address) for _name, address in phones[:1]] + named
    return "".join(_PHONE.format(path=path, address=address) for path, address in paths)


def _https(port, listen):
    names = dict.fromkeys(["localhost", "127.0.0.1", socket.gethostname()])
    return _HTTPS.format(names=", ".join(f"https://{name}:{port}" for name in names), listen=listen)
