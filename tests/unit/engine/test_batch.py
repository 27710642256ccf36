"""What becomes of a record: handled, refused, or rejected because a rule failed. Nothing is half done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.engine.batch import Batch, Outcome
from streams.engine.domain import Message, Record
from streams.engine.eventclock import EventClock
from streams.engine.journal import Run, Tick
from streams.engine.table import Table
from tests.unit.engine.toy import Count, Counting, a_record

DOMAIN = Counting()


def handled(table: Table[Count], *records: Record) -> Outcome:
    batch = Batch(DOMAIN, table)
    batch.handle(records)
    return batch.outcome


def reason(message: Message) -> bytes:
    return dict(message.headers)["reason"]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_events_of_one_key_are_counted_in_order():
    table = Table(DOMAIN)

    outcome = handled(table, a_record(0), a_record(1), a_record(2, key="k2"))

    assert [orjson.loads(message.value)["n"] for message in outcome.messages] == [1, 2, 1]
    assert outcome.steps == [Run("toy.in", 0, 2, 3)]
    assert table.get(b"k1") == Count(2)


def test_a_record_that_says_nothing_new_is_counted_as_such():
    table = Table(DOMAIN)

    outcome = handled(table, a_record(0), a_record(1, known=1), a_record(2, refuse="too-late"))

    assert (outcome.records, outcome.unchanged, outcome.rejections.total()) == (3, 1, 1)
    assert outcome.steps == [Run("toy.in", 0, 2, 3)]


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ({"boom": 1}, b"rule-failed"),
        ({"refuse": "too-late"}, b"too-late"),
        ({"force": "south"}, b"wrong-partition"),
        ({"force": "nowhere"}, b"unknown-force"),
        ({"large": DOMAIN.max_message_bytes}, b"message-too-large"),
        ({"large_row": DOMAIN.max_row_bytes}, b"row-too-large"),
        ({"astray": "elsewhere"}, b"rule-failed"),
    ],
)
def test_a_bad_record_among_good_ones_is_rejected_alone_with_its_own_bytes(trouble, code):
    table = Table(DOMAIN)
    bad = a_record(1, **trouble)

    outcome = handled(table, a_record(0), bad, a_record(2))

    [rejected] = [message for message in outcome.messages if message.topic == DOMAIN.rejected_topic]
    assert reason(rejected) == code
    assert (rejected.key, rejected.value) == (bad.key, bad.value)
    assert rejected.headers[: len(bad.headers)] == bad.headers
    assert outcome.rejections == {code.decode(): 1}
    counted = [message for message in outcome.messages if message.topic == DOMAIN.counts_topic]
    assert [orjson.loads(message.value)["n"] for message in counted] == [1, 2]
    assert table.get(b"k1") == Count(2)


def test_bytes_that_do_not_decode_are_rejected():
    record = a_record(0)._replace(value=b"\xff\xfe")

    outcome = handled(Table(DOMAIN), record)

    assert outcome.rejections == {"not-json": 1}
    assert outcome.messages[0].value == b"\xff\xfe"


def test_a_failed_rule_is_told_by_the_name_of_its_error_only():
    outcome = handled(Table(DOMAIN), a_record(0, boom=1))

    rejected = outcome.messages[0]
    assert dict(rejected.headers)["detail"] == b"ValueError"
    assert not any(b"must not be published" in content for _, content in rejected.headers)


def test_a_failed_rule_has_a_second_step_that_sees_nothing_of_the_first():
    table = Table(DOMAIN)

    outcome = handled(table, a_record(0, boom=1))

    assert table.get(b"k1") is None
    assert table.get(b"failed|k1") == Count(1)
    assert [message.topic for message in outcome.messages] == [DOMAIN.rejected_topic, DOMAIN.alarms_topic]


def test_a_second_step_that_fails_too_is_undone_and_counted():
    table = Table(DOMAIN)

    outcome = handled(table, a_record(0, boom=1, boom_twice=1))

    assert table.get(b"failed|k1") is None
    assert outcome.second_steps_failed == 1
    assert [message.topic for message in outcome.messages] == [DOMAIN.rejected_topic]


def test_a_rejection_that_fails_itself_does_not_block_the_desk():
    class Clumsy(Counting):
        def rejection(self, record: Record, code: str, detail: str) -> Message:
            raise ValueError

    batch = Batch(Clumsy(), Table(DOMAIN))
    batch.handle([a_record(0, boom=1)])

    assert batch.outcome.messages[0].value == a_record(0, boom=1).value
    assert dict(batch.outcome.messages[0].headers)["rejected-code"] == b"rule-failed"


def test_due_items_fire_once_each_the_earliest_first():
    table = Table(DOMAIN)
    handled(table, a_record(0, key="b", due=20), a_record(1, key="a", due=10), a_record(2, key="c", due=31))
    batch = Batch(DOMAIN, table)

    more = batch.tick(at(30), limit=10)

    assert not more
    assert [message.key for message in batch.outcome.messages] == [b"a", b"b"]
    assert batch.outcome.steps == [Tick(at(30), 2)]


def test_a_tick_that_finds_nothing_due_leaves_no_trace():
    table = Table(DOMAIN)
    batch = Batch(DOMAIN, table)

    batch.tick(at(30), limit=10)

    assert batch.outcome.steps == []
    assert table.changes() == []


def test_a_tick_stops_at_its_limit_and_the_next_goes_on():
    table = Table(DOMAIN)
    handled(table, *(a_record(n, key=f"k{n}", due=n + 1) for n in range(5)))
    batch = Batch(DOMAIN, table)

    assert batch.tick(at(30), limit=3)
    assert not batch.tick(at(30), limit=3)

    assert batch.outcome.steps == [Tick(at(30), 3), Tick(at(30), 2)]
    assert [message.key for message in batch.outcome.messages] == [b"k0", b"k1", b"k2", b"k3", b"k4"]


def test_a_tick_given_up_between_two_items_has_fired_those_before():
    table = Table(DOMAIN)
    handled(table, *(a_record(n, key=f"k{n}", due=n + 1) for n in range(5)))
    batch = Batch(DOMAIN, table)

    firing = batch.ticking(at(30), limit=10)
    next(firing)
    next(firing)
    firing.close()

    assert batch.outcome.steps == [Tick(at(30), 2)]
    assert [message.key for message in batch.outcome.messages] == [b"k0", b"k1"]
    assert not batch.tick(at(30), limit=10)
    assert [message.key for message in batch.outcome.messages] == [b"k0", b"k1", b"k2", b"k3", b"k4"]


@pytest.mark.parametrize("manner", ["boom", "stuck"])
def test_a_due_item_that_fails_or_cannot_end_is_parked_and_the_rest_fire(manner):
    table = Table(DOMAIN)
    handled(table, a_record(0, key="a", due=1), a_record(1, key="b", due=2, manner=manner))
    handled(table, a_record(2, key="c", due=3))
    batch = Batch(DOMAIN, table)

    batch.tick(at(30), limit=10)

    assert [message.topic for message in batch.outcome.messages] == [
        DOMAIN.alarms_topic,
        DOMAIN.rejected_topic,
        DOMAIN.alarms_topic,
    ]
    assert (batch.outcome.fired, batch.outcome.parked) == (2, 1)
    assert DOMAIN.due(at(30), table, 10) == []


def test_a_due_item_that_cannot_even_be_parked_is_passed_over():
    class Hopeless(Counting):
        def park(self, key: bytes, at: datetime, table: Table[Count], error: Exception) -> Sequence[Message]:
            raise ValueError

    table = Table(DOMAIN)
    handled(table, a_record(0, key="a", due=1, manner="boom"), a_record(1, key="b", due=2))
    batch = Batch(Hopeless(), table)

    batch.tick(at(30), limit=10)

    assert [message.key for message in batch.outcome.messages] == [b"b"]
    assert batch.outcome.passed_over == 1


def test_event_time_ticks_before_the_record_that_passes_the_boundary():
    table = Table(DOMAIN)
    batch = Batch(DOMAIN, table, EventClock(timedelta(seconds=60)))

    batch.handle([a_record(0, at=10, due=30), a_record(1, at=50), a_record(2, at=125, key="k2")])

    assert batch.outcome.steps == [Run("toy.in", 0, 1, 2), Tick(at(120), 1), Run("toy.in", 2, 2, 1)]
    fired = [message for message in batch.outcome.messages if message.topic == DOMAIN.alarms_topic]
    assert orjson.loads(fired[0].value) == {"fired": "k1", "due": 30}


def test_a_record_without_a_time_or_with_an_earlier_one_does_not_move_the_event_clock():
    clock = EventClock(timedelta(seconds=60))
    batch = Batch(DOMAIN, Table(DOMAIN), clock)

    batch.handle([a_record(0, at=600), a_record(1, at=30), a_record(2), a_record(3)._replace(value=b"?")])

    assert clock.at == at(600)


EVENTS = st.fixed_dictionaries(
    {"key": st.sampled_from(["k1", "k2", "k3"])},
    optional={
        "at": st.integers(0, 500),
        "due": st.integers(1, 500),
        "boom": st.just(1),
        "refuse": st.just("no"),
        "large_row": st.sampled_from([10, 60_000]),
        "manner": st.sampled_from(["boom", ""]),
        "place": st.sampled_from(["park", "road"]),
    },
)


@given(events=st.lists(EVENTS, max_size=30), cuts=st.lists(st.integers(0, 30), max_size=6))
def test_the_outcome_does_not_depend_on_where_batches_are_cut(events, cuts):
    records = [a_record(offset, **event) for offset, event in enumerate(events)]

    at_once, rows_at_once = run_in_batches(records, [0, len(records)])
    in_parts, rows_in_parts = run_in_batches(records, [0, *sorted(cuts), len(records)])

    assert in_parts == at_once
    assert rows_in_parts == rows_at_once


def run_in_batches(records: list[Record], cuts: list[int]) -> tuple[list[Message], dict[bytes, bytes]]:
    table, messages, clock = Table(DOMAIN), [], EventClock(timedelta(seconds=60))
    for start, end in pairwise(cuts):
        batch = Batch(DOMAIN, table, clock)
        batch.handle(records[start:end])
        table.commit()
        messages += batch.outcome.messages
    return messages, dict(table.rows())
