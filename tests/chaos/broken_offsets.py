"""An engine broken on purpose: it commits what it has read outside the transaction of what it made of it.

The checker must find it out.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Iterable, Mapping

from streams.engine import book
from streams.engine.domain import Message
from streams.engine.ledger import Ledger
from streams.engine.position import POSITION_KEY
from tests.chaos.worker import main

log = logging.getLogger(__name__)


class LooseLedger(Ledger):
    async def commit(self, messages: Iterable[Message], offsets: Mapping[str, int], sequence: int) -> None:
        messages = list(messages)
        await super().commit([each for each in messages if each.key != POSITION_KEY], {}, sequence)
        log.info("offsets follow")
        await asyncio.sleep(0.1)
        await super().commit([each for each in messages if each.key == POSITION_KEY], offsets, sequence)


if __name__ == "__main__":
    book.Ledger = LooseLedger
    sys.exit(main(json.loads(sys.argv[1])))
