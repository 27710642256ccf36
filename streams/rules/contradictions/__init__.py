"""Which things on record cannot both be so? Told to the lead officer, with both pieces of evidence (X4).

Pure. Each contradiction has a file of its own that says where it stands by the facts; which are told is policy.
Those within a log belong to the incident and are shown with its case, the others belong to the case. One that an
officer, or a correction, has settled is withdrawn. Adding one: a word, a line of the policy, a file named here.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from schemas.ids import notice_id
from schemas.outgoing import Addressee, ContradictionFound, Outgoing
from schemas.rows import CaseRow, IncidentRow, NoticeRow
from schemas.words import Contradiction, NoticeKind, Post, Question, WithdrawalReason
from streams.policies.policy import Policy
from streams.rules import directory, notice, questions
from streams.rules.case_state import CaseState
from streams.rules.contradictions import auto_answered, elsewhere, sentinel_band, targeted, vulnerable
from streams.rules.contradictions.found import Found
from streams.rules.incident import why_not_standing
from streams.rules.ledger import Ledger
from streams.rules.letters import is_decided
from streams.rules.notice import Notice

_IN_INCIDENT: Final[Mapping[Contradiction, Callable[[IncidentRow, Policy], Iterator[Found]]]] = {
    Contradiction.NOT_TARGETED_AND_SINGLED_OUT: targeted.found,
    Contradiction.NOT_VULNERABLE_AND_QUALIFIER: vulnerable.found,
    Contradiction.AUTO_ANSWERED: auto_answered.found,
}
_IN_CASE: Final[Mapping[Contradiction, Callable[[CaseState, Ledger], Iterator[Found]]]] = {
    Contradiction.UNKNOWN_HERE_KNOWN_ELSEWHERE: elsewhere.found,
    Contradiction.SENTINEL_BAND_DIFFERS: sentinel_band.found,
}
_KINDS: Final = (NoticeKind.CONTRADICTION,)

# Which contradiction, and how it stands.
_Standing = tuple[Contradiction, Found]


def settle_touched(ledger: Ledger) -> None:
    """Tell of the incidents whose notices reached nobody, where there is somebody by now."""
    for incident_id in ledger.touched_incidents:
        row = ledger.incident(incident_id)
        if row is not None:
            settle_incident(ledger, row, why_not_standing(row))
    ledger.touched_incidents.clear()


def settle_incident(ledger: Ledger, row: IncidentRow, why_withdrawn: WithdrawalReason) -> None:
    """Tell what the incident's log contradicts itself in, as it stands now, and withdraw what is settled.

    `why_withdrawn` is why an incident that no longer counts does not.
    """
    owner = notice.of_incident(row.incident_id)
    before = _told(ledger, owner)
    found = list(_in_incident(ledger, row))
    settled = [one for one in found if one[1].letter is not None and is_decided(one[1].letter, row)]
    if not before and len(settled) == len(found):
        return
    decided = {notice_id(ledger.force, NoticeKind.CONTRADICTION, owner, _about(*one)) for one in settled}

    def why_over(told: NoticeRow) -> WithdrawalReason:
        if not row.standing:
            return why_withdrawn
        return WithdrawalReason.DECIDED if told.notice_id in decided else WithdrawalReason.CORRECTED

    case = ledger.case(row.case_id) if row.case_id else None
    place = row.header.place if row.header is not None else None
    beat = (place.beat if place is not None else None) or (case.beat if case is not None else None)
    event = partial(_event, row.case_id, row.incident_id, _addressees(ledger, case, beat))
    wanted = [_notice(one, event, beat, row.case_id) for one in found if one not in settled]
    notice.settle(ledger, owner, _KINDS, wanted, why_over, row.case_id)
    if row.case_id and _told(ledger, owner) != before:
        ledger.touched_cases[row.case_id] = None


def settle_case(ledger: Ledger, state: CaseState) -> None:
    """Tell what the case contradicts itself, or another case, in, and withdraw what is settled."""
    case = state.case
    owner = notice.of_case(case.case_id)
    found = list(_in_case(ledger, state))
    if not found and not _told(ledger, owner):
        return

    def why_over(told: NoticeRow) -> WithdrawalReason:
        if not state.is_worked_on:
            return WithdrawalReason.CASE_CLOSED
        answered = {
            notice_id(ledger.force, NoticeKind.CONTRADICTION, owner, about) for about in _answered(state)
        }
        return WithdrawalReason.ANSWERED if told.notice_id in answered else WithdrawalReason.CORRECTED

    event = partial(_event, case.case_id, "", _addressees(ledger, case, case.beat))
    wanted = [_notice(one, event, case.beat, case.case_id) for one in found]
    notice.settle(ledger, owner, _KINDS, wanted, why_over, case.case_id)


def _in_incident(ledger: Ledger, row: IncidentRow) -> Iterator[_Standing]:
    if row.header is None or not row.standing:
        return
    policy = ledger.policy(row.header.reported_at).policy
    for kind in policy.watches.contradictions:
        if kind in _IN_INCIDENT:
            yield from ((kind, one) for one in _IN_INCIDENT[kind](row, policy))


def _in_case(ledger: Ledger, state: CaseState) -> Iterator[_Standing]:
    if not state.is_worked_on or state.since is None:
        return
    for kind in ledger.policy(state.since).policy.watches.contradictions:
        if kind in _IN_CASE:
            yield from ((kind, one) for one in _IN_CASE[kind](state, ledger))


def _notice(
    standing: _Standing, event: Callable[[_Standing, str], Outgoing], beat: str | None, case_id: str
) -> Notice:
    return Notice(
        NoticeKind.CONTRADICTION,
        _about(*standing),
        partial(event, standing),
        beats=(beat,) if beat else (),
        cases=(case_id,) if case_id else (),
    )


def _about(kind: Contradiction, found: Found) -> str:
    return f"{kind}|{found.about}"


def _event(
    case_id: str, incident_id: str, addressees: tuple[Addressee, ...], standing: _Standing, ident: str
) -> ContradictionFound:
    kind, found = standing
    return ContradictionFound(
        notice_id=ident,
        contradiction=kind,
        case_id=case_id or None,
        incident_id=incident_id or None,
        subject=found.subject,
        question=found.question,
        one=found.one,
        other=found.other,
        addressees=addressees,
        sentence=found.sentence,
    )


def _answered(state: CaseState) -> Iterator[str]:
    """What notices of unknown answers would be about whose question is answered here by now."""
    for person in state.people:
        rows = state.answers_about(person)
        for asked in Question:
            if questions.is_answered(questions.answers_of(rows, asked)):
                yield f"{Contradiction.UNKNOWN_HERE_KNOWN_ELSEWHERE}|{elsewhere.about(asked, person.ref)}"


def _told(ledger: Ledger, owner: str) -> list[NoticeRow]:
    """The contradictions of an owner that were told and stand."""
    rows = ledger.members(notice.bucket(owner), NoticeRow)
    return [row for row in rows if row.kind is NoticeKind.CONTRADICTION]


def _addressees(ledger: Ledger, case: CaseRow | None, beat: str | None) -> tuple[Addressee, ...]:
    """The case's lead officer, or whoever stands in where there is none (R15)."""
    sentinel = ledger.sentinel(case.reference) if case is not None and case.reference else None
    lead_officer = sentinel.lead_officer if sentinel is not None else None
    return (directory.addressee(ledger, Post.LEAD_OFFICER, beat, ledger.cause.at, lead_officer),)
