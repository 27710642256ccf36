"""What do Sentinel's facts change? (R7, R6)

Pure. Every fact goes into its own slot under the reference, whatever order facts come in; the highest revision
stands. A reference whose case has not appeared keeps its facts until it does.

Reads: the facts of `sentinel.facts.v1`. Keeps: SentinelRow, CaseRow, IncidentRow. Publishes: CaseAdopted,
CaseWithdrawn, duties done, and through `decide` what follows for incidents. Rejects: impossible times.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from schemas.ids import adopted_case_id
from schemas.incoming import (
    AssessmentRecorded,
    AssessmentWithdrawn,
    ConsentRecorded,
    FormCompleted,
    FormDeclined,
    QuestionAnswered,
    VictorERecorded,
)
from schemas.outgoing import CaseAdopted
from schemas.rows import CaseRow, Rank, SentinelRow
from schemas.words import CaseOrigin, CaseStatus
from streams.policies.policy import Plausibility
from streams.rules import (
    acceptance,
    ask,
    assessment,
    case_settle,
    decide,
    known_as,
    published,
    questions,
    slots,
)
from streams.rules.groups import linked_to
from streams.rules.keys import cross_reference, personal_keys
from streams.rules.ledger import Ledger
from streams.rules.referrals import consent
from streams.rules.rights import aside

# Facts that stand in rows of their own beside the reference's.
_TAKEN: Final[dict[type, Callable[[Ledger, Any, Rank], None]]] = {
    AssessmentRecorded: assessment.take,
    AssessmentWithdrawn: assessment.take_back,
    QuestionAnswered: questions.take,
    FormCompleted: questions.take,
    FormDeclined: questions.take,
    ConsentRecorded: consent.take,
}
_TIMES: Final = (
    "accepted_at",
    "opened_at",
    "closed_at",
    "created_at",
    "assessed_at",
    "completed_at",
    "declined_at",
    "planned_at",
    "held_at",
    "contacted_at",
)


def apply(ledger: Ledger, fact: Any, rank: Rank) -> None:
    """Handle one fact of Sentinel."""
    if isinstance(fact, VictorERecorded) and fact.incident_id is not None:
        _officer_on_incident(ledger, fact, rank)
        return
    reference = fact.reference
    if type(fact) in _TAKEN:
        _TAKEN[type(fact)](ledger, fact, rank)
        case_settle.settle_touched(ledger)
        return
    known = ledger.sentinel(reference) or SentinelRow(reference)
    told = slots.taken(known, fact, rank)
    if told == known:
        return
    _reconcile(ledger, known, told)
    if isinstance(fact, VictorERecorded):
        _officer_on_case(ledger, reference)
    _touch_case(ledger, reference)
    case_settle.settle_touched(ledger)


def read_again(ledger: Ledger, reference: str) -> list[str]:
    """Sentinel's facts under a reference count otherwise than before; returns the incidents to be decided again."""
    before = ledger.sentinel(reference)
    if before is None:
        return []
    now = msgspec.structs.replace(before, keys=_keys(ledger, before))
    ledger.put_sentinel(now)
    _touch_case(ledger, reference)
    return [*linked_to(before, ledger), *linked_to(now, ledger)] if before.keys != now.keys else []


def impossible_times(fact: Any, plausibility: Plausibility) -> tuple[str, ...]:
    """Fields that lie after the fact's own `recorded_at`, beyond the policy's tolerance."""
    latest = fact.recorded_at + plausibility.ahead
    times = {name: getattr(fact, name, None) for name in _TIMES}
    return tuple(name for name, at in times.items() if at is not None and at > latest)


def _officer_on_incident(ledger: Ledger, fact: VictorERecorded, rank: Rank) -> None:
    row = ledger.known_incident(fact.incident_id or "")
    decide.decide_again(
        ledger, msgspec.structs.replace(row, officer_words=slots.with_word(row.officer_words, fact, rank))
    )


def _officer_on_case(ledger: Ledger, reference: str) -> None:
    sentinel = ledger.sentinel(reference)
    case = ledger.case(sentinel.case_id) if sentinel and sentinel.case_id else None
    if case is not None:
        ledger.put_case(ask.answer_for_case(ledger, case))


def _touch_case(ledger: Ledger, reference: str) -> None:
    """What is published of the case behind the reference may follow from the fact."""
    sentinel = ledger.sentinel(reference)
    if sentinel is not None and sentinel.case_id and ledger.case(sentinel.case_id) is not None:
        ledger.touched_cases[sentinel.case_id] = None


