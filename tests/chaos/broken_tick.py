"""An engine broken on purpose: what a tick publishes is committed before the rows that say that it has fired.

The count of reminders must find it out.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Iterable, Mapping

from streams.engine import book
from streams.engine.domain import Message
from streams.engine.ledger import Ledger
from tests.chaos.asb_worker import main

log = logging.getLogger(__name__)


class ForgetfulLedger(Ledger):
    async def commit(self, messages: Iterable[Message], offsets: Mapping[str, int], sequence: int) -> None:
        messages = list(messages)
        rows = [each for each in messages if each.topic.endswith(("state.v1", "journal.v1"))]
        await super().commit([each for each in messages if each not in rows], {}, sequence)
        log.info("rows follow")
        await asyncio.sleep(0.1)
        await super().commit(rows, offsets, sequence)


if __name__ == "__main__":
    book.Ledger = ForgetfulLedger
    sys.exit(main(json.loads(sys.argv[1])))
