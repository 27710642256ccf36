"""Who is told that somebody is declared or assessed at high risk who is not on the case? (R8, R11)

Pure. Nothing follows for a reference that names nobody on the case in that role, so whoever can put it right hears of
it at once: the lead officer and the beat's sergeant.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from schemas.outgoing import HighRiskOfNobodyOnCase, Subject
from schemas.words import Band, NoticeKind, Post
from streams.rules import directory
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.notice import Notice
from streams.rules.risk_history import recorded_at


def notices(ledger: Ledger, state: CaseState) -> Iterator[Notice]:
    """One for each reference, while the case is worked on."""
    beats = (state.case.beat,) if state.case.beat else ()
    for subject, since in _found(state).items() if state.is_worked_on else ():
        yield Notice(
            NoticeKind.HIGH_RISK_NOT_ON_CASE,
            f"{subject.kind}|{subject.ref}",
            partial(_event, ledger, state, subject, since),
            since=since,
            beats=beats,
            cases=(state.case.case_id,),
        )


def _found(state: CaseState) -> dict[Subject, datetime]:
    """Who is, by the reference that was given, and since when."""
    found = {Subject(kind=one.kind, ref=one.ref): one.since for one in state.declared_not_on_case()}
    for row in state.not_on_case():
        if row.standing is not None and row.standing.band is Band.HIGH:
            found.setdefault(Subject(kind=row.kind, ref=row.ref), recorded_at(row.standing.rank))
    return found


def _event(
    ledger: Ledger, state: CaseState, subject: Subject, since: datetime, notice_id: str
) -> HighRiskOfNobodyOnCase:
    lead_officer = state.sentinel.lead_officer if state.sentinel is not None else None
    told = (
        directory.addressee(ledger, post, state.case.beat, ledger.cause.at, lead_officer)
        for post in (Post.LEAD_OFFICER, Post.SERGEANT)
    )
    return HighRiskOfNobodyOnCase(
        notice_id=notice_id,
        case_id=state.case.case_id,
        reference=state.case.reference or None,
        subject=subject,
        since=since,
        addressees=tuple(dict.fromkeys(told)),
        sentence=(
            f"A {subject.kind} who is not on the case is recorded at high risk: "
            "nothing follows until they are on it."
        ),
    )
