"""Since when are we blind? (X9)

Pure. A source that has told nothing for longer than its policy allows is an alarm by the clock, naming when it was
heard last; the next thing it tells withdraws it. What was rejected is not heard: garbage tells us nothing. The worker
reads everything there is before its clock ticks, so a backlog of ours is nobody's silence.

Reads: every fact of STORM, Sentinel and partners. Keeps: FeedRow. Publishes: FeedSilent, NoticeWithdrawn.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
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
    silent_after = terms.silent_after.get(source)
    if row is None and silent_after is None:
        return
    if row is not None and not _is_newer(row, at, terms):
        return
    next_at = None if silent_after is None else at + terms.noted_every + silent_after
    ledger.put_feed(FeedRow(source, at, next_at))
    if row is not None and row.silent:
        _settle(ledger, source)


def _is_newer(row: FeedRow, at: datetime, terms: Feeds) -> bool:
    """Whether it is worth noting; whoever was silent is noted at once."""
    return at > row.heard_at if row.silent else at >= row.heard_at + terms.noted_every


def cause_of(row: FeedRow) -> Cause | None:
    """What causes the alarm: the source, and when it has been silent for too long."""
    if row.next_at is None:
        return None
    return Cause(event_id(timestamp(row.next_at), "feed", row.source), row.next_at, type="feed")


def fall_due(ledger: Ledger, row: FeedRow) -> None:
    """It has been silent for too long."""
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
