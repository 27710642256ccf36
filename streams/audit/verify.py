"""Holding a chain against its head, its checkpoints, and a head that was kept elsewhere (X7). Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from schemas.rows import AuditRow, CheckpointRow
from streams.audit import findings
from streams.audit.findings import Finding
from streams.audit.walk import Walk
from streams.london import shown


class Place(NamedTuple):
    """A record's number and hash, as somebody noted them: `7:9f86...`."""

    number: int
    hash: str


class Held(NamedTuple):
    """What is held of a chain beside its records.

    `head` was read before the last records were, so that they must reach it; `latest` after, so that none may lie
    beyond it.
    """

    head: AuditRow
    latest: AuditRow
    checkpoints: Sequence[CheckpointRow]
    known: Sequence[Place] = ()


class Verdict(NamedTuple):
    """What was checked, and what was found; `first` 0: there is no record."""

    first: int
    last: int
    checkpoints: int
    findings: tuple[Finding, ...]


def walk_for(held: Held) -> Walk:
    """A walk that keeps what will be asked of it."""
    return Walk({held.head.number, held.latest.number, *(each.number for each in _places(held))})


def verdict(walk: Walk, held: Held, now: datetime, days: int) -> Verdict:
    """Whether the chain that was walked is as it was written; records are kept for `days`."""
    walk.end()
    found = [
        *walk.findings(),
        *_beginning(walk, held, now, days),
        *_hashes(walk, held),
        *_end(walk, held, now - timedelta(days=days)),
    ]
    checked = [each for each in held.checkpoints if each.number in walk.hashes]
    return Verdict(walk.first, walk.last, len(checked), tuple(dict.fromkeys(found)))


def _places(held: Held) -> Iterator[Place]:
    yield from (Place(each.number, each.hash) for each in held.checkpoints)
    yield from held.known


def _beginning(walk: Walk, held: Held, now: datetime, days: int) -> Iterator[Finding]:
    """Whether what no longer stands before the first record went in its time, and the first follows from it."""
    gone = (walk.first or held.head.number + 1) - 1
    if not gone:
        if walk.before_first:
            yield findings.changed(1, "its own place, the first,")
        return
    for place in _places(held):
        if walk.first and place.number == gone and place.hash != walk.before_first:
            yield findings.changed(walk.first, "what was held before it")
    # It was written after every checkpoint that does not count it yet.
    since = max((each.at for each in held.checkpoints if each.number < gone), default=None)
    if since is not None and now - since < timedelta(days=days):
        yield findings.early(gone, shown(since), days)


def _hashes(walk: Walk, held: Held) -> Iterator[Finding]:
    for number, digest, by in _noted(held):
        if walk.hashes.get(number, digest) != digest:
            yield findings.changed(number, by)


def _noted(held: Held) -> Iterator[tuple[int, str, str]]:
    yield held.head.number, held.head.hash, "the head"
    yield held.latest.number, held.latest.hash, "the head"
    for each in held.checkpoints:
        yield each.number, each.hash, f"the checkpoint of {shown(each.at)}"
    for place in held.known:
        yield *place, "the place that you gave"


def _end(walk: Walk, held: Held, kept_from: datetime) -> Iterator[Finding]:
    """Nothing may be missing at the end, and nothing stand beyond it."""
    last = walk.last or _gone_by(held, kept_from)
    for number, by in _reached(held):
        if last < number:
            yield findings.cut(last + 1, number, by)
            break
    if walk.last > held.latest.number:
        beyond = f"the head is {held.latest.number}"
        yield findings.beyond(held.latest.number + 1, walk.last, beyond)


def _gone_by(held: Held, kept_from: datetime) -> int:
    """To where all may be gone in its time: a force of which nothing was recorded for so long has no record."""
    return max((each.number for each in held.checkpoints if each.at <= kept_from), default=0)


def _reached(held: Held) -> Iterable[tuple[int, str]]:
    """To where the chain must reach, the farthest first."""
    furthest = max(held.checkpoints, key=lambda each: each.number, default=None)
    places = [(held.head.number, f"the head is {held.head.number}")]
    if furthest is not None:
        places.append((furthest.number, f"the checkpoint of {shown(furthest.at)} is {furthest.number}"))
    places += [(place.number, f"the place that you gave is {place.number}") for place in held.known]
    return sorted(places, key=lambda each: -each[0])
