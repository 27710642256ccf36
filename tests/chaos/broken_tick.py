"""An engine broken on purpose: what a tick publishes is committed before the rows that say that it has fired.

The count of reminders must find it out.
"""

import asyncio
import json
import sys
from collections.abc import Mapping

from streams.engine import book
from streams.engine.ledger import Ledger
from streams.engine.logs import get_logger
from tests.chaos.asb_worker import main
from tests.chaos.split_parcels import SplitParcels

log = get_logger("streams.engine.ledger")


class ForgetfulLedger(Ledger):
    def parcels(self) -> SplitParcels:
        rows = ("state.v1", "journal.v1")
        return SplitParcels(self._open_producer(), lambda message: message.topic.endswith(rows))

    async def commit(self, parcels: SplitParcels, offsets: Mapping[str, int], sequence: int) -> None:
        await super().commit(parcels, {}, sequence)
        log.info("rows follow")
        await asyncio.sleep(0.1)
        await super().commit(parcels.later, offsets, sequence)


if __name__ == "__main__":
    book.Ledger = ForgetfulLedger
    sys.exit(main(json.loads(sys.argv[1])))
