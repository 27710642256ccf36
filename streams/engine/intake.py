"""What a desk reads: chunks of its inputs, each used once and in order whatever happens on their way."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from faust.types import TP

from streams.engine.chunk import Chunk
from streams.engine.domain import Record
from streams.engine.inbox import Inbox
from streams.engine.logs import get_logger
from streams.engine.settings import EngineSettings
from streams.engine.transport import Feed

log = get_logger(__name__)


class Unread(NamedTuple):
    """Records that join on to what has been taken, to be gone through once, and the offset after them."""

    topic: str
    records: Iterator[Record]
    end: int


class Intake:
    """`done` is the next offset to handle in each topic, when what was taken before it is committed."""

    def __init__(self, feed: Feed, settings: EngineSettings, topics: Sequence[str], partition: int) -> None:
        self.done: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        self._feed = feed
        self._tps = {topic: TP(topic, partition) for topic in topics}
        self._inbox = Inbox(feed, set(self._tps.values()), settings.batch_records)
        self._epochs: dict[str, int] = {}
        self._astray: set[str] = set()
        self._missing: tuple[str, int] | None = None
        self._missing_since = 0.0
        self._unread_after = settings.unread_after

    def __bool__(self) -> bool:
        return bool(self._inbox)

    def has_backlog(self) -> bool:
        """Whether a whole batch waits, and nothing to `mend` first."""
        return self._inbox.has_batch() and not self._astray

    async def start(self, offsets: Mapping[str, int]) -> None:
        """Read each topic on from its offset, or from its beginning."""
        self._inbox.clear()
        beginnings = await self._feed.beginnings(list(self._tps.values()))
        for topic, tp in self._tps.items():
            first, wanted = beginnings[tp], offsets.get(topic, 0)
            if topic in offsets and wanted < first:
                log.error("records lost to retention", **tp._asdict(), wanted=wanted, first=first)
            self.done[topic] = self._taken[topic] = max(first, wanted)
        await self._seek(self._tps)

    async def was_read_before(self) -> bool:
        """Whether the consumer group has committed offsets for any of the topics."""
        committed = await self._feed.committed(list(self._tps.values()))
        return any(committed.values())

    def put(self, chunk: Chunk) -> None:
        self._inbox.put(chunk)

    def clear(self) -> None:
        self._inbox.clear()

    def stop(self) -> None:
        """Nothing more is fetched."""
        self._feed.hold(set(self._tps.values()))

    def take(self) -> list[Unread]:
        """About a batch of records. Mark them with `handled` once they are committed."""
        taken = []
        for chunk in self._inbox.take():
            unread = self._join(chunk)
            if unread is not None:
                self._taken[unread.topic] = unread.end
                taken.append(unread)
        return taken

    def handled(self, offsets: Mapping[str, int]) -> None:
        self.done.update(offsets)

    async def mend(self) -> None:
        """Fetch again what was fetched and never arrived: chunks can be dropped between consumer and desk."""
        missing = None if self._inbox else self._missing_topic()
        if missing != self._missing:
            self._missing, self._missing_since = missing, time.monotonic()
        elif missing and time.monotonic() - self._missing_since > self._unread_after:
            log.warning("records went missing", topic=missing[0], have=missing[1])
            self._astray.add(missing[0])
        if self._astray:
            await self._seek(self._astray)

    def has_read(self, ends: Mapping[TP, int]) -> bool:
        """Whether every record before these ends has been handled."""
        return all(self._has_read(topic, tp, ends[tp]) for topic, tp in self._tps.items())

    def distance(self, ends: Mapping[TP, int]) -> int:
        """How many offsets lie between what is handled and these ends."""
        return sum(max(ends[tp] - self.done[topic], 0) for topic, tp in self._tps.items())

    async def _seek(self, topics: Collection[str]) -> None:
        positions = {self._tps[topic]: self.done[topic] for topic in topics}
        epoch = await self._feed.start_from(positions)
        self._epochs.update(dict.fromkeys(topics, epoch))
        self._astray.clear()

    def _missing_topic(self) -> tuple[str, int] | None:
        """A topic of which more was handed out than has arrived, and how far it has arrived."""
        for topic, tp in self._tps.items():
            if self._feed.delivered(tp) > self.done[topic]:
                return topic, self.done[topic]
        return None

    def _join(self, chunk: Chunk) -> Unread | None:
        topic = chunk.tp.topic
        at = self._taken[topic]
        if chunk.epoch != self._epochs.get(topic) or topic in self._astray:
            return None  # fetched before the last seek, or to be fetched again
        if chunk.start > at:
            log.warning("gap", **chunk.tp._asdict(), have=at, next=chunk.start)
            self._astray.add(topic)
            return None
        return Unread(topic, chunk.records(at), chunk.end) if chunk.end > at else None

    def _has_read(self, topic: str, tp: TP, end: int) -> bool:
        """Transaction markers may lie between the last record and the end; the reader's position passes them.

        The order of the two questions matters: see `Reader._note_reached`.
        """
        done = self.done[topic]
        return done >= end or (self._feed.reached(tp) >= end and self._feed.delivered(tp) <= done)
