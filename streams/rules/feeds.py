"""Since when are we blind? (X9)

Pure. A source that has told nothing for longer than its policy allows is an alarm by the clock, naming when it was
heard last; the next thing it tells withdraws it. What was rejected is not heard: garbage tells us nothing. The worker
reads everything there is before its clock ticks, so a backlog of ours is nobody's silence. Times are a source's own:
one that lies far ahead is believed until the clock comes by, or it would hide every silence that follows.

Reads: every fact of STORM, Sentinel and partners. Keeps: FeedRow. Publishes: FeedSilent, NoticeWithdrawn.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import msgspec

from schemas.envelope import timestamp
from schemas.ids import event_id
from schemas.incoming import IncidentDeleted, IncidentLogged, Incoming, PartnerAnswer, SentinelFact
from schemas.outgoing import Addressee, FeedHeard, FeedSilent
from schemas.rows import FeedRow
from schemas.words import FeedSource, NoticeKind, Post, WithdrawalReason
from streams.policies.feeds import Feeds
from streams.rules import directory, notice
from streams.rules.in_force import LONDON
from streams.rules.ledger import Cause, Ledger, micros
from streams.rules.notice import Notice

# The index bucket of every source that is waited for; an entry says when it was heard last, and whether it is silent.
HEARD: Final = "feeds"
_SOURCE_OF: Final[Mapping[type[Incoming], FeedSource]] = {
    IncidentLogged: FeedSource.STORM,
    IncidentDeleted: FeedSource.STORM,
    SentinelFact: FeedSource.SENTINEL,
    PartnerAnswer: FeedSource.PARTNERS,
}
_NAME: Final = {
    FeedSource.STORM: "STORM",
    FeedSource.SENTINEL: "Sentinel",
    FeedSource.PARTNERS: "any partner",
}


def entries(row: FeedRow) -> Iterator[tuple[str, Any]]:
    """Under what a source is found: how it stands."""
    yield HEARD, (row.source.value, micros(row.heard_at), row.silent)


def hear(ledger: Ledger, family: type, at: datetime) -> None:
    """A source told something that it had recorded at a moment; an instruction is no source's."""
    source = _SOURCE_OF.get(family)
    if source is None:
        return
    row, terms = ledger.feed(source), ledger.policy(at).policy.feeds
    allowed = _allowed(terms, source)
    if row is None and allowed is None:
        return
    if row is not None and not _is_newer(row, at, terms):
        return
    ledger.put_feed(FeedRow(source, at, None if allowed is None else _looked_at(row, at, allowed)))
    if row is not None and row.silent:
        _settle(ledger, source)


def _allowed(terms: Feeds, source: FeedSource) -> timedelta | None:
    """How long after it was noted a source is silent for too long; None: it is not waited for."""
    silent_after = terms.silent_after.get(source)
    return None if silent_after is None else terms.noted_every + silent_after


def _looked_at(row: FeedRow | None, at: datetime, allowed: timedelta) -> datetime:
    """When the clock comes by a source that told something at a time: when it would be silent for too long.

    After a leap, which may be a wrong clock's, it comes by as if nothing had been told.
    """
    if row is None:
        return at + allowed
    if row.next_at is not None and _has_leapt(row):
        return row.next_at
    expected = row.heard_at + allowed
    return expected if expected < at else at + allowed


def _has_leapt(row: FeedRow) -> bool:
    """Whether the clock has yet to come by since the source leapt in time."""
    return row.next_at is not None and row.next_at < row.heard_at


def _is_newer(row: FeedRow, at: datetime, terms: Feeds) -> bool:
    """Whether it is worth noting; whoever was silent is noted at once."""
    return at > row.heard_at if row.silent else at >= row.heard_at + terms.noted_every


def cause_of(row: FeedRow) -> Cause | None:
    """What causes the alarm: the source, and when it has been silent for too long."""
    if row.next_at is None:
        return None
    return Cause(event_id(timestamp(row.next_at), "feed", row.source), row.next_at, type="feed")


def fall_due(ledger: Ledger, row: FeedRow, at: datetime) -> None:
    """It has been silent for too long; or it leapt in time, and cannot have been heard later than `at`."""
    if _has_leapt(row):
        heard_at = min(row.heard_at, at)
        allowed = _allowed(ledger.policy(heard_at).policy.feeds, row.source)
        ledger.put_feed(FeedRow(row.source, heard_at, None if allowed is None else heard_at + allowed))
        return
    ledger.put_feed(msgspec.structs.replace(row, silent=True, next_at=None))
    _settle(ledger, row.source)


def heard(ledger: Ledger) -> tuple[FeedHeard, ...]:
    """Every source that is waited for, and how it stands: how old what is known is."""
    rows = sorted(ledger.members(HEARD, FeedRow), key=lambda row: row.source)
    return tuple(FeedHeard(source=row.source, heard_at=row.heard_at, silent=row.silent) for row in rows)


def settle_touched(ledger: Ledger) -> None:
    """Tell whoever is named now of a silence that reached nobody."""
    for source in ledger.touched_feeds:
        _settle(ledger, source)
    ledger.touched_feeds.clear()


def _settle(ledger: Ledger, source: FeedSource) -> None:
    row = ledger.feed(source)
    wanted = [_notice(ledger, row)] if row is not None and row.silent else []
    notice.settle(
        ledger,
        notice.of_feed(source),
        (NoticeKind.FEED_SILENT,),
        wanted,
        lambda _: WithdrawalReason.HEARD_AGAIN,
    )


def _notice(ledger: Ledger, row: FeedRow) -> Notice:
    return Notice(
        NoticeKind.FEED_SILENT,
        row.source,
        partial(_event, ledger, row),
        since=row.heard_at,
    )


def _event(ledger: Ledger, row: FeedRow, notice_id: str) -> FeedSilent:
    """Told to whoever stands in for the whole force; of Sentinel's silence its administrators hear as well."""
    addressees = directory.fallback(ledger, ledger.cause.at)
    if row.source is FeedSource.SENTINEL:
        addressees += (Addressee(post=Post.SENTINEL_ADMINISTRATOR, officer=None),)
    since = row.heard_at.astimezone(LONDON)
    return FeedSilent(
        notice_id=notice_id,
        source=row.source,
        since=row.heard_at,
        addressees=addressees,
        sentence=(
            f"Blind since {since:%H:%M} on {since.day} {since:%B %Y}: nothing has come from {_NAME[row.source]}. "
            "What happened after that is not known here."
        ),
    )
