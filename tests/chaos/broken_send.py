"""An engine broken on purpose: it commits without waiting for what it has sent.

The checker must find it out.
"""

import json
import sys
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer

from streams.engine import book
from streams.engine.domain import Message
from streams.engine.ledger import Ledger
from tests.chaos.worker import main


class HastyLedger(Ledger):
    async def _send_all(self, producer: AIOKafkaProducer, messages: Iterable[Message]) -> int:
        for message in messages:
            for batch in self._batches(producer, [message]):
                await producer.send_batch(batch, message.topic, partition=self._partition)
        return self.tail


if __name__ == "__main__":
    book.Ledger = HastyLedger
    sys.exit(main(json.loads(sys.argv[1])))
