"""Decide a partition's recorded history again and compare it with what was published then (X1).

The journal gives the order, the inputs the records, the rules decide; nothing is written but to a replica that
is asked for. The result does not depend on the machine, the time zone, the day or the size of the batches.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from streams.domain import AsbDomain
from streams.engine.domain import Message
from streams.engine.journal import Entry, Run
from streams.engine.recorded import Recorded
from streams.engine.replay import Difference, Replay, compare, compare_rows
from streams.replica import Replica
from streams.rules.in_force import RULES_VERSION


class Outcome(NamedTuple):
    """What the replay of one partition gave.

    `digests` is the SHA-256 of every message of a topic in order, so that two replays can be compared anywhere.
    `other_rules` are versions of the rules that decided then and are not this program's: differences are theirs.
    `difference` is the first one found; None when nothing was compared or all is the same.
    """

    partition: int
    transactions: int
    records: int
    messages: int
    digests: dict[str, str]
    other_rules: tuple[str, ...]
    difference: Difference | None = None


class _Comparison:
    """The messages of a replay against those recorded, topic by topic, one at a time."""

    def __init__(self, recorded: Recorded, topics: tuple[str, ...]) -> None:
        self._then: dict[str, Iterator[Message]] = {topic: recorded.published(topic) for topic in topics}
        self._numbers = dict.fromkeys(topics, 0)

    def difference(self, message: Message) -> Difference | None:
        """How this message differs from the one published in its place."""
        then = next(self._then[message.topic], None)
        found = compare(message.topic, [] if then is None else [then], [message])
        number = self._numbers[message.topic]
        self._numbers[message.topic] += 1
        return found and found._replace(number=number)

    def left_over(self) -> Difference | None:
        """The first message that was published then and not now."""
        for topic, then in self._then.items():
            if found := compare(topic, then, ()):
                return found._replace(number=self._numbers[topic])
        return None


def replay_partition(
    domain: AsbDomain,
    recorded: Recorded,
    partition: int,
    batch_records: int,
    *,
    check: bool,
    replica: Replica | None = None,
) -> Outcome:
    """Replay one partition, to the end or to the first difference.

    Args:
        recorded: the partition, as a reader of its own sees it.
        batch_records: records in one step; any number gives the same result.
        check: compare every message and, at the end, every row with what the installation holds.
        replica: write every message and, at the end, every row to it, and compare what stands there then.

    Raises:
        HistoryIncomplete: the journal or an input no longer holds what is needed.
        ReplicaRefused: the replica was not written.
    """
    topics = (*sorted(domain.outputs), domain.rejected_topic)
    comparison = _Comparison(recorded, topics) if check and replica is None else None
    digests = {topic: hashlib.sha256() for topic in topics}
    counts = _Counts()
    replay = Replay(domain, recorded.fetch, batch_records)
    for batch in replay.run(counts.of(recorded.journal(domain.journal_topic))):
        for message in batch:
            counts.messages += 1
            _add(digests[message.topic], message)
            if comparison and (found := comparison.difference(message)):
                return counts.outcome(partition, digests, found)
        if replica:
            replica.write(batch)
    difference = None
    if replica:
        replica.write(_as_messages(domain.state_topic, replay.table.rows()))
        difference = replica.difference(recorded, topics, domain.state_topic)
    if comparison:
        then = recorded.rows(domain.state_topic)
        now = dict(replay.table.rows())
        difference = comparison.left_over() or compare_rows(domain.state_topic, then, now)
    return counts.outcome(partition, digests, difference)


class _Counts:
    def __init__(self) -> None:
        self.transactions = 0
        self.records = 0
        self.messages = 0
        self.rules: set[str] = set()

    def of(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """The entries, counted as they pass."""
        for entry in entries:
            self.transactions += 1
            self.rules.add(entry.versions.get("rules", ""))
            self.records += sum(step.records for step in entry.steps if isinstance(step, Run))
            yield entry

    def outcome(self, partition: int, digests: dict[str, Any], difference: Difference | None) -> Outcome:
        summed = {topic: digest.hexdigest() for topic, digest in digests.items()}
        other = tuple(sorted(self.rules - {RULES_VERSION}))
        return Outcome(partition, self.transactions, self.records, self.messages, summed, other, difference)


def _as_messages(state_topic: str, rows: Iterable[tuple[bytes, bytes]]) -> list[Message]:
    return [Message(state_topic, key, row) for key, row in sorted(rows)]


def _add(digest: Any, message: Message) -> None:
    """Add key, value and headers, each behind its length: no two messages give one and the same bytes."""
    parts = [message.key, message.value]
    for name, content in message.headers:
        parts += [name.encode(), content]
    for part in parts:
        digest.update(b"-" if part is None else b"%d:" % len(part))
        digest.update(part or b"")
