"""What had been published by a moment, as far as the topics still hold it (R5, X1).

The journal and the inputs are kept for a month, tags and decisions for a year. Once a history cannot be decided
again, what was published by then is read instead: each record that the broker had appended by the moment. Nothing
shown is later than that; what is not shown may have been so where its topic no longer reaches back.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from connectors.broker import Broker
from connectors.reader import Reader, Record
from schemas.topics import (
    CASES,
    DECISIONS,
    INCIDENTS,
    MARKERS,
    NOTICES,
    REFERRALS,
    REJECTED,
    SNAPSHOTS,
    TAGS,
    Topic,
    in_installation,
)
from streams.domain import AsbDomain
from streams.engine.recorded import Span
from streams.explain.as_at import History, NoLongerHeld, Then, known_at
from streams.explain.reading import PUBLISHED, Found, found_among
from streams.explain.subject import Explained
from streams.london import shown

# What of an answer comes from each topic, and so cannot be said without it.
SAYS: Final = {
    INCIDENTS: "the text of the log",
    TAGS: "the tag",
    DECISIONS: "the decision with its letters, its case, and what an officer was asked",
    CASES: "the case's incidents, assessments, duties, steps and referrals",
    MARKERS: "markers",
    NOTICES: "who was told",
    **{topic: f"what {partner} was sent" for partner, topic in REFERRALS.items()},
    SNAPSHOTS: "the case's status, reference, lead officer, people and risk",
    REJECTED: "which messages were rejected",
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Kept(History, Protocol):
    """What stands of one partition, and how far back each topic is held: `Recorded`."""

    def span(self, topic: str) -> Span: ...


class Reach(StrEnum):
    """How much of what was published on a topic by the moment is held."""

    WHOLE = "whole"
    # From a time on that is not after the moment.
    PART = "part"
    # A compacted topic keeps the newest of each key, which may be later than the moment.
    NEWEST = "newest"
    NONE = "none"


class Held(NamedTuple):
    """How far back a topic reaches; `since` is when the oldest record left was appended."""

    topic: Topic
    reach: Reach
    since: datetime | None

    @property
    def sentence(self) -> str:
        """How far back, in a few words."""
        name = self.topic.name
        if self.reach is Reach.WHOLE:
            return f"{name} is whole"
        if self.reach is Reach.NEWEST:
            return f"{name} keeps only the newest of each {self.topic.key}"
        if self.since is None:
            return f"{name} holds nothing any more"
        return f"{name} is held from {shown(self.since, seconds=True)} on"


class PublishedThen(NamedTuple):
    """What had been published of a force by a moment. `why` says why it is not decided again."""

    force: str
    partition: int
    moment: datetime
    why: str
    held: tuple[Held, ...]

    def look(self, broker: Broker, installation: str, subjects: Iterable[str]) -> Found:
        """As `reading.find`, with what had been appended by then. Raises ReadFailed, Unreadable."""
        with Reader(broker, installation, (INCIDENTS, *PUBLISHED)) as reader:
            return found_among(self.by_then(reader.until_end()), subjects)

    def by_then(self, records: Iterable[Record]) -> Iterator[Record]:
        """Those of the force that had been appended by the moment, to the millisecond."""
        until = (self.moment - _EPOCH) // timedelta(milliseconds=1)
        return (each for each in records if each.partition == self.partition and each.at <= until)

    def limits(self, told: Explained) -> tuple[Held, ...]:
        """The topics that may have held more about what is told than is left of them."""
        certain = {held.topic for held in self.held if held.reach is Reach.WHOLE}
        if (told.case is None and CASES in certain) or (told.case is not None and told.case.snapshot):
            certain.add(SNAPSHOTS)
        return tuple(held for held in self.held if held.topic not in certain)


def then_of(
    domain: AsbDomain, installation: str, kept: Kept, force: str, moment: datetime
) -> Then | PublishedThen:
    """What a force knew at a moment: decided again where that can be, else what is held of what was published.

    Raises NotKnown when nothing had been handled by then.
    """
    try:
        return known_at(domain, installation, kept, force, moment)
    except NoLongerHeld as error:
        held = tuple(
            _held(topic, kept.span(in_installation(installation, topic)), moment)
            for topic in (INCIDENTS, *PUBLISHED)
        )
        return PublishedThen(force, domain.registry.forces.index(force), moment, str(error), held)


def is_published(told: Explained) -> bool:
    """Whether anything that was published is told, and not only what was read."""
    in_case = told.case is not None and (told.case.history or told.case.snapshot)
    return bool(in_case) or any(each.history or each.rejections for each in told.incidents)


def _held(topic: Topic, span: Span, moment: datetime) -> Held:
    if topic.compacted:
        return Held(topic, Reach.NEWEST, span.since)
    if span.whole:
        return Held(topic, Reach.WHOLE, span.since)
    is_left = span.since is not None and span.since <= moment
    return Held(topic, Reach.PART if is_left else Reach.NONE, span.since)
