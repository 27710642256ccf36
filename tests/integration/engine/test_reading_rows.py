"""Rows read from a real Kafka, by whoever opens a desk or follows one."""

import asyncio

import pytest
from confluent_kafka import Producer

from streams.engine.load import Written, reading
from streams.engine.settings import EngineSettings
from tests.chaos.topics import make_topics, own_name
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(60)]

ROWS = {b"k1": b"1", b"k2": b"2", b"k3": b"3"}


def write_rows(bootstrap: str, domain: Counting) -> int:
    """Each row in a transaction of its own; the offset after the first of them."""
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": domain.name})
    producer.init_transactions(30)
    for key, data in ROWS.items():
        producer.begin_transaction()
        producer.produce(domain.state_topic, data, key, partition=0)
        producer.commit_transaction(30)
    return 2  # a marker follows each


def read_rows(bootstrap: str, domain: Counting, *since: int) -> list[Written]:
    """One read after the other, over one connection."""

    async def read() -> list[Written]:
        async with reading(EngineSettings(bootstrap=bootstrap), domain.state_topic, 0) as reader:
            return [await reader.read(each) for each in since]

    return asyncio.run(read())


def test_rows_are_read_from_where_they_are_known_up_to_the_end(kafka):
    domain = Counting(own_name("rows"))
    make_topics(kafka, domain, 1)
    after_first = write_rows(kafka, domain)

    everything, rest = read_rows(kafka, domain, 0, after_first)

    assert everything.rows == ROWS
    assert rest.rows == {b"k2": b"2", b"k3": b"3"}
    assert (rest.since, rest.end) == (after_first, everything.end)


def test_a_topic_that_ends_before_what_is_known_of_it_is_another_and_is_read_from_its_beginning(kafka):
    domain = Counting(own_name("rows"))
    make_topics(kafka, domain, 1)
    write_rows(kafka, domain)

    [read] = read_rows(kafka, domain, 1_000)

    assert read.since == 0
    assert read.rows == ROWS
