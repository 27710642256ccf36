"""Rejected messages with the real worker on a real Kafka: as they came, once, whatever happens to the worker."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from confluent_kafka import Message

from schemas import topics
from schemas.forces import Registry
from schemas.words import RejectionCode
from streams.engine.domain import Record
from tests.given.bad_records import PERSONAL, bad_records, logged, told
from tests.given.core import record_of
from tests.given.messages import incident
from tests.given.until import until
from tests.integration.rejections.conftest import Install
from tests.integration.rejections.running import FORCES, HERE, NEXT_DOOR, Running
from tests.integration.rejections.worker_with_bugs import (
    FAILS,
    PERSONAL_IN_ERROR,
    TOO_LARGE,
    TOO_LARGE_ROW,
)

pytestmark = pytest.mark.kafka

BUGGY = "tests.integration.rejections.worker_with_bugs"
ADDED = ("rejected_key", "rejected-null")
REASON = ("rejected_code", "rejected_detail", "rejected_from", "rejected_rules")


def report(here: Running, incident_id: str, force: str = HERE) -> Record:
    """A good record of a force, on its partition."""
    partition = Registry(FORCES).partition_of(force)
    assert partition is not None
    message = incident(incident_id, 0, "Frightened")
    record = record_of(message, here.topic(topics.INCIDENTS), 0, f"good-{force}-{incident_id}", force)
    return record._replace(partition=partition)


def buggy(here: Running) -> dict[RejectionCode, Record]:
    """A record for each code that needs a rule with a bug."""
    return {
        RejectionCode.RULE_FAILED: report(here, FAILS.decode()),
        RejectionCode.MESSAGE_TOO_LARGE: report(here, TOO_LARGE.decode()),
        RejectionCode.ROW_TOO_LARGE: report(here, TOO_LARGE_ROW.decode()),
    }


def as_sent(record: Record) -> tuple[object, ...]:
    return record.topic, record.partition, record.key, record.value, record.headers


def as_rejected(message: Message) -> tuple[object, ...]:
    """The original in a rejected record."""
    told = dict(message.headers() or [])
    headers = tuple((name, raw) for name, raw in message.headers() or [] if name not in (*REASON, *ADDED))
    topic, partition, _ = reason(message, "rejected_from").rsplit("/", 2)
    value = None if "rejected-null" in told else message.value()
    return topic, int(partition), told.get("rejected_key"), value, headers


def reason(message: Message, name: str = "rejected_code") -> str:
    return dict(message.headers() or [])[name].decode()


def decided(here: Running) -> set[bytes]:
    return {message.key() for message in here.read(topics.DECISIONS)}


class BadDay(NamedTuple):
    """An installation to which every kind of bad record was sent among good ones, after its worker stopped."""

    here: Running
    bad: list[tuple[RejectionCode, Record]]
    rejected: list[Message]


@pytest.fixture(scope="module")
def bad_day(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BadDay]:
    with Running(kafka, tmp_path_factory.mktemp("bad-day"), BUGGY) as here:
        bad = [(one.code, one.record) for one in bad_records(here.name)] + list(buggy(here).items())
        for number, (_, record) in enumerate(bad):
            here.send([report(here, f"SK-{number}"), record])
        here.send([logged(told("SK-PERSONAL"), here.name), report(here, "SK-LAST")])
        here.send([report(here, "SK-LAST-NEXT-DOOR", NEXT_DOOR)])
        here.start()
        here.wait_for_decision("SK-LAST")
        here.wait_for_decision("SK-LAST-NEXT-DOOR")
        here.stop()
        yield BadDay(here, bad, here.rejected())


def test_one_bad_record_per_code_is_rejected_as_it_came_and_its_neighbours_are_decided(bad_day: BadDay):
    bad = bad_day.bad

    assert {code for code, _ in bad} == set(RejectionCode)
    assert Counter(map(reason, bad_day.rejected)) == Counter(str(code) for code, _ in bad)
    assert Counter(map(as_rejected, bad_day.rejected)) == Counter(as_sent(record) for _, record in bad)
    neighbours = {f"SK-{number}".encode() for number in range(len(bad))}
    assert decided(bad_day.here) == {*neighbours, b"SK-PERSONAL", b"SK-LAST", b"SK-LAST-NEXT-DOOR"}


def test_nothing_personal_is_in_a_reason_a_key_or_the_log(bad_day: BadDay):
    reasons = [reason(message, name) for message in bad_day.rejected for name in REASON]
    keys = [str(message.key()) for topic in topics.TOPICS for message in bad_day.here.read(topic)]
    log = bad_day.here.log.read_text("utf-8", "replace")

    assert len(reasons) == len(REASON) * len(bad_day.bad)
    assert "rejected partition=0" in log
    for personal in (*PERSONAL, PERSONAL_IN_ERROR):
        assert personal not in log
        assert not [text for text in (*reasons, *keys) if personal in text]


def test_a_worker_killed_while_it_rejects_leaves_exactly_one_rejection_of_each(install: Install):
    here = install()
    bad = [one.record for one in bad_records(here.name)]
    here.start("--batch", "40", "--allow-rejections")
    for _ in range(3):
        records = [report(here, f"SK-{number}") for number in range(200)]
        here.send([record for pair in zip(records, bad * 10, strict=False) for record in pair])
        until(lambda: _is_in_a_transaction(here), 60, "the worker is in a transaction", every=0.001)
        here.kill()
        here.start("--batch", "40", "--allow-rejections")
    here.send([report(here, "SK-LAST")])
    here.wait_for_decision("SK-LAST", 90)

    # Those on the other partition follow no order with SK-LAST.
    sent = Counter(record.topic for record in (bad * 10)[:200] * 3 if record.partition == 0)
    from_where = [reason(message, "rejected_from") for message in here.rejected()]

    assert len(from_where) == len(set(from_where))
    handled = Counter(place.rsplit("/", 2)[0] for place in from_where if place.rsplit("/", 2)[1] == "0")
    assert handled[here.topic(topics.INCIDENTS)] == sent[here.topic(topics.INCIDENTS)]


def _is_in_a_transaction(here: Running) -> bool:
    lines = [line for line in here.log.read_text("utf-8", "replace").splitlines() if "transaction " in line]
    return bool(lines) and "committed" not in lines[-1]


def test_a_record_that_came_compressed_and_is_too_large_to_be_written_again_does_not_block_its_force(
    install: Install,
):
    here = install()
    huge = report(here, "SK-HUGE")._replace(value=b"x" * 5_000_000)
    here.send([huge], **{"compression.type": "gzip", "message.max.bytes": 20_000_000})
    here.send([report(here, "SK-LAST")])
    here.start()
    here.wait_for_decision("SK-LAST")

    [rejected] = here.rejected()

    assert reason(rejected) == RejectionCode.TOO_LONG
    assert reason(rejected, "rejected-cut") == "5000000"
    assert rejected.value() == b""


def test_when_nearly_everything_is_rejected_that_desk_stops_with_the_batch_unread(install: Install):
    here = install()
    here.send([report(here, f"SK-{number}") for number in range(5)])
    here.send([logged(b"<incident/>", here.name)] * 300)
    here.start()
    until(lambda: here.says("desk stopped partition=0"), 60, "the desk stops")

    here.send([report(here, "SK-NEXT-DOOR", NEXT_DOOR)])
    here.wait_for_decision("SK-NEXT-DOOR")

    assert here.rejected() == []
    assert decided(here) == {b"SK-NEXT-DOOR"}
    assert here.process is not None
    assert here.process.poll() is None

    here.send([logged(b"<incident/>", here.name, partition=1)] * 300)

    assert here.process.wait(60) == 3


def test_a_mass_rejection_passes_when_it_is_allowed(install: Install):
    here = install()
    here.send([logged(b"<incident/>", here.name)] * 300)
    here.send([report(here, "SK-LAST")])
    here.start("--allow-rejections")

    here.wait_for_decision("SK-LAST")

    assert len(here.rejected()) == 300
    time.sleep(1)
    assert not here.says("desk stopped")
