"""What comes in through Kafka is accounted for: handled once or rejected as it came, and decided again the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from confluent_kafka import Message

from schemas import topics
from schemas.forces import Registry
from schemas.topics import INPUT_BYTES
from schemas.words import RejectionCode
from streams.domain import AsbDomain
from streams.engine import journal, limits
from streams.engine.domain import Message as Published
from streams.engine.domain import Record
from streams.engine.journal import Run
from streams.engine.recorded import Recorded
from streams.replay import replay_partition
from tests.fuzz.amount import SEED
from tests.fuzz.cases import chance, spoiled
from tests.fuzz.crossed import crossed
from tests.fuzz.seeds import EVENTS, seeds
from tests.given.core import INSTALLATION
from tests.given.until import until
from tests.integration.rejections.running import FORCES, Running

pytestmark = pytest.mark.kafka

# Spoiled messages of each kind of event, and as many that are as they should be.
OF_EACH: Final = 10


def sent(prefix: str) -> Iterator[Record]:
    """Spoiled and valid messages of every kind in turn, as an installation of that name would get them."""
    for number in range(OF_EACH):
        for event in EVENTS:
            numbers = chance(SEED, "kafka", event.__name__, number)
            for record in (
                spoiled(SEED, event, number),
                crossed(numbers, numbers.choice(seeds()[event.__name__])),
            ):
                name = record.topic.removeprefix(f"{INSTALLATION}.")
                if _can_travel(record):
                    yield record._replace(topic=f"{prefix}.{name}")


def _can_travel(record: Record) -> bool:
    """Whether a broker takes it: uncompressed, with its share of the batch."""
    return limits.size(Published(record.topic, record.key, record.value, record.headers)) < INPUT_BYTES


def handled(here: Running) -> int:
    """How many records the journal says were handled."""
    entries = (journal.decode(message.value()) for message in here.read(topics.JOURNAL))
    return sum(step.records for entry in entries for step in entry.steps if isinstance(step, Run))


def as_rejected(message: Message, came: Record) -> tuple[object, ...]:
    """What the rejected record holds of the one that came."""
    headers = tuple(message.headers() or ())
    reason = dict(headers[len(came.headers) :])
    value = None if "rejected-null" in reason else message.value()
    return reason.get("rejected_key"), value, headers[: len(came.headers)]


def test_of_what_was_sent_everything_is_handled_once_and_what_is_rejected_is_rejected_as_it_came(
    kafka: str, tmp_path: Path
):
    with Running(kafka, tmp_path) as here:
        records = tuple(sent(here.name))
        at: dict[tuple[str, int], count[int]] = {}
        places = {f"{r.topic}/{r.partition}/{next(at.setdefault(r[:2], count()))}": r for r in records}
        here.send(records)

        here.start("--allow-rejections")
        until(lambda: handled(here) >= len(records), 120, f"all is handled; see {here.log}", every=0.5)
        assert here.stop() == 0

        # Without a value it removes an older one (X8).
        rejected = [message for message in here.rejected() if message.value() is not None]
        codes = Counter(dict(message.headers())["rejected_code"].decode() for message in rejected)
        from_where = [dict(message.headers())["rejected_from"].decode() for message in rejected]
        assert handled(here) == len(records)
        assert len(from_where) == len(set(from_where)) < len(records), f"FUZZ_SEED={SEED}"
        for message, place in zip(rejected, from_where, strict=True):
            came = places[place]
            assert as_rejected(message, came) == (came.key, came.value, came.headers), (
                f"{place} FUZZ_SEED={SEED}"
            )
        assert codes.keys() <= set(RejectionCode) - {RejectionCode.RULE_FAILED}, f"{codes} FUZZ_SEED={SEED}"
        assert _decided_again(here, kafka) == [(records_of(records, p), None) for p in range(len(FORCES))]


def records_of(records: Sequence[Record], partition: int) -> int:
    return sum(record.partition == partition for record in records)


def _decided_again(here: Running, kafka: str) -> list[tuple[int, object]]:
    """For each partition: how many records the rules were given again, and what then was different."""
    domain = AsbDomain(here.name, Registry(FORCES), here.secret)
    found = []
    for partition in range(len(FORCES)):
        with Recorded(kafka, partition) as recorded:
            outcome = replay_partition(domain, recorded, partition, 500, check=True)
        found.append((outcome.records, outcome.difference))
    return found
