"""Tell that a victim may ask for an ASB Case Review, and that somebody no longer may (X2).

Pure. Publishes: CaseReviewEligible, and through `notice` NoticeWithdrawn.
"""

from collections.abc import Sequence
from datetime import datetime

from schemas.outgoing import CaseReviewEligible
from schemas.rows import ToldKept, WatchRow
from schemas.words import NoticeKind, WithdrawalReason
from streams.rules.ledger import Ledger
from streams.rules.notice import Notice
from streams.rules.watches import case_review, told, wording
from streams.rules.watches.case_review import Eligible
from streams.rules.watches.counted import Counted, Person
from streams.rules.watches.recipients import beats_of, case_ids, listed, told_of


def settle(
    ledger: Ledger, person: Person, watch: WatchRow, incidents: Sequence[Counted], now: datetime
) -> WatchRow:
    """Bring what was told of a victim's eligibility to what their separate incidents say at a time."""
    found = [one for one in case_review.eligible(person, incidents, ledger) if one.until > now]

    def why_over(before: ToldKept | None) -> WithdrawalReason:
        gone = told.why_gone(ledger, before)
        if gone is None and before is not None and before.until is not None and before.until <= now:
            return WithdrawalReason.LAPSED
        return gone or WithdrawalReason.CORRECTED

    wanted = [told.Wanted(_notice(ledger, person, one), one.incidents, one.until) for one in found]
    return told.settle(ledger, watch, NoticeKind.CASE_REVIEW, wanted, why_over)


def _notice(ledger: Ledger, person: Person, found: Eligible) -> Notice:
    def event(ident: str) -> CaseReviewEligible:
        return CaseReviewEligible(
            notice_id=ident,
            person_ref=person.ref,
            case_ids=case_ids(found.incidents),
            pack=found.pack,
            threshold=found.threshold,
            incidents=listed(found.incidents),
            eligible_from=found.since,
            apply_by=found.until,
            addressees=told_of(found.incidents, ledger),
            sentence=wording.of_case_review(found),
        )

    return Notice(
        NoticeKind.CASE_REVIEW,
        f"{found.threshold}:{found.uprn}",
        event,
        beats=beats_of(found.incidents),
        cases=case_ids(found.incidents),
    )
