"""An engine broken on purpose: it commits what it has read outside the transaction of what it made of it.

The checker must find it out.
"""

import asyncio
import json
import sys
from collections.abc import Mapping

from streams.engine import book
from streams.engine.ledger import Ledger
from streams.engine.logs import get_logger
from streams.engine.position import POSITION_KEY
from tests.chaos.split_parcels import SplitParcels
from tests.chaos.worker import main

log = get_logger("streams.engine.ledger")


class LooseLedger(Ledger):
    def parcels(self) -> SplitParcels:
        return SplitParcels(self._open_producer(), lambda message: message.key == POSITION_KEY)

    async def commit(self, parcels: SplitParcels, offsets: Mapping[str, int], sequence: int) -> None:
        await super().commit(parcels, {}, sequence)
        log.info("offsets follow")
        await asyncio.sleep(0.1)
        await super().commit(parcels.later, offsets, sequence)


if __name__ == "__main__":
    book.Ledger = LooseLedger
    sys.exit(main(json.loads(sys.argv[1])))
