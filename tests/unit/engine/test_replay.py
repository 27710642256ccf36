"""A recorded history, run again from its journal, gives the same bytes however it is cut into batches."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.engine.batch import Batch
from streams.engine.domain import Message, Record
from streams.engine.journal import Entry, decode, encode
from streams.engine.replay import HistoryIncomplete, Replay, compare, compare_rows
from streams.engine.table import Table
from tests.unit.engine.test_batch import EVENTS
from tests.unit.engine.toy import Counting, a_record

DOMAIN = Counting(inputs=("a", "b"))
STEPS = st.lists(
    st.tuples(st.sampled_from(DOMAIN.inputs), st.lists(EVENTS, min_size=1, max_size=5)), max_size=10
)


class History:
    """What a worker would leave: a transaction per step, and a tick after every second."""

    def __init__(self, steps: list[tuple[str, list[dict[str, object]]]]) -> None:
        self.inputs: dict[str, list[Record]] = {topic: [] for topic in DOMAIN.inputs}
        self.journal: list[bytes] = []
        self.messages: list[Message] = []
        self.table = Table(DOMAIN)
        for number, (topic, events) in enumerate(steps):
            batch = Batch(DOMAIN, self.table)
            kept = self.inputs[topic]
            records = [a_record(3 * (len(kept) + n), topic=topic, **each) for n, each in enumerate(events)]
            kept += records
            batch.handle(records)
            if number % 2:
                batch.tick(datetime.fromtimestamp(100 * number, UTC), limit=2)
            self._commit(batch)

    def _commit(self, batch: Batch) -> None:
        self.journal.append(encode(Entry(len(self.journal) + 1, tuple(batch.outcome.steps), {})))
        self.messages += batch.outcome.messages
        self.table.commit()

    def entries(self) -> Iterator[Entry]:
        return map(decode, self.journal)

    def fetch(self, topic: str, first: int, last: int) -> Iterator[Record]:
        return (each for each in self.inputs[topic] if first <= each.offset <= last)


def of(topic: str, messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.topic == topic]


@given(steps=STEPS, size=st.integers(1, 12))
def test_a_replay_gives_the_same_messages_and_rows_whatever_its_batches(steps, size):
    history = History(steps)
    replay = Replay(DOMAIN, history.fetch, batch_records=size)

    messages = [message for batch in replay.run(history.entries()) for message in batch]

    assert messages == history.messages
    assert compare_rows(DOMAIN.state_topic, dict(history.table.rows()), dict(replay.table.rows())) is None


def a_history() -> History:
    return History([("toy.a", [{"key": "k1", "due": 50}, {"key": "k2"}]), ("toy.b", [{"key": "k1"}])])


def test_one_flipped_byte_is_reported_with_its_place():
    recorded = a_history().messages
    flipped = bytearray(recorded[1].value)
    flipped[3] ^= 1

    other = [recorded[0], recorded[1]._replace(value=bytes(flipped)), *recorded[2:]]

    assert compare("toy.counts", recorded, other) == ("toy.counts", 1, "value differ")


@pytest.mark.parametrize(
    ("recorded", "replayed", "what"),
    [
        ([0, 1], [0], "missing in the replay"),
        ([0], [0, 1], "only in the replay"),
        ([0, 1], [1, 0], "value differ"),
    ],
)
def test_missing_added_and_reordered_messages_are_reported(recorded, replayed, what):
    messages = [Message("t", b"k", b"0"), Message("t", b"k", b"1")]

    difference = compare("t", [messages[n] for n in recorded], [messages[n] for n in replayed])

    assert difference is not None
    assert difference.what == what


def test_a_row_that_differs_is_reported_by_its_key():
    history = a_history()
    rows = dict(history.table.rows())
    rows[b"k2"] = b"[7]"

    difference = compare_rows("state", rows, dict(history.table.rows()))

    assert difference == ("state", 1, "row b'k2' differs")


def test_a_gap_in_the_journal_is_an_error():
    history = a_history()

    with pytest.raises(HistoryIncomplete, match="entry 1 is missing"):
        list(Replay(DOMAIN, history.fetch).run(list(history.entries())[1:]))


def test_records_that_are_gone_are_an_error():
    history = a_history()
    del history.inputs["toy.a"][0]

    with pytest.raises(HistoryIncomplete, match="2 records then, 1 now"):
        list(Replay(DOMAIN, history.fetch).run(history.entries()))
