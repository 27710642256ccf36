"""Hears on Kafka what the worker publishes about the city: cases, what officers are asked, reminders, markers,
and as each partner what that partner is sent."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from connectors.city.conversation import Heard
from connectors.reader import Reader, Record
from schemas.envelope import open_envelope
from schemas.outgoing import Outgoing
from schemas.topics import CASES, DECISIONS, MARKERS, REFERRALS, REMINDERS

TOPICS: Final = (CASES, DECISIONS, REMINDERS, MARKERS, *REFERRALS.values())
POLL_S: Final = 0.05
_KINDS: Final = {
    event.__name__: event for topic in TOPICS for event in topic.events if issubclass(event, Outgoing)
}


class Ears:
    """`Conversation`'s `hear`: returns what came since it was last asked."""

    def __init__(self, reader: Reader, force: str, wait: Callable[[], None], silence: float = 0.0) -> None:
        """`wait` returns when it is time to listen.

        The last time, listen until nothing came for `silence` seconds.
        """
        self._reader, self._force, self._wait, self._silence = reader, force, wait, silence

    def __call__(self, last: bool) -> Iterator[Heard]:
        self._wait()
        silence = self._silence if last else 0.0
        heard_at = time.monotonic()
        while True:
            records = self._reader.poll(POLL_S)
            for record in records:
                if heard := self._understood(record):
                    yield heard
            if records:
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at >= silence:
                return

    def _understood(self, record: Record) -> Heard | None:
        envelope, value = open_envelope(record.headers, record.value)
        kind = _KINDS.get(envelope.type)
        if kind is None or envelope.force != self._force:
            return None
        return Heard(kind.model_validate_json(value), datetime.fromisoformat(envelope.time), envelope.id)
