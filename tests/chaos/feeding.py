"""Events for a toy installation, with everything in them that could go wrong."""

import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.chaos.feed import Fed, Feed

KEYS = 500
WAITS_AT_MOST_S = 5


class Feeder(Feed):
    """Events to all inputs and partitions, some of them poison, some setting timers. Ids count from `first`."""

    def __init__(
        self, bootstrap: str, topics: tuple[str, ...], partitions: int, *, first: int = 0, **pace: Any
    ) -> None:
        super().__init__(bootstrap, **pace)
        self._topics = topics
        self._partitions = partitions
        self._first = first

    def source(self) -> Iterator[Fed]:
        for number in count(self._first):
            topic, partition = self._random.choice(self._topics), self._random.randrange(self._partitions)
            yield Fed(topic, partition, b"k", self._value(number))

    def ghost(self, number: int) -> Fed:
        value = json.dumps({"id": -number, "key": "aborted"}).encode()
        return Fed(self._topics[number % len(self._topics)], number % self._partitions, b"k", value)

    def _value(self, number: int) -> bytes:
        if number % 1_000 == 500:
            return b"\xff not JSON %d" % number
        event: dict[str, Any] = {"id": number, "key": f"k{self._random.randrange(KEYS)}"}
        if number % 1_000 == 250:
            event["boom"] = 1
        elif number % 1_000 == 750:
            event["refuse"] = "too-late"
        elif number % 50 == 1:
            due = int(time.time()) + self._random.randrange(WAITS_AT_MOST_S)
            event |= {"key": f"timer{number}", "due": due}
        return json.dumps(event).encode()
