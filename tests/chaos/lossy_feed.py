"""A worker whose feed loses and repeats chunks on purpose, as Faust may around a rebalance."""

import json
import random
import sys
from collections.abc import AsyncIterator
from typing import Any

from streams.engine.transport import Feed
from tests.chaos.worker import main

SHARE = 0.05


def make_lossy(chance: random.Random) -> None:
    hand_out = Feed.getmany

    async def getmany(self: Feed, timeout: float) -> AsyncIterator[tuple[Any, Any]]:
        async for tp, message in hand_out(self, timeout):
            if chance.random() < SHARE:
                continue
            yield tp, message
            if chance.random() < SHARE:
                yield tp, message

    Feed.getmany = getmany


if __name__ == "__main__":
    make_lossy(random.Random(3))
    sys.exit(main(json.loads(sys.argv[1])))
