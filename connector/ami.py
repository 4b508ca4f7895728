"""Client of Asterisk's manager interface (AMI): stays connected, notices a frozen server, sends actions."""

import asyncio
import itertools
import logging
import random

log = logging.getLogger("connector.ami")


class AmiError(Exception):
    """Asterisk answered an action with an error, or not at all."""


class MessageReader:
    """Cuts the stream into messages. Whole lines only: a Chinese character is never cut in two."""

    def __init__(self):
        self.message = {}

    def feed(self, line):
        """Take one line without its end; return a message when it is complete, else None."""
        if not line:
            message, self.message = self.message, {}
            return message or None
        name, _colon, value = line.decode("utf-8", "replace").partition(":")
        value = value.strip()
        self.message[name] = f"{self.message[name]}\n{value}" if name in self.message else value
        return None


def render(name, action_id, fields):
    """Return the bytes of an action. Values cannot smuggle in lines of their own."""
    lines = [f"Action: {name}", f"ActionID: {action_id}"]
    for field, value in fields.items():
        for item in value if isinstance(value, (list, tuple)) else [value]:
            lines.append(f"{field}: {str(item).translate({13: None, 10: None})}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Ami:
    """One connection, renewed for ever."""

    def __init__(self, host, port, username, secret, on_event, on_up=None, ping=10, timeout=5, longest_wait=15):
        self.address, self.login = (host, port), (username, secret)
        self.on_event, self.on_up = on_event, on_up
        self.ping, self.timeout, self.longest_wait = ping, timeout, longest_wait
        self._ids, self._waiting, self._lists, self._writer = itertools.count(1), {}, {}, None
        self.up = False

    async def run(self):
        """Never returns: cancel the task to stop."""
        wait = 0.5
        while True:
            try:
                await self._session()
            except (OSError, asyncio.TimeoutError, AmiError, asyncio.IncompleteReadError, ValueError) as error:
                if self.up or wait == 0.5:
                    log.warning("no connection to Asterisk at %s:%s: %r", *self.address, error)
                wait = 0.5 if self.up else wait
            finally:
                self._drop()
            await asyncio.sleep(wait * random.uniform(0.8, 1.2))
            wait = min(wait * 2, self.longest_wait)

    async def _session(self):
        opened = asyncio.open_connection(*self.address, limit=2**20)
        reader, self._writer = await asyncio.wait_for(opened, self.timeout)
        await asyncio.wait_for(reader.readline(), self.timeout)  # the banner
        reading = asyncio.create_task(self._read(reader))
        try:
            await self.action("Login", Username=self.login[0], Secret=self.login[1])
            self.up = True
            log.info("connected to Asterisk at %s:%s", *self.address)
            if self.on_up:
                await self.on_up()
            while not reading.done():
                await asyncio.wait({reading}, timeout=self.ping)
                if not reading.done():
                    await self.action("Ping")  # times out when the server is frozen or the line half open
            reading.result()
            raise ConnectionError("closed by Asterisk")
        finally:
            reading.cancel()

    def _drop(self):
        self.up = False
        if self._writer:
            self._writer.close()
        self._writer = None
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the connection to Asterisk was lost"))
        self._waiting.clear()
        self._lists.clear()

    async def _read(self, reader):
        messages = MessageReader()
        while line := await reader.readline():
            message = messages.feed(line.rstrip(b"\r\n"))
            if message:
                self._dispatch(message)

    def _dispatch(self, message):
        action_id = message.get("ActionID")
        if "Response" in message and "Event" not in message:
            if message.get("EventList", "").lower() == "start":
                self._lists[action_id] = []
            elif action_id in self._waiting:
                self._waiting.pop(action_id).set_result(message)
        elif action_id in self._lists:
            if message.get("EventList") == "Complete":
                items = self._lists.pop(action_id)
                if action_id in self._waiting:
                    self._waiting.pop(action_id).set_result(items)
            else:
                self._lists[action_id].append(message)
        else:
            self.on_event(message)

    async def action(self, name, **fields):
        """Send an action and return its response, or the list of events that it asks for.

        :raises AmiError: when Asterisk says no
        :raises ConnectionError: when there is no connection
        :raises asyncio.TimeoutError: when it does not answer in time
        """
        if not self._writer:
            raise ConnectionError("no connection to Asterisk")
        action_id = str(next(self._ids))
        future = self._waiting[action_id] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(render(name, action_id, fields))
            await self._writer.drain()
            answer = await asyncio.wait_for(future, self.timeout)
        finally:
            self._waiting.pop(action_id, None)
        if isinstance(answer, dict) and answer.get("Response") == "Error":
            raise AmiError(answer.get("Message") or f"{name} failed")
        return answer

    async def forget(self, family, key):
        """Delete an entry of Asterisk's database; it may be gone already."""
        try:
            await self.action("DBDel", Family=family, Key=key)
        except AmiError as error:
            if "could not be deleted" not in str(error):  # what Asterisk says of an entry that is not there
                raise
