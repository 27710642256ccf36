"""A copy of what an installation's audit holds, tampered with: Kafka's own log cannot be edited, a copy can."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec
from click.testing import CliRunner
from confluent_kafka import Message, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from schemas import topics
from schemas.rows import AuditRow, CheckpointRow
from schemas.topics import in_installation
from streams import row_codec
from streams.cli import asb
from streams.rules.audit.chain import hash_of
from tests.integration.rejections.running import FORCES, HERE, Running

ANSWER_S = 30


class Outcome(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Asb = Callable[..., Outcome]


def command(bootstrap: str, installation: str, registry: Path) -> Asb:
    """`asb` in this process, on an installation."""
    environment = {
        "KAFKA_BOOTSTRAP": bootstrap,
        "ASB_INSTALLATION": installation,
        "ASB_REGISTRY": str(registry),
        "ASB_OFFICER": None,
    }

    def run(*words: str) -> Outcome:
        done = CliRunner(env=environment).invoke(asb, list(words), catch_exceptions=False)
        return Outcome(done.exit_code, done.stdout, done.stderr)

    return run


class Kept(NamedTuple):
    """Record by record what a force's audit holds, and its rows by key."""

    records: tuple[bytes, ...]
    rows: dict[bytes, bytes]


def kept(here: Running) -> dict[str, Kept]:
    """What stands on the topics, by force."""
    audit, state = here.read(topics.AUDIT), here.read(topics.STATE)
    return {force: _of_partition(number, audit, state) for number, force in enumerate(here.forces)}


def _of_partition(number: int, audit: Sequence[Message], state: Sequence[Message]) -> Kept:
    rows = {
        one.key(): one.value()
        for one in state
        if one.partition() == number and one.key().split(b"|")[1:2] in ([b"audit"], [b"checkpoint"])
    }
    records = tuple(one.value() for one in audit if one.partition() == number)
    return Kept(records, {key: value for key, value in rows.items() if value is not None})


def written(bootstrap: str, folder: Path, held: dict[str, Kept]) -> "Copy":
    """The copy on topics of its own."""
    name = f"x{uuid4().hex[:10]}"
    admin = AdminClient({"bootstrap.servers": bootstrap})
    both = [in_installation(name, topic) for topic in (topics.AUDIT, topics.STATE)]
    for made in admin.create_topics([NewTopic(each, len(FORCES), 1) for each in both]).values():
        made.result(ANSWER_S)
    producer = Producer({"bootstrap.servers": bootstrap})
    for number, force in enumerate(FORCES):
        for value in held[force].records:
            producer.produce(both[0], value, force.encode(), partition=number)
        for key, row in held[force].rows.items():
            producer.produce(both[1], row, key, partition=number)
    assert producer.flush(ANSWER_S) == 0
    return Copy(name, admin, command(bootstrap, name, folder / "forces.yaml"))


class Copy(NamedTuple):
    """An installation of which there is nothing but its audit."""

    name: str
    admin: AdminClient
    asb: Asb

    def lose_before(self, offset: int) -> None:
        """What retention does to the oldest records of the first force."""
        place = TopicPartition(in_installation(self.name, topics.AUDIT), FORCES.index(HERE), offset)
        for gone in self.admin.delete_records([place]).values():
            gone.result(ANSWER_S)


def link(record: bytes) -> dict[str, Any]:
    return json.loads(record)["link"]  # type: ignore[no-any-return]


def altered(record: bytes, previous: str | None = None) -> bytes:
    """The record as if somebody else had done it; `previous`: and as the one after another record."""
    told = json.loads(record)
    told["by"] = "PS 1"
    if previous is not None:
        told["link"]["previous"] = previous
    return json.dumps(told, separators=(",", ":")).encode()


def rewritten(held: Kept, number: int) -> Kept:
    """The chain written anew from a record on, and its head and checkpoints too: it is consistent in itself."""
    records = list(held.records[: number - 1])
    for record in held.records[number - 1 :]:
        records.append(altered(record, hash_of(records[-1])))
    rows = {key: _row(key, row, records) for key, row in held.rows.items()}
    return Kept(tuple(records), rows)


def _row(key: bytes, data: bytes, records: Sequence[bytes]) -> bytes:
    row = row_codec.decode(key, data)
    assert isinstance(row, AuditRow | CheckpointRow)
    if not row.number:
        return data
    return row_codec.encode(msgspec.structs.replace(row, hash=hash_of(records[row.number - 1])))
