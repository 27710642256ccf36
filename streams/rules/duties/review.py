"""Which reviews does the case owe? (R10)

Pure. Each post that the policy names for the band reviews the case so many local days after the last review it held,
or after the case came to that band. The duty stands from the start and falls due on that day. An officer who declines
a review declines that one: the next is due so many days after it.
"""

from collections.abc import Iterator
from datetime import datetime

from schemas.rows import AboutKept, ObligationRow
from schemas.words import ObligationKind, Post, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.duties import former
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.duties.standing import done_at
from streams.rules.ladder import local_days_after, london_day
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.slots import review_by


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """The next review of each post, and before it those that were declined."""
    band_since = state.band_since
    if state.band is None or band_since is None:
        return
    in_force = ledger.policy(band_since)
    for post, days in in_force.policy.casework.reviews.get(state.band, {}).items():
        due = local_days_after(_last_looked_at(state, post, band_since), days)
        review = Wanted(ObligationKind.REVIEW, due, in_force, AboutKept(post=post))
        while former.is_declined(ledger, state.case.case_id, review):
            yield review
            review = review._replace(since=local_days_after(review.since, days))
        yield review


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """The review was held, or the case stands at another band and is reviewed at other times."""
    post, band_since = row.about.post if row.about is not None else None, state.band_since
    if post is not None and band_since is not None and _last_looked_at(state, post, band_since) > band_since:
        return done()
    if any(one.about == row.about and _is_the_day(one, row) for one in wanted(state, ledger)):
        return withdrawn(WithdrawalReason.CORRECTED)
    return withdrawn(WithdrawalReason.BAND_CHANGED)


def _is_the_day(review: Wanted, row: ObligationRow) -> bool:
    return london_day(review.since) == london_day(row.since)


def _last_looked_at(state: CaseState, post: Post, band_since: datetime) -> datetime:
    """When the post reviewed the case last at this band, else when the case came to it."""
    held = done_at(state, review_by(post))
    return max(band_since, held) if held is not None else band_since
