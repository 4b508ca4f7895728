"""The process: adapters tell, the spool keeps, the delivery hands on, commands come in."""

import asyncio
import contextlib
import logging
import signal
import time

from .adapters.asterisk import Asterisk
from .adapters.simulator import Simulator
from .commands import CommandServer
from .delivery import Delivery
from .odoo import Odoo
from .spool import Spool

log = logging.getLogger("connector")

ADAPTERS = {"asterisk": Asterisk, "simulator": Simulator}
_GATHER = 0.01  # seconds in which events are gathered for one commit to the disk
_KEPT_MARK = "heard "


def odoo_of(settings):
    """Return the Odoo that the settings name."""
    odoo = settings["odoo"]
    return Odoo(odoo["url"], odoo["key"], odoo.get("database"))


def centres_of(settings, since):
    """Return the adapters by server name."""
    return {
        server["name"]: ADAPTERS[server["adapter"]](server["name"], server, lambda name=server["name"]: since(name))
        for server in settings["servers"]
    }


class Service:
    def __init__(self, settings):
        self.settings = settings
        self.spool = Spool(settings["spool"])
        self.centres = centres_of(settings, lambda name: self.spool.mark(_KEPT_MARK + name))
        self.delivery = Delivery(self.spool, odoo_of(settings))
        self.gathered, self.started = [], time.time()
        self.heard = asyncio.Event()

    async def run(self):
        """Run until it is told to stop; what was heard by then is on the disk."""
        tasks = [
            asyncio.create_task(self._keep(), name="keep"),
            asyncio.create_task(self.delivery.run(), name="deliver"),
            *(asyncio.create_task(centre.run(self.emit), name=name) for name, centre in self.centres.items()),
        ]
        commands = self.settings.get("commands")
        if commands:
            server = CommandServer(commands["token"], self.centres, self.spool, self.health)
            tasks.append(asyncio.create_task(server.run(commands.get("host", "127.0.0.1"), commands["port"]), name="commands"))
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            self._commit()
            self.spool.close()
        for error in ended:  # a part that broke down takes the process with it: whoever watches starts it again
            if isinstance(error, Exception):
                raise error

    def emit(self, event):
        """Take an event from an adapter."""
        self.gathered.append(event)
        self.heard.set()

    async def _keep(self):
        while True:
            await self.heard.wait()
            await asyncio.sleep(_GATHER)
            self.heard.clear()
            self._commit()

    def _commit(self):
        events, self.gathered = self.gathered, []
        if not events:
            return
        marks = {}
        for event in events:
            name = _KEPT_MARK + event["server"]
            marks[name] = max(marks.get(name, 0.0), min(event["at"], time.time()))
        self.spool.put(events, marks)
        self.delivery.news.set()

    def health(self):
        """Return how the connector is."""
        return {
            "ok": not self.delivery.trouble, "waiting": self.spool.waiting(), "refused": len(self.spool.refused()),
            "trouble": self.delivery.trouble, "seconds": round(time.time() - self.started),
            "servers": {name: type(centre).__name__.lower() for name, centre in self.centres.items()},
        }


async def serve(settings):
    """Run the connector."""
    with contextlib.suppress(asyncio.CancelledError):
        await Service(settings).run()
