"""An installation whose topics keep for seconds, and a person with marks in everything that it holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ConfigResource

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.incoming import DataSubject
from schemas.topics import TOPICS, Topic, in_installation
from schemas.words import Answer, Question, SubjectKind
from tests.given.casework import answered, assessed
from tests.given.high_risk import HIGH, declared
from tests.given.messages import HOME, incident, person_added, victim

NOMINAL: Final = "NOM-EK4471"
NAME: Final = "Wilhelmina Ostrander"
BORN: Final = "1894-02-27"
PHONE: Final = "07700900839"
PERSON_REF: Final = "P-EK4471"
WORDS: Final = f"{NAME} on {PHONE} says that they threatened her with a crowbar-zq. She is frightened."
MARKS: Final = (b"ek4471", b"ostrander", b"wilhelmina", BORN.encode(), b"7700900839", b"crowbar-zq")
"""Looked for without regard to case."""

THEM: Final = {"nominal_ref": NOMINAL, "name": NAME, "date_of_birth": BORN, "phone": PHONE}
ABOUT: Final = DataSubject(nominal_ref=NOMINAL)
"""What the officer knows; the command finds the rest."""

QUICK_BROKER: Final = {
    "log.cleaner.backoff.ms": "200",
    "log.retention.check.interval.ms": "500",
    "log.initial.task.delay.ms": "0",
    "log.segment.delete.delay.ms": "100",
    # Offsets and transactions are the broker's own; its cleaner is kept to what is ours.
    "log.cleaner.threads": "1",
}
_SECONDS: Final = {"segment.ms": "1000", "file.delete.delay.ms": "100"}
_COMPACTED: Final = {
    "max.compaction.lag.ms": "1000",
    "min.cleanable.dirty.ratio": "0.01",
    "delete.retention.ms": "100",
}


def story() -> Iterator[Any]:
    """What is told of them once Sentinel has taken the case of SK-1."""
    yield person_added("SEN-1", PERSON_REF, 6, home_uprn=HOME, **THEM)
    yield incident("SK-2", 7, WORDS, uprn=HOME, people=(victim(**THEM),))
    yield incident("SK-3", 8, f"A friend of {NAME} rang.", uprn="999000000088")
    yield assessed("SEN-1", PERSON_REF, 24, 1, HIGH, SubjectKind.VICTIM)
    yield declared("SEN-1", PERSON_REF, 25)
    yield answered(Question.SAFEGUARDING, Answer.YES, 26, person_ref=PERSON_REF, text="She said so.")


def seconds(topic: Topic) -> dict[str, str]:
    """A topic's settings for the test: days are seconds."""
    if topic.compacted:
        return {**_SECONDS, **_COMPACTED, "cleanup.policy": "compact"}
    quick = {**_SECONDS, "retention.ms": "2000", "cleanup.policy": "delete"}
    return quick | ({**_COMPACTED, "cleanup.policy": "compact,delete"} if topic.erasable else {})


def hurry(bootstrap: str, installation: str) -> None:
    """Let what takes days take seconds."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        admin.alter_configs(
            [
                ConfigResource("TOPIC", in_installation(installation, topic), seconds(topic))
                for topic in TOPICS
            ]
        )
    finally:
        admin.close()


def write_once_more(bootstrap: str, installation: str, partitions: int) -> None:
    """As the clock does every day: something is written to each compacted topic, and closes what was there."""
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    for topic in TOPICS:
        for partition in range(partitions) if topic.compacted or topic.erasable else ():
            producer.send(in_installation(installation, topic), None, b"once-more", partition=partition)
    producer.flush()
    producer.close()


def topics_with_marks(bootstrap: str, installation: str) -> set[str]:
    """The topics on which any record holds a mark: every topic is read from its beginning."""
    found = set()
    for topic in TOPICS:
        with Reader(Broker(bootstrap), installation, (topic,)) as reader:
            for record in reader.until_end():
                parts = (record.key, record.value, *(value for _, value in record.headers))
                if any(_holds(part) for part in parts if part):
                    found.add(topic.name)
    return found


def files_with_marks(*folders: Path) -> list[str]:
    """The files below the folders that hold a mark, or have one in their name."""
    return sorted(
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if _holds(path.name.encode()) or (path.is_file() and _holds(_read(path)))
    )


def _read(path: Path) -> bytes:
    """What is in a file now; one that was deleted meanwhile holds nothing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _holds(content: bytes) -> bool:
    lower = content.lower()
    return any(mark in lower for mark in MARKS)
