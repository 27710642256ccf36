"""What `asb explain --as-at` says about the moment it was asked for: lines for people, fields for a script."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from schemas.envelope import timestamp
from schemas.topics import Topic
from streams.explain.as_at import Then
from streams.explain.published import SAYS, Held, PublishedThen, Reach
from streams.explain.since import Change
from streams.london import comes_twice, shown


class AsAt(NamedTuple):
    """That what is explained is what was known at a moment, decided again; and what differs since."""

    asked: datetime
    then: Then
    agrees: bool
    changes: Sequence[Change]
    # Nothing is lost where everything was decided again.
    lost: tuple[Topic, ...] = ()


class AsPublished(NamedTuple):
    """That what is explained is what is held of what was published by a moment; and what differs since."""

    then: PublishedThen
    limits: tuple[Held, ...]
    changes: Sequence[Change]

    @property
    def asked(self) -> datetime:
        return self.then.moment

    @property
    def lost(self) -> tuple[Topic, ...]:
        """The topics that may have held more."""
        return tuple(limit.topic for limit in self.limits)


def heading(as_at: AsAt | AsPublished) -> Iterator[str]:
    """What moment it was, and what the answer stands on."""
    known = "published by" if isinstance(as_at, AsPublished) else "known at"
    yield f"As {known} {shown(as_at.asked, seconds=True)}"
    if comes_twice(as_at.asked):
        yield "  That hour comes twice in the night the clocks go back: write an offset (+01:00, +00:00) to choose."
    yield from _published(as_at) if isinstance(as_at, AsPublished) else _decided(as_at)
    yield ""


def since(as_at: AsAt | AsPublished) -> Iterator[str]:
    """What has changed since."""
    yield ""
    if not as_at.changes:
        yield "Since then: nothing shown here has changed"
        return
    yield "Since then:"
    for change in as_at.changes:
        yield f"  {change.of}: {change.what} {change.was} → {change.now}"


def as_json(as_at: AsAt | AsPublished) -> dict[str, Any]:
    """The two fields that what was known at a moment has more."""
    said = _published_json(as_at) if isinstance(as_at, AsPublished) else _decided_json(as_at)
    return {
        "as_at": {"asked": timestamp(as_at.asked), "force": as_at.then.force, **said},
        "since_then": [change._asdict() for change in as_at.changes],
    }


def _decided(as_at: AsAt) -> Iterator[str]:
    then = as_at.then
    yield (
        f"  Last counted: transaction {then.transaction} of force {then.force}, {shown(then.at, seconds=True)};"
        f" policy {then.policy.name} {then.policy.version} stood"
    )
    if then.other_rules:
        rules = ", ".join(then.other_rules)
        yield f"  Decided then by rules {rules}; recomputed by rules {then.policy.rules_version}"
    if not as_at.agrees:
        yield "  What was published then differs from this: it is what the present rules make of what was known."


def _published(as_at: AsPublished) -> Iterator[str]:
    yield f"  Read from what was published and is still held, not decided again: {as_at.then.why}"
    whole = [held.topic.name for held in as_at.then.held if held.reach is Reach.WHOLE]
    if whole:
        yield f"  Held whole: {', '.join(whole)}"
    if not as_at.limits:
        return
    yield "  What is shown was so. What is not shown may have been so too, of:"
    for limit in as_at.limits:
        yield f"    {SAYS[limit.topic]}: {limit.sentence}"


def _decided_json(as_at: AsAt) -> dict[str, Any]:
    then = as_at.then
    return {
        "from": "journal",
        "last_counted": timestamp(then.at),
        "transaction": then.transaction,
        "policy": then.policy.model_dump(mode="json"),
        "other_rules": list(then.other_rules),
        "agrees_with_published": as_at.agrees,
    }


def _published_json(as_at: AsPublished) -> dict[str, Any]:
    return {
        "from": "published",
        "why": as_at.then.why,
        "held": [
            {
                "topic": held.topic.name,
                "reach": held.reach.value,
                "since": timestamp(held.since) if held.since else None,
                "may_be_missing": SAYS[held.topic] if held in as_at.limits else None,
            }
            for held in as_at.then.held
        ],
    }
