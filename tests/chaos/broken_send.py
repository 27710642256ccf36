"""An engine broken on purpose: it commits without waiting for what it has sent.

The checker must find it out.
"""

import json
import sys

from aiokafka import AIOKafkaProducer

from streams.engine import book
from streams.engine.ledger import Ledger
from streams.engine.parcels import Parcels
from tests.chaos.worker import main


class HastyLedger(Ledger):
    async def _send_all(self, producer: AIOKafkaProducer, parcels: Parcels) -> int:
        for topic, batch in parcels:
            await producer.send_batch(batch, topic, partition=self._partition)
        return self.tail


if __name__ == "__main__":
    book.Ledger = HastyLedger
    sys.exit(main(json.loads(sys.argv[1])))
