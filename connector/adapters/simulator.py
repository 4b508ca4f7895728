"""Connects to the simulator (``python -m connector.simulator``) as to a real call centre: over a line that may break."""

import asyncio
import itertools
import json
import logging
import time

from ..port import CommandError
from ..simulator import journal

log = logging.getLogger("connector.simulator")

_TIMEOUT = 5


class Simulator:
    """One simulator. Settings: ``host``, ``port``, ``log`` (its journal)."""

    def __init__(self, name, settings, since):
        self.name, self.since = name, since
        self.address = settings.get("host", "127.0.0.1"), int(settings["port"])
        self.log = settings.get("log") or []
        self._ids, self._waiting, self._writer, self._emit = itertools.count(1), {}, None, None

    async def run(self, emit):
        self._emit, wait = emit, 0.2
        while True:
            try:
                reader, self._writer = await asyncio.open_connection(*self.address, limit=2**22)
                wait = 0.2
                await self._session(reader)
            except (OSError, ValueError) as error:
                log.debug("no simulator at %s:%s: %r", *self.address, error)
            finally:
                if self._writer:
                    self._writer.close()
                self._writer = None
                for future in self._waiting.values():
                    if not future.done():
                        future.set_exception(CommandError("down"))
                self._waiting.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5)

    async def _session(self, reader):
        heard = self.since()
        while line := await reader.readline():
            message = json.loads(line)
            if "id" in message:
                future = self._waiting.pop(message["id"], None)
                if future and not future.done():
                    future.set_result(message)
                continue
            if message["kind"] == "snapshot" and heard:  # the first message: before it, what was missed
                for event in self.history(heard - 2, message["at"]):
                    self._emit(event)
            self._emit(message)

    def history(self, start, end):
        return journal.read(self.log, start, end)

    async def command(self, name, arguments):
        if not self._writer:
            raise CommandError("down")
        number = next(self._ids)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._writer.write((json.dumps({"id": number, "command": name, "arguments": arguments}) + "\n").encode())
        try:
            await self._writer.drain()
            answer = await asyncio.wait_for(future, _TIMEOUT)
        except asyncio.TimeoutError as error:
            raise CommandError("timeout") from error
        except OSError as error:
            raise CommandError("down", str(error)) from error
        finally:
            self._waiting.pop(number, None)
        if not answer["ok"]:
            raise CommandError(answer.get("reason") or "refused", answer.get("detail") or "")
        return time.time()
