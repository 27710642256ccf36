"""Who decides a history again finds whatever is not as the rules make it, and nothing in one that is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from streams.engine import journal, position
from streams.engine.batch import Batch
from streams.engine.domain import Record
from streams.engine.journal import Entry
from streams.engine.position import POSITION_KEY, Position
from streams.engine.table import Table
from tests.chaos.redeciding import differences
from tests.unit.engine.toy import Counting, a_record

DOMAIN = Counting()
EVENTS = 5


@dataclass(frozen=True)
class Read:
    """As a client of librdkafka gives a record."""

    record: Record

    def __getattr__(self, name: str) -> Callable[[], Any]:
        return lambda: getattr(self.record, name)

    def timestamp(self) -> tuple[int, int]:
        return 1, self.record.timestamp

    def but(self, **changed: Any) -> "Read":
        return replace(self, record=self.record._replace(**changed))


def history() -> dict[str, list[Read]]:
    """Five events of which one is refused, in one transaction, as they would be read."""
    told = [a_record(number, **({"refuse": "no"} if number == 3 else {})) for number in range(EVENTS)]
    table = Table(DOMAIN)
    batch = Batch(DOMAIN, table)
    batch.handle(told)
    entry = Entry(1, tuple(batch.outcome.steps), {})
    records = {topic: [] for topic in DOMAIN.topics}
    records[DOMAIN.inputs[0]] = [Read(each) for each in told]
    for topic, key, value, headers in batch.outcome.messages:
        records[topic].append(read(topic, key, value, headers))
    for key, value in [*table.changes(), (POSITION_KEY, position.encode(Position(1)))]:
        records[DOMAIN.state_topic].append(read(DOMAIN.state_topic, key, value))
    records[DOMAIN.journal_topic] = [read(DOMAIN.journal_topic, None, journal.encode(entry))]
    return records


def read(topic: str, key: bytes | None, value: bytes | None, headers: tuple[Any, ...] = ()) -> Read:
    return Read(Record(topic, 0, 0, key, value, headers, 0))


def test_a_history_as_the_rules_make_it_differs_nowhere():
    records = history()

    found = differences(DOMAIN, records)

    assert len(records[DOMAIN.counts_topic]) == EVENTS - 1
    assert len(records[DOMAIN.rejected_topic]) == 1
    assert found == 0


@pytest.mark.parametrize(
    ("spoil", "differing"),
    [
        pytest.param(lambda counts: counts.pop(), 1, id="the last message is missing"),
        pytest.param(lambda counts: counts.append(counts[-1]), 1, id="the last message is there twice"),
        pytest.param(lambda counts: counts.reverse(), 4, id="the order is another"),
        pytest.param(lambda counts: counts.append(counts.pop().but(headers=())), 1, id="a header is missing"),
    ],
)
def test_a_message_that_is_not_as_the_rules_make_it_is_found(spoil, differing):
    records = history()

    spoil(records[DOMAIN.counts_topic])

    assert differences(DOMAIN, records) == differing


def test_a_row_that_is_not_as_the_rules_make_it_is_found():
    records = history()
    [row, *_] = records[DOMAIN.state_topic]

    records[DOMAIN.state_topic].append(row.but(value=b'[7,0,"","",""]'))

    assert differences(DOMAIN, records) == 1


def test_an_event_that_the_journal_leads_to_and_is_not_there_is_found():
    records = history()

    del records[DOMAIN.inputs[0]][1]

    assert differences(DOMAIN, records) == 1
