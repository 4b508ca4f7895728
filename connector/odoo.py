"""Odoo over /json/2: one connection, kept open, with the technical user's key."""

import http.client
import json
import ssl
import urllib.parse


class Unavailable(Exception):
    """Odoo does not answer, or not now: try again later."""


class NotAllowed(Exception):
    """The key is wrong, or its user may not do this: somebody has to look."""


class Refused(Exception):
    """Odoo has read the request and says no."""


class Odoo:
    """Calls methods of ``city12319.call``. Blocking: the connector uses it in threads of their own."""

    def __init__(self, url, key, database=None, timeout=30):
        parts = urllib.parse.urlsplit(url)
        self.secure, self.host, self.port = parts.scheme == "https", parts.hostname, parts.port
        self.prefix, self.timeout = parts.path.rstrip("/"), timeout
        self.headers = {"Authorization": f"bearer {key}", "Content-Type": "application/json; charset=utf-8"}
        if database:
            self.headers["X-Odoo-Database"] = database
        self._connection = None

    def call(self, method, **arguments):
        """Call a method with named arguments and return its result."""
        body = json.dumps(arguments, ensure_ascii=False).encode()
        try:
            return self._read(*self._post(f"{self.prefix}/json/2/city12319.call/{method}", body))
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unavailable(f"{type(error).__name__}: {error}") from error

    def close(self):
        if self._connection:
            self._connection.close()
        self._connection = None

    def _post(self, path, body):
        reused = self._connection is not None
        if not reused:
            if self.secure:
                self._connection = http.client.HTTPSConnection(
                    self.host, self.port, timeout=self.timeout, context=ssl.create_default_context())
            else:
                self._connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            self._connection.request("POST", path, body, self.headers)
            response = self._connection.getresponse()
            return response.status, response.read()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if not reused:
                raise
            return self._post(path, body)  # the server had closed the idle connection; events may come twice

    def _read(self, status, content):
        if status == 200:
            try:
                return json.loads(content)
            except ValueError as error:
                raise Unavailable("the answer is no JSON") from error
        text = f"HTTP {status}: {content[:300].decode('utf-8', 'replace')}"
        if status in (401, 403):
            raise NotAllowed(text)
        if status in (400, 413, 415, 422):
            raise Refused(text)
        self.close()
        raise Unavailable(text)
