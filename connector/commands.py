"""Commands from Odoo: a small HTTP server on loopback, behind a token. Each has an answer that the person sees.

POST /command with ``{"key", "command", "arguments"}`` gives ``{"ok": true}`` or ``{"ok": false, "reason", "detail"}``; a key
that was seen before is not carried out again. GET /health says how the connector is.

Why HTTP and not a table that is asked in turn: a person waits for the answer, and asking often enough to feel immediate
would keep Odoo busy all day.
"""

import asyncio
import hmac
import json
import logging

from .port import COMMANDS, CommandError

log = logging.getLogger("connector.commands")

_LARGEST = 65536
_EVERYWHERE = {"blacklist_add", "blacklist_remove", "night"}  # unless a server is named
_PATIENCE = 6  # seconds for a command, less than Odoo waits


class CommandServer:
    """``centres``: adapters by server name, the first is the default."""

    def __init__(self, token, centres, spool, health):
        self.token, self.centres, self.spool, self.health = token, centres, spool, health

    async def run(self, host, port):
        """Never returns: cancel the task to stop."""
        server = await asyncio.start_server(self._serve, host, port, limit=_LARGEST)
        async with server:
            await server.serve_forever()

    async def _serve(self, reader, writer):
        try:
            status, answer = await asyncio.wait_for(self._answer(reader), 30)
        except (asyncio.TimeoutError, asyncio.IncompleteReadError, ValueError, OSError):
            status, answer = 400, {"ok": False, "reason": "bad_arguments", "detail": "not an HTTP request"}
        body = json.dumps(answer, ensure_ascii=False).encode()
        head = f"HTTP/1.1 {status} {'OK' if status == 200 else 'No'}\r\nContent-Type: application/json; charset=utf-8\r\n" \
               f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        try:
            writer.write(head.encode() + body)
            await writer.drain()
        except OSError as error:
            log.info("nobody waits for the answer: %r", error)
        finally:
            writer.close()

    async def _answer(self, reader):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _version = head[0].split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:])}
        if method == "GET" and path == "/health":
            return 200, self.health()
        given = headers.get("authorization", "").removeprefix("Bearer ").encode()
        if not self.token or not hmac.compare_digest(given, self.token.encode()):
            return 403, {"ok": False, "reason": "refused", "detail": "wrong token"}
        length = int(headers.get("content-length") or 0)
        if method != "POST" or path != "/command" or not 0 < length <= _LARGEST:
            return 404, {"ok": False, "reason": "bad_arguments", "detail": "POST /command"}
        message = json.loads(await reader.readexactly(length))
        return 200, await self.carry_out(message)

    async def carry_out(self, message):
        """Return the answer to a command."""
        name, arguments, key = message.get("command"), message.get("arguments") or {}, str(message.get("key") or "")
        if name not in COMMANDS or not isinstance(arguments, dict) or not key:
            return {"ok": False, "reason": "bad_arguments", "detail": str(name)}
        known = self.spool.begin_command(key)
        if known is not None:
            return known or {"ok": False, "reason": "timeout", "detail": "it is being carried out"}
        answer = await self._try(name, arguments)
        log.info("%s %s: %s", name, arguments.get("agent", ""), "done" if answer["ok"] else answer["reason"])
        self.spool.end_command(key, answer)
        return answer

    async def _try(self, name, arguments):
        named = arguments.pop("server", "")
        server = named or next(iter(self.centres), "")
        if server not in self.centres:
            return {"ok": False, "reason": "bad_arguments", "detail": f"no server {server}"}
        centres = self.centres.values() if name in _EVERYWHERE and not named else [self.centres[server]]
        try:
            commands = [centre.command(name, arguments) for centre in centres]
            await asyncio.wait_for(asyncio.gather(*commands), _PATIENCE)
        except CommandError as error:
            return {"ok": False, "reason": error.reason, "detail": error.detail}
        except asyncio.TimeoutError:
            return {"ok": False, "reason": "timeout"}
        except KeyError as error:
            return {"ok": False, "reason": "bad_arguments", "detail": f"{error} is missing"}
        return {"ok": True}
