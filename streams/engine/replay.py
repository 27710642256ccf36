"""Running a recorded history again: the journal says what to do, in which order; nothing else is asked.

Pure but for the fetching of the records, which is handed in. The outcome is the same bytes as were published
then, however the history is cut into batches, wherever and whenever it runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from streams.engine.batch import Batch
from streams.engine.domain import Domain, Message, Record
from streams.engine.journal import Entry, Run
from streams.engine.table import Table

Row = TypeVar("Row")

Fetch = Callable[[str, int, int], Iterator[Record]]
"""(topic, first offset, last offset) -> the committed records of the replayed partition between them, in order."""


class HistoryIncomplete(Exception):
    """The journal or an input no longer holds what the replay needs."""


class Replay(Generic[Row]):
    """One partition's history. `table` holds the rows as they stand; give one to go on from a saved state."""

    def __init__(
        self, domain: Domain[Row], fetch: Fetch, batch_records: int = 2_000, table: Table[Row] | None = None
    ) -> None:
        self.table = Table(domain) if table is None else table
        self.sequence = 0
        self._domain = domain
        self._fetch = fetch
        self._batch_records = batch_records

    def run(self, entries: Iterable[Entry]) -> Iterator[list[Message]]:
        """The messages published, batch by batch, in order. Raises `HistoryIncomplete`."""
        batch = Batch(self._domain, self.table)
        for entry in entries:
            if entry.sequence != self.sequence + 1:
                raise HistoryIncomplete(f"journal entry {self.sequence + 1} is missing")
            self.sequence = entry.sequence
            for step in entry.steps:
                if not isinstance(step, Run):
                    batch.tick(step.at, step.items)
                    continue
                for records in self._pieces(step):
                    batch.handle(records)
                    if batch.outcome.records >= self._batch_records:
                        yield self._close(batch)
                        batch = Batch(self._domain, self.table)
        yield self._close(batch)

    def _close(self, batch: Batch[Row]) -> list[Message]:
        self.table.commit()
        return batch.outcome.messages

    def _pieces(self, run: Run) -> Iterator[Sequence[Record]]:
        records = self._fetch(run.topic, run.first, run.last)
        fetched = 0
        while piece := list(islice(records, self._batch_records)):
            fetched += len(piece)
            yield piece
        if fetched != run.records:
            raise HistoryIncomplete(
                f"{run.topic} offsets {run.first} to {run.last}: {run.records} records then, {fetched} now"
            )


class Difference(NamedTuple):
    """The first place where two histories part. `what` says how, without the contents."""

    topic: str
    number: int
    what: str


def compare(topic: str, recorded: Iterable[Message], replayed: Iterable[Message]) -> Difference | None:
    """The first difference in key, value, headers or order between two histories of one topic and partition."""
    ends = object()
    old, new = iter(recorded), iter(replayed)
    number = 0
    while True:
        was, now = next(old, ends), next(new, ends)
        if was is ends and now is ends:
            return None
        if isinstance(was, Message) and isinstance(now, Message):
            if was != now:
                return Difference(topic, number, _how(was, now))
        else:
            return Difference(topic, number, "missing in the replay" if now is ends else "only in the replay")
        number += 1


def compare_rows(
    state_topic: str, recorded: Mapping[bytes, bytes], replayed: Mapping[bytes, bytes]
) -> Difference | None:
    """The first difference between the rows recorded last and those of a replay, in order of their keys."""
    for number, key in enumerate(sorted(recorded.keys() | replayed.keys())):
        if recorded.get(key) != replayed.get(key):
            return Difference(state_topic, number, f"row {key!r} differs")
    return None


def _how(was: Message, now: Message) -> str:
    parts = [name for name, old, new in zip(was._fields, was, now, strict=True) if old != new]
    return f"{' and '.join(parts)} differ"
