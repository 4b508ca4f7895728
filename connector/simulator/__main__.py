"""python -m connector.simulator --port 15200 --log FILE: the simulated call centre."""

import argparse
import asyncio
import json
import logging
import random

from ..port import CommandError
from .centre import Centre
from .journal import Journal
from .recorder import Recorder

log = logging.getLogger("connector.simulator")


class Server:
    """Tells every connection what happens, and takes commands from each."""

    def __init__(self, name, journal, pace, dice, record):
        self.journal, self.writers = journal, set()
        self.centre = Centre(name, self.tell, pace, dice, record=record)

    def tell(self, event):
        self.journal.write(event)
        line = (json.dumps(event, ensure_ascii=False) + "\n").encode()
        for writer in self.writers:
            writer.write(line)

    async def serve(self, reader, writer):
        for event in self.centre.snapshot():
            writer.write((json.dumps(event) + "\n").encode())
        self.writers.add(writer)
        for seat in self.centre.seats.values():
            self.centre.seat_changed(seat)
        try:
            while line := await reader.readline():
                message = json.loads(line)
                answer = {"id": message.get("id"), "ok": True}
                try:
                    await self.centre.command(message.get("command"), message.get("arguments") or {})
                except CommandError as error:
                    answer.update(ok=False, reason=error.reason, detail=error.detail)
                except (TypeError, ValueError) as error:
                    answer.update(ok=False, reason="bad_arguments", detail=str(error))
                writer.write((json.dumps(answer) + "\n").encode())
                await writer.drain()
        except (OSError, ValueError) as error:
            log.info("a connection ended: %r", error)
        finally:
            self.writers.discard(writer)
            writer.close()


async def main(options):
    dice = random.Random(options.seed)
    record = Recorder(options.recordings) if options.recordings else None
    server = Server(options.name, Journal(options.log), options.pace, dice, record)
    for number in options.seat:
        await server.centre.do_sign_in(number)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", options.port, limit=2**22)
    async with listening:
        await listening.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m connector.simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", required=True, metavar="FILE", help="the journal that it keeps")
    parser.add_argument("--recordings", metavar="FOLDER", help="where calls are recorded (a tone stands for the talk)")
    parser.add_argument("--name", default="sim", help="of the server, in every event")
    parser.add_argument("--seat", action="append", default=[], metavar="NUMBER", help="signed in from the start")
    parser.add_argument("--pace", type=float, default=1.0, help="0.1: everything ten times as fast")
    parser.add_argument("--seed", type=int, help="the same calls every time")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(main(parser.parse_args()))
    except KeyboardInterrupt:
        pass
