"""What was known at a moment, and what had been published by then (R5, X1).

The entries of the journal that had been appended by the moment are decided again in memory, as `asb replay` does:
what they publish is what had been published by then. Nothing is written.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import NamedTuple, Protocol

from connectors.broker import Broker
from connectors.reader import Reader, Record
from schemas.outgoing import PolicyVersion
from schemas.topics import INCIDENTS, in_installation
from streams.domain import AsbDomain
from streams.engine.domain import Message
from streams.engine.domain import Record as Handled
from streams.engine.journal import Appended, Entry, Run, Until
from streams.engine.replay import HistoryIncomplete, Replay
from streams.explain.reading import PUBLISHED, Found, found_among
from streams.london import shown
from streams.rules.in_force import RULES_VERSION

BATCH_RECORDS = 2_000


class NotKnown(Exception):
    """It cannot be said what was known then; the message says why."""


class NoLongerHeld(NotKnown):
    """The journal or an input no longer reaches back to the first transaction; the message says how far."""


class History(Protocol):
    """What stands of the journal and the inputs of one partition: `Recorded`, or as much of it as is needed here."""

    def appended(self, topic: str) -> Iterator[Appended]: ...
    def fetch(self, topic: str, first: int, last: int) -> Iterator[Handled]: ...


class Then(NamedTuple):
    """What a force knew at a moment.

    `at` is when the last transaction that counts was appended to the journal, `transaction` its number.
    `other_rules` are versions of the rules that decided then and are not this program's.
    """

    force: str
    partition: int
    at: datetime
    transaction: int
    policy: PolicyVersion
    other_rules: tuple[str, ...]
    published: tuple[Record, ...]
    # The last record of the incidents that had been read.
    logs_read: int

    def look(self, broker: Broker, installation: str, subjects: Iterable[str]) -> Found:
        """As `reading.find`, with what had been read and published by then. Raises ReadFailed."""
        with Reader(broker, installation, (INCIDENTS,)) as reader:
            return found_among(chain(self._logs(reader), self.published), subjects)

    def _logs(self, reader: Reader) -> Iterator[Record]:
        for record in reader.until_end():
            if record.partition == self.partition and record.offset <= self.logs_read:
                yield record


def known_at(domain: AsbDomain, installation: str, history: History, force: str, moment: datetime) -> Then:
    """Decide a force's history again up to a moment; takes as long as `asb replay` of as much.

    Raises NotKnown when nothing had been handled by then, NoLongerHeld when the journal or an input no longer
    reaches back to the first transaction.
    """
    partition = domain.registry.forces.index(force)
    journal = Until(history.appended(domain.journal_topic), moment)
    noted = _Noted(in_installation(installation, INCIDENTS))
    replay = Replay(domain, history.fetch, BATCH_RECORDS)
    published = _Published(installation, partition)
    try:
        for messages in replay.run(noted.of(journal)):
            published.take(messages)
    except HistoryIncomplete as error:
        raise NoLongerHeld(_past_retention(force, journal.first)) from error
    if journal.last is None:
        raise _nothing_by_then(force, journal.first)
    ledger = domain.looking(force, moment, replay.table)
    return Then(
        force,
        partition,
        journal.last.at,
        journal.last.entry.sequence,
        ledger.policy(moment).version,
        tuple(sorted(noted.rules - {RULES_VERSION})),
        published.records(),
        noted.logs_read,
    )


def _past_retention(force: str, first: Appended | None) -> str:
    if first is None:
        return f"nothing is held of the journal of force {force}"
    held = f"journal of force {force} is held from transaction {first.entry.sequence} of {shown(first.at)} on"
    if first.entry.sequence == 1:
        return f"the {held}, but its inputs no longer reach back to all of it"
    return f"the {held}"


def _nothing_by_then(force: str, first: Appended | None) -> NotKnown:
    """Where the journal begins later than the moment, only its first transaction proves that there was none."""
    if first is None or first.entry.sequence != 1:
        return NoLongerHeld(_past_retention(force, first))
    since = shown(first.at, seconds=True)
    return NotKnown(f"force {force} had handled nothing by then; it can be asked from {since} on")


class _Noted:
    """What is noted of entries as they pass: how far the logs were read, and by which rules it was decided."""

    def __init__(self, incidents: str) -> None:
        self.logs_read = -1
        self.rules: set[str] = set()
        self._incidents = incidents

    def of(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self.rules.add(entry.versions.get("rules", ""))
            for step in entry.steps:
                if isinstance(step, Run) and step.topic == self._incidents:
                    self.logs_read = step.last
            yield entry


class _Published:
    """What had been published, as records of its topics: on a compacted topic the last of each key."""

    def __init__(self, installation: str, partition: int) -> None:
        self._topics = {in_installation(installation, topic): topic for topic in PUBLISHED}
        self._partition = partition
        self._count = 0
        self._all: list[Record] = []
        self._latest: dict[tuple[str, bytes | None], Record] = {}

    def take(self, messages: Iterable[Message]) -> None:
        for message in messages:
            topic = self._topics.get(message.topic)
            if topic is None:
                continue
            self._count += 1
            record = Record(topic, self._partition, self._count, 0, *message[1:])
            if topic.compacted:
                self._latest[topic.name, message.key] = record
            else:
                self._all.append(record)

    def records(self) -> tuple[Record, ...]:
        return (*self._all, *self._latest.values())
