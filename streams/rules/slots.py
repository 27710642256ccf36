"""Into which slot of its reference does each fact of Sentinel go? (design: Revisions; R7, R10, R17, R19)

Pure. A slot is the smallest thing that changes: the highest rank in it stands, whatever order facts come in.
People and locations keep their history, because since when somebody has been on a case follows from it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from schemas.incoming import (
    CaseAccepted,
    CaseClosed,
    CaseOpenedInSentinel,
    LeadOfficerSet,
    LocationAdded,
    PartnerContacted,
    PersonAdded,
    PersonLeft,
    PersonMerged,
    PlanRecorded,
    ReviewHeld,
    SentinelPerson,
    VictorERecorded,
)
from schemas.rows import (
    NO_RANK,
    ActKept,
    DeclarationKept,
    LocationKept,
    OfficerWord,
    Rank,
    RoleKept,
    SentinelPersonKept,
    SentinelRow,
)
from schemas.words import Partner, Post
from streams.rules import history, homes

PLAN: Final = "plan"


def review_by(post: Post) -> str:
    """The slot of the reviews that a post holds."""
    return f"review:{post}"


def contact_with(partner: Partner) -> str:
    """The slot of the contacts with a partner."""
    return f"contact:{partner}"


def taken(row: SentinelRow, fact: Any, rank: Rank) -> SentinelRow:
    """The facts of a reference with one more; the same row when it says nothing new."""
    return _SLOT[type(fact)](row, fact, rank)


def declared(row: SentinelRow, told: DeclarationKept) -> SentinelRow:
    """The facts of a reference with one more word of an officer that a subject is at high risk, or no longer."""
    subject = (told.kind, told.ref)
    others = [kept for kept in row.declarations if (kept.kind, kept.ref) != subject]
    known = [kept for kept in row.declarations if (kept.kind, kept.ref) == subject]
    kept = history.with_one(known, told, lambda each: each.high)
    ordered = sorted((*others, *kept), key=lambda each: (each.kind, each.ref, each.rank))
    return msgspec.structs.replace(row, declarations=tuple(ordered))


def with_word(words: tuple[OfficerWord, ...], fact: VictorERecorded, rank: Rank) -> tuple[OfficerWord, ...]:
    """The words of officers with this one in its assessor's slot, if it ranks above what is there."""
    slots = {word.assessor: word for word in words}
    standing = slots.get(fact.assessor)
    if standing is None or rank > standing.rank:
        letters = dict(sorted(fact.letters.items()))
        slots[fact.assessor] = OfficerWord(fact.assessor, letters, fact.fact_id, rank)
    return tuple(slots[assessor] for assessor in sorted(slots))


def _accepted(row: SentinelRow, fact: CaseAccepted, rank: Rank) -> SentinelRow:
    if rank <= row.accepted_rank:
        return row
    return msgspec.structs.replace(
        row, accepted_case=fact.case_id, accepted_rank=rank, accepted_at=fact.accepted_at
    )


def _opened(row: SentinelRow, fact: CaseOpenedInSentinel, rank: Rank) -> SentinelRow:
    for person in fact.people:
        row = _with_person(row, person, rank, fact.recorded_at)
    if rank <= row.opened_rank:
        return row
    return msgspec.structs.replace(
        row,
        opened_rank=rank,
        opened_at=fact.opened_at,
        incident_ids=fact.incident_ids,
        uprns=fact.uprns,
        beat=fact.beat,
    )


def _lead_officer(row: SentinelRow, fact: LeadOfficerSet, rank: Rank) -> SentinelRow:
    if rank <= row.lead_rank:
        return row
    return msgspec.structs.replace(row, lead_officer=fact.lead_officer, lead_rank=rank)


def _closed(row: SentinelRow, fact: CaseClosed, rank: Rank) -> SentinelRow:
    if rank <= row.closed_rank:
        return row
    return msgspec.structs.replace(row, closed=fact.closed, closed_rank=rank, closed_at=fact.closed_at)


def _officer(row: SentinelRow, fact: VictorERecorded, rank: Rank) -> SentinelRow:
    return msgspec.structs.replace(row, officer_words=with_word(row.officer_words, fact, rank))


def _person(row: SentinelRow, fact: PersonAdded, rank: Rank) -> SentinelRow:
    return _with_person(row, fact.person, rank, fact.recorded_at)


