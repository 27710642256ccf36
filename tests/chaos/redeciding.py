"""Deciding a recorded partition again, in memory and in the order its journal tells, to compare every byte."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from streams.engine.domain import Domain, Message, Record
from streams.engine.journal import decode
from streams.engine.position import POSITION_KEY
from streams.engine.replay import HistoryIncomplete, Replay


def differences(domain: Domain[Any], records: dict[str, list[Any]]) -> int:
    """How many messages and rows of a partition are not what the rules make of its inputs and journal.

    A history with a record that the journal does not lead to, or leads to and is not there, differs in one more.
    """
    replay = Replay(domain, Inputs(domain, records).fetch)
    again: dict[str, list[Message]] = {topic: [] for topic in (*domain.outputs, domain.rejected_topic)}
    try:
        for batch in replay.run(decode(each.value()) for each in records[domain.journal_topic]):
            for message in batch:
                again[message.topic].append(message)
    except HistoryIncomplete:
        return 1
    parted = sum(
        then != now
        for topic, made in again.items()
        for then, now in zip_longest(map(_message, records[topic]), made)
    )
    rows, rows_again = _rows(records[domain.state_topic]), dict(replay.table.rows())
    return parted + sum(rows.get(key) != rows_again.get(key) for key in rows.keys() | rows_again.keys())


class Inputs:
    """The committed records of one partition's inputs, by their offsets."""

    def __init__(self, domain: Domain[Any], records: dict[str, list[Any]]) -> None:
        self._records = {topic: records[topic] for topic in domain.inputs}
        self._offsets = {topic: [each.offset() for each in found] for topic, found in self._records.items()}

    def fetch(self, topic: str, first: int, last: int) -> Iterator[Record]:
        start = bisect_left(self._offsets[topic], first)
        end = bisect_left(self._offsets[topic], last + 1)
        return map(_record, self._records[topic][start:end])


def _record(found: Any) -> Record:
    headers = tuple(found.headers() or ())
    place = found.topic(), found.partition(), found.offset()
    return Record(*place, found.key(), found.value(), headers, found.timestamp()[1])


def _message(found: Any) -> Message:
    return Message(found.topic(), found.key(), found.value(), tuple(found.headers() or ()))


def _rows(records: list[Any]) -> dict[bytes, bytes]:
    rows: dict[bytes, bytes] = {}
    for record in records:
        if record.value() is None:
            rows.pop(record.key(), None)
        else:
            rows[record.key()] = record.value()
    rows.pop(POSITION_KEY, None)
    return rows