def _reconcile(ledger: Ledger, before: SentinelRow, told: SentinelRow) -> None:
    """Bring the case of these facts to what they say: accepted, adopted, closed, or still to appear."""
    now = msgspec.structs.replace(told, keys=_keys(ledger, told))
    now = msgspec.structs.replace(now, case_id=_case_id(ledger, now))
    ledger.put_sentinel(now)
    given_up = known_as.give_up(ledger, before, now)
    case = ledger.case(now.case_id) if now.case_id else None
    displaced: list[str] = []
    if case is not None:
        acceptance.take(ledger, _on_its_beat(case, now), now)
        displaced = _stand_alone(ledger, case)
    elif now.case_id and not now.accepted_case:
        _adopt(ledger, now)
    if displaced or (before.keys, before.opened_at, before.case_id) != (now.keys, now.opened_at, now.case_id):
        touched = dict.fromkeys([*linked_to(before, ledger), *linked_to(now, ledger)])
        # Links stay as they were when only the case behind the reference is another.
        moving = touched if before.case_id != now.case_id else ()
        decide.settle(ledger, touched, (*now.incident_ids, *given_up, *moving, *displaced))


def _stand_alone(ledger: Ledger, before: CaseRow) -> list[str]:
    """A case made by hand was taken for the answer to this request, and Sentinel accepts it under another reference:
    the one made by hand is a case of its own, as if it had come later. Returns the incidents to place again."""
    is_ours = before.origin is CaseOrigin.OURS and before.reference
    other = ledger.sentinel(before.reference) if is_ours else None
    if other is None or ledger.the_case(before.case_id).reference == other.reference or other.accepted_case:
        return []
    other = msgspec.structs.replace(other, case_id=adopted_case_id(ledger.force, other.reference))
    ledger.put_sentinel(other)
    _adopt(ledger, other)
    # Whom only that reference held in the case may be held by nothing now.
    ledger.loosened_cases[before.case_id] = None
    return [*other.incident_ids, *linked_to(other, ledger)]


def _on_its_beat(case: CaseRow, sentinel: SentinelRow) -> CaseRow:
    """A case of Sentinel's is on the beat that its opening says now; a request of ours keeps its incident's."""
    if case.origin is CaseOrigin.OURS or case.beat == sentinel.beat:
        return case
    return msgspec.structs.replace(case, beat=sentinel.beat)


def _case_id(ledger: Ledger, sentinel: SentinelRow) -> str:
    """The case behind the reference: the one it accepts, else the one it has, else one to adopt once opened."""
    if sentinel.accepted_case or sentinel.case_id or sentinel.opened_at is None:
        return sentinel.accepted_case or sentinel.case_id
    answered = _answered_request(ledger, sentinel)
    return answered or adopted_case_id(ledger.force, sentinel.reference)


def _answered_request(ledger: Ledger, sentinel: SentinelRow) -> str:
    """A case made by hand for a pending request of ours is that request's answer."""
    for incident_id in sentinel.incident_ids:
        row = ledger.incident(incident_id)
        case = ledger.case(row.case_id) if row is not None and row.case_id else None
        if case is not None and case.status is CaseStatus.REQUESTED:
            return case.case_id
    return ""


def _adopt(ledger: Ledger, sentinel: SentinelRow) -> None:
    """Keep a case that began in Sentinel as one of ours, with every duty."""
    told = CaseAdopted(case_id=sentinel.case_id, reference=sentinel.reference)
    ce_id = ledger.publish_of_case(told, sentinel.case_id)
    adopted = CaseRow(
        sentinel.case_id,
        CaseOrigin.SENTINEL,
        CaseStatus.CLOSED if sentinel.closed else CaseStatus.ACCEPTED,
        reference=sentinel.reference,
        beat=sentinel.beat,
    )
    ledger.put_case(published.with_one(adopted, CaseAdopted, ce_id))


def _keys(ledger: Ledger, sentinel: SentinelRow) -> tuple[str, ...]:
    """The keys under which incidents link to Sentinel's case; none before it says when it opened it."""
    if sentinel.opened_at is None:
        return ()
    linking = ledger.policy(sentinel.opened_at).policy.linking
    keys = dict.fromkeys(cross_reference(incident_id) for incident_id in sentinel.incident_ids)
    keys.update(dict.fromkeys(f"u:{uprn.lstrip('0')}" for uprn in sentinel.uprns))
    people = aside.seen(sentinel, ledger).people
    keys.update(dict.fromkeys(personal_keys(people, linking, ledger.secret)))
    return tuple(keys)