def _left(row: SentinelRow, fact: PersonLeft, rank: Rank) -> SentinelRow:
    return _with_role(row, fact.person_ref, RoleKept(rank, fact.recorded_at, None))


def _merged(row: SentinelRow, fact: PersonMerged, rank: Rank) -> SentinelRow:
    kept = _record(row, fact.person_ref)
    if rank <= kept.merged_rank:
        return row
    return _with(row, msgspec.structs.replace(kept, merged_into=fact.into, merged_rank=rank))


def _with_person(row: SentinelRow, person: SentinelPerson, rank: Rank, at: datetime) -> SentinelRow:
    row = _with_role(row, person.person_ref, RoleKept(rank, at, person.role))
    known = next(kept for kept in row.people if kept.person_ref == person.person_ref)
    kept = homes.with_home(known, person, rank, at)
    # Who left is still who they were: a leaving says nothing of name or birth date.
    if rank < max((role.rank for role in kept.roles if role.role is not None), default=rank):
        return _with(row, kept)
    named = msgspec.structs.replace(
        kept,
        nominal_ref=person.nominal_ref,
        name=person.name,
        date_of_birth=person.date_of_birth,
        phone=person.phone,
        tenant=person.tenant,
    )
    return _with(row, named)


def _with_role(row: SentinelRow, person_ref: str, told: RoleKept) -> SentinelRow:
    kept = _record(row, person_ref)
    roles = history.with_one(kept.roles, told, _role_of)
    return _with(row, msgspec.structs.replace(kept, role=roles[-1].role, rank=roles[-1].rank, roles=roles))


def _record(row: SentinelRow, person_ref: str) -> SentinelPersonKept:
    """The record of a person; a new one, in no role yet, when a fact about it came first."""
    kept = next((kept for kept in row.people if kept.person_ref == person_ref), None)
    return kept or SentinelPersonKept(person_ref, None, NO_RANK)


def _with(row: SentinelRow, person: SentinelPersonKept) -> SentinelRow:
    people = {kept.person_ref: kept for kept in row.people} | {person.person_ref: person}
    return msgspec.structs.replace(row, people=tuple(people[ref] for ref in sorted(people)))


def _role_of(told: RoleKept) -> str:
    return told.role or ""


def _location(row: SentinelRow, fact: LocationAdded, rank: Rank) -> SentinelRow:
    uprn = fact.uprn.lstrip("0")
    told = LocationKept(uprn, rank, fact.recorded_at, left=fact.left)
    others = [kept for kept in row.locations if kept.uprn != uprn]
    known = [kept for kept in row.locations if kept.uprn == uprn]
    kept = history.with_one(known, told, lambda each: each.left)
    return msgspec.structs.replace(
        row, locations=tuple(sorted((*others, *kept), key=lambda each: (each.uprn, each.rank)))
    )


def _plan(row: SentinelRow, fact: PlanRecorded, rank: Rank) -> SentinelRow:
    return _with_act(row, ActKept(PLAN, rank, fact.planned_at, fact.officer))


def _review(row: SentinelRow, fact: ReviewHeld, rank: Rank) -> SentinelRow:
    return _with_act(row, ActKept(review_by(fact.post), rank, fact.held_at, fact.officer))


def _contact(row: SentinelRow, fact: PartnerContacted, rank: Rank) -> SentinelRow:
    return _with_act(row, ActKept(contact_with(fact.partner), rank, fact.contacted_at, fact.officer))


def _with_act(row: SentinelRow, act: ActKept) -> SentinelRow:
    acts = {kept.slot: kept for kept in row.acts}
    standing = acts.get(act.slot)
    if standing is not None and act.rank <= standing.rank:
        return row
    acts[act.slot] = act
    return msgspec.structs.replace(row, acts=tuple(acts[slot] for slot in sorted(acts)))


_SLOT: Final[dict[type, Callable[[SentinelRow, Any, Rank], SentinelRow]]] = {
    CaseAccepted: _accepted,
    CaseOpenedInSentinel: _opened,
    LeadOfficerSet: _lead_officer,
    PersonAdded: _person,
    PersonLeft: _left,
    PersonMerged: _merged,
    LocationAdded: _location,
    VictorERecorded: _officer,
    PlanRecorded: _plan,
    ReviewHeld: _review,
    PartnerContacted: _contact,
    CaseClosed: _closed,
}
