"""From the spool to Odoo: in order, at least once, patiently."""

import asyncio
import logging
import random

from .odoo import NotAllowed, Refused, Unavailable

log = logging.getLogger("connector.delivery")

BATCH = 200
_FIRST_WAIT, _LONGEST_WAIT = 0.3, 20.0


class Delivery:
    """Hands the spool's events to Odoo. An event leaves the spool only when Odoo has said that it has it."""

    def __init__(self, spool, odoo):
        self.spool, self.odoo = spool, odoo
        self.news = asyncio.Event()
        self.batch, self.wait = BATCH, _FIRST_WAIT
        self.trouble = ""  # shown by the health page

    async def run(self):
        """Never returns: cancel the task to stop."""
        while True:
            rows = self.spool.take(self.batch)
            if not rows:
                self.news.clear()
                await self.news.wait()
                continue
            try:
                report = await asyncio.to_thread(self.odoo.call, "ingest", events=[event for _number, event in rows])
            except Refused as error:
                self._narrow_down(rows, error)
            except (Unavailable, NotAllowed) as error:
                await self._pause(error)
            else:
                self._settle(rows, report)

    def _settle(self, rows, report):
        refused = [(rows[item["index"]][0], item["reason"]) for item in report.get("refused") or []]
        for number, reason in refused:
            log.error("event %s is not understood: %s", number, reason)
        self.spool.refuse(refused)
        aside = {number for number, _reason in refused}
        self.spool.done([number for number, _event in rows if number not in aside])
        if self.trouble:
            log.info("Odoo takes events again, %s wait", self.spool.waiting())
        self.trouble, self.wait = "", _FIRST_WAIT
        self.batch = min(self.batch * 2, BATCH)

    def _narrow_down(self, rows, error):
        """One of these is refused with its whole request: halve until it stands alone, then put it aside."""
        if len(rows) > 1:
            self.batch = max(len(rows) // 2, 1)
            return
        log.error("event %s is refused: %s", rows[0][0], error)
        self.spool.refuse([(rows[0][0], str(error))])
        self.batch = BATCH

    async def _pause(self, error):
        if str(error) != self.trouble:
            log.warning("Odoo does not take events: %s", error)
        self.trouble = str(error)
        await asyncio.sleep(self.wait * random.uniform(0.8, 1.2))
        self.wait = min(self.wait * 2, _LONGEST_WAIT)
