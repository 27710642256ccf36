"""How long each topic of an installation keeps what is on it, and how long the bytes may stay after that (X8).

`Topic.days` is the default. An installation may say otherwise for topics that keep by time, in a file of its own:

    asb.cases.v1: {days: 60}
    storm.incidents.v1: {days: 45, because: "agreed with the data protection officer on 3 March"}

Personal data comes in on the input topics: more than thirty days there need the word why.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.topics import AUDIT, DECISIONS, INPUTS, TAGS, TOPICS, Topic

MOST_DAYS_WITHOUT_A_WORD: Final = 30
MOST_DAYS: Final = 3_660
"""Ten years: a file may keep no topic for longer. The audit's checkpoints stay as long as its records may."""

SEGMENT: Final = timedelta(days=1)
"""Whole segments go: without a bound on them a record could outlive its time by a week."""

COMPACTION_LAG: Final = timedelta(days=1)
"""What was replaced or deleted on a compacted topic is cleaned away once it is this old."""

DELETE_RETENTION: Final = timedelta(days=1)
"""For so long the mark of a deleted row stays: a reader that began before it must see it (`Book.known_until`)."""

_IDS_ONLY: Final = (TAGS, DECISIONS, AUDIT)

FILE_DELETE_DELAY: Final = timedelta(minutes=1)
RETENTION_CHECK: Final = timedelta(minutes=5)
"""Of the broker, its default: how often it looks for segments to delete."""

CLEANING: Final = timedelta(hours=1)
"""Allowed for the broker's cleaner to come round to a partition and write it anew."""


class BadRetention(Exception):
    """The file of an installation says something that cannot be; the message says where and what to do."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    because: str = ""


class Bound(NamedTuple):
    """How long after a record was written, or was replaced or deleted, its bytes may still be on a broker's disk."""

    value: timedelta
    # On a compacted topic the key of what was deleted stays longer than its value.
    key: timedelta


def gone_after(kept: Mapping[str, int] = MappingProxyType({})) -> timedelta:
    """How long after somebody is erased any bytes that name them may still be on a broker's disk, at most.

    Of a topic that holds ids and nothing by which a person is known its own time does not matter.
    """
    bounds = (bound(topic, days_of(topic, kept)) for topic in TOPICS if topic not in _IDS_ONLY)
    return max(each.key for each in bounds)


def kept_days(document: Any) -> dict[str, int]:
    """The days of the topics that a file names, by the topic's name. Raises BadRetention."""
    if not isinstance(document, Mapping):
        msg = "a list of topics with their days is needed, as asb.cases.v1: {days: 60}"
        raise BadRetention(msg)
    return {str(name): _days(str(name), terms) for name, terms in document.items()}


def _days(name: str, terms: Any) -> int:
    topic = next((each for each in TOPICS if each.name == name), None)
    if topic is None:
        msg = f"{name}: there is no such topic; asb topics show lists them"
        raise BadRetention(msg)
    if topic.compacted:
        msg = f"{name}: it keeps the last of each key, not by days; leave it out"
        raise BadRetention(msg)
    try:
        kept = _Kept.model_validate(terms)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"]) or "its terms"
        msg = f"{name}: {where}: {error.errors()[0]['msg']}"
        raise BadRetention(msg) from error
    if topic in INPUTS and kept.days > MOST_DAYS_WITHOUT_A_WORD and not kept.because.strip():
        msg = (
            f"{name}: {kept.days} days of personal data are more than {MOST_DAYS_WITHOUT_A_WORD}; "
            "say why, as because: ..."
        )
        raise BadRetention(msg)
    return kept.days


def settings(topic: Topic, days: int) -> dict[str, str]:
    """What the cluster is told, so that nothing stays longer than `bound` says."""
    told = {"cleanup.policy": _cleanup(topic), "segment.ms": _ms(SEGMENT)}
    told["file.delete.delay.ms"] = _ms(FILE_DELETE_DELAY)
    if topic.compacted or topic.erasable:
        # The lag makes a partition due for cleaning whatever its share of old records is.
        told["max.compaction.lag.ms"] = _ms(COMPACTION_LAG)
        told["delete.retention.ms"] = _ms(DELETE_RETENTION)
    if not topic.compacted:
        told["retention.ms"] = _ms(timedelta(days=days))
    return told


def _cleanup(topic: Topic) -> str:
    if topic.compacted:
        return "compact"
    return "compact,delete" if topic.erasable else "delete"


def bound(topic: Topic, days: int) -> Bound:
    """Of a topic that keeps by time: from the writing. Of a compacted one: from when it was replaced or deleted.

    Of a partition on which nothing at all is written the last segment is not cleaned until something is.
    """
    if not topic.compacted:
        # A segment goes when its last record's time is up, which may be a segment's length after its first one's.
        at_most = timedelta(days=days) + SEGMENT + RETENTION_CHECK + FILE_DELETE_DELAY
        return Bound(at_most, at_most)
    value = COMPACTION_LAG + CLEANING + FILE_DELETE_DELAY
    # The mark is cleaned away in the first pass after its time, which may have to wait for another lag.
    key = value + DELETE_RETENTION + COMPACTION_LAG + CLEANING
    return Bound(value, key)


def days_of(topic: Topic, kept: Mapping[str, int]) -> int:
    """How many days the installation keeps what is on the topic."""
    return kept.get(topic.name, topic.days)


def _ms(period: timedelta) -> str:
    return str(period // timedelta(milliseconds=1))
