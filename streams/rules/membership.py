"""Which case does an incident belong to? Opened, joined, left, withdrawn; nothing is merged by machine (R1, R7).

Pure. A case is the published face of a linked group (`groups`). An id once published stays, so facts that come
later can leave members apart that belong together, or together that no longer do: each such exception is
published as `related`, and an officer is asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from schemas.ids import opened_case_id
from schemas.outgoing import (
    CaseOpened,
    CaseWithdrawn,
    IncidentJoined,
    IncidentLeft,
    IncidentRelated,
    RelatedWithdrawn,
)
from schemas.rows import CaseRow, IncidentRow
from schemas.words import (
    AskReason,
    CaseOrigin,
    CaseStatus,
    ObligationKind,
    Placement,
    RelatedReason,
    WithdrawalReason,
)
from streams.rules import acceptance, ask, case_request, obligation, published, wording
from streams.rules.groups import Neighbour, connected, linked_to, neighbours, reach_each_other
from streams.rules.ledger import Ledger
from streams.rules.link import header_of, incident_id_of, nearest_managed, next_managed, position

# Above every row key.
_AFTER_ITS_ROWS: Final = b"\xff"
_ACCEPTED = (CaseStatus.ACCEPTED, CaseStatus.CLOSED)


def note_neighbours(ledger: Ledger, row: IncidentRow) -> None:
    """Remember whom an incident belongs together with, before something about it changes."""
    if row.standing and row.case_id and row.incident_id not in ledger.former_neighbours:
        around = neighbours(row, ledger)
        ledger.former_neighbours[row.incident_id] = frozenset(other.ident for other in around)


def note_those_beside(ledger: Ledger, row: IncidentRow) -> None:
    """An incident that becomes case-managed comes between those that were nearest to each other."""
    linking = ledger.policy(header_of(row).reported_at).policy.linking
    for found in (*nearest_managed(row, ledger, linking), *next_managed(row, ledger, linking)):
        ident = incident_id_of(found.row)
        if ident is not None:
            note_neighbours(ledger, ledger.known_incident(ident))


def settle(ledger: Ledger, changed: Iterable[str]) -> list[str]:
    """Place the changed incidents and whoever that moves; returns every incident whose case or exceptions changed."""
    former = dict(ledger.former_neighbours)
    waiting = dict.fromkeys((*changed, *former, *(ident for around in former.values() for ident in around)))
    for ident in list(waiting):
        waiting.update(dict.fromkeys(_around(ledger, ident)))
    moved: dict[str, None] = {}
    while waiting:
        waiting = _place_in_order(ledger, waiting, moved)
    _loosen(ledger, former)
    ledger.former_neighbours.clear()
    for case_id in list(ledger.loosened_cases):
        moved.update(dict.fromkeys(_show_kept(ledger, case_id)))
    ledger.loosened_cases.clear()
    return list(moved)


def _place_in_order(ledger: Ledger, waiting: Iterable[str], moved: dict[str, None]) -> dict[str, None]:
    """Place each, the earliest reported first; returns whom that gives reason to place again."""
    again: dict[str, None] = {}
    rows = [
        row for ident in waiting if (row := ledger.incident(ident)) is not None and row.header is not None
    ]
    for incident_id in [row.incident_id for row in sorted(rows, key=lambda row: position(row, ledger))]:
        row = ledger.known_incident(incident_id)
        placed = _place(ledger, row)
        if placed != row:
            moved[incident_id] = None
        if placed.case_id != row.case_id:
            again.update(dict.fromkeys(_around(ledger, incident_id)))
            again.update(dict.fromkeys(_drawn_in(ledger, placed)))
        if row.case_id and not (placed.managed and placed.case_id == row.case_id):
            again.update(dict.fromkeys(withdraw_if_empty(ledger, row.case_id)))
    return again


def _loosen(ledger: Ledger, former: Mapping[str, frozenset[str]]) -> None:
    """Note the cases in which somebody lost a neighbour and those around no longer reach each other."""
    for incident_id, before in former.items():
        row = ledger.known_incident(incident_id)
        now = {other.ident for other in neighbours(row, ledger)} if row.standing else set()
        if before <= now:
            continue
        by_case: dict[str, set[str]] = {}
        for ident in (incident_id, *before):
            other, sentinel = ledger.incident(ident), ledger.sentinel(ident)
            if other is not None and other.standing and other.case_id:
                by_case.setdefault(other.case_id, set()).add(ident)
            elif sentinel is not None and ledger.case(sentinel.case_id) is not None:
                # What held on to Sentinel's own case through this incident may hold on no more. A case that was
                # accepted before it appeared here has nobody to hold.
                ledger.loosened_cases[sentinel.case_id] = None
        for case_id, members in by_case.items():
            stands = ledger.rows.size(managed_members(case_id)) and not ledger.the_case(case_id).kept
            if not stands or not reach_each_other(members, case_id, ledger):
                ledger.loosened_cases[case_id] = None


def _around(ledger: Ledger, incident_id: str) -> list[str]:
    row = ledger.incident(incident_id)
    if row is None or not row.standing:
        return []
    return [other.ident for other in neighbours(row, ledger) if not other.is_sentinel]


def _drawn_in(ledger: Ledger, row: IncidentRow) -> list[str]:
    """Whom the reference of a case draws in that was accepted before it was opened."""
    case = ledger.case(row.case_id) if row.placement is Placement.OPEN else None
    sentinel = ledger.sentinel(case.reference) if case is not None and case.reference else None
    return linked_to(sentinel, ledger) if sentinel is not None else []


def _place(ledger: Ledger, row: IncidentRow) -> IncidentRow:
    """The incident as it is now placed; what changed is put and published."""
    around = neighbours(row, ledger) if row.standing else []
    placed = row
    if row.case_id:
        case = ledger.the_case(row.case_id)
        belongs = row.standing and (row.managed or bool(around))
        if (
            not row.standing
            or case.status is CaseStatus.WITHDRAWN
            or not (belongs or case.status in _ACCEPTED)
        ):
            placed = _leave(ledger, row, case)
        elif not belongs or case.kept:
            ledger.loosened_cases[row.case_id] = None
    if not placed.case_id and row.standing:
        placed = _join_or_open(ledger, placed, around)
    placed = _relate(ledger, row, placed, around)
    if placed != row:
        ledger.put_incident(placed)
    if placed.case_id and placed.case_id != row.case_id:
        ledger.touched_cases[placed.case_id] = None
    return placed


def _join_or_open(ledger: Ledger, row: IncidentRow, around: list[Neighbour]) -> IncidentRow:
    for other in around:
        # A neighbour may still have to leave a request that was just taken back.
        if other.case_id and ledger.the_case(other.case_id).status is not CaseStatus.WITHDRAWN:
            return _join(ledger, row, other.case_id)
    if not row.managed:
        return row
    force = ledger.force
    linked = (ledger.incident(link.to) for link in row.links if link.associated and not link.sentinel)
    # One that is linked may have aged out (X8).
    group = [row, *(other for other in linked if other is not None)]
    earliest = min(group, key=lambda member: position(member, ledger))
    case_id = opened_case_id(force, earliest.incident_id)
    known = ledger.case(case_id)
    if known is not None and known.status is not CaseStatus.WITHDRAWN:
        ledger.loosened_cases[case_id] = None
        return _join(ledger, row, case_id)
    return _open(ledger, row, case_id, known)


def _open(ledger: Ledger, row: IncidentRow, case_id: str, known: CaseRow | None) -> IncidentRow:
    in_force = ledger.policy(header_of(row).reported_at)
    place = header_of(row).place
    case = msgspec.structs.replace(
        known or CaseRow(case_id, CaseOrigin.OURS, CaseStatus.REQUESTED),
        status=CaseStatus.REQUESTED,
        request=(known.request if known else 0) + 1,
        opened_by=row.incident_id,
        beat=place.beat if place else None,
    )
    ce_id = ledger.publish_of_case(case_request.of(row, case, in_force, ledger), case_id)
    ledger.put_case(published.with_one(case, CaseOpened, ce_id))
    obligation.open_for_case(ledger, ObligationKind.SENTINEL_REFERENCE, case_id, in_force)
    acceptance.take_waiting(ledger, case_id)
    row = published.with_one(row, CaseOpened, ce_id)
    return msgspec.structs.replace(row, case_id=case_id, placement=Placement.OPEN)


def _join(ledger: Ledger, row: IncidentRow, case_id: str) -> IncidentRow:
    joined = IncidentJoined(
        case_id=case_id, incident_id=row.incident_id, sentence=wording.of_joining(managed=row.managed)
    )
    row = published.with_one(row, IncidentJoined, ledger.publish_of_case(joined, case_id))
    case = ledger.the_case(case_id)
    case = ask.no_longer_of_case(ledger, case, row.incident_id, AskReason.RECODED_IN_ACCEPTED_CASE)
    if case.status is CaseStatus.CLOSED:
        in_force = ledger.policy(header_of(row).reported_at)
        case = ask.of_case(ledger, case, row.incident_id, AskReason.INCIDENT_FOR_CLOSED_CASE, in_force)
    ledger.put_case(case)
    return msgspec.structs.replace(row, case_id=case_id, placement=Placement.JOIN)


def _leave(ledger: Ledger, row: IncidentRow, case: CaseRow) -> IncidentRow:
    left = IncidentLeft(
        case_id=case.case_id,
        incident_id=row.incident_id,
        reason=_why_left(row, case),
        corrects=published.last(row, IncidentJoined) or published.last(row, CaseOpened),
    )
    ledger.publish_of_case(left, case.case_id)
    case = ask.no_longer_of_case(ledger, case, row.incident_id, AskReason.INCIDENT_FOR_CLOSED_CASE)
    if case.status in _ACCEPTED and not row.main:
        in_force = ledger.policy(header_of(row).reported_at)
        case = ask.of_case(ledger, case, row.incident_id, AskReason.RECODED_IN_ACCEPTED_CASE, in_force)
    ledger.put_case(case)
    if case.kept:
        ledger.loosened_cases[case.case_id] = None
    row = published.without(row, IncidentJoined, CaseOpened)
    return msgspec.structs.replace(row, case_id="", placement=Placement.STAY)


def _why_left(row: IncidentRow, case: CaseRow) -> WithdrawalReason:
    if row.gone:
        return WithdrawalReason.DELETED
    if row.main:
        return WithdrawalReason.DUPLICATE
    if case.origin is CaseOrigin.SENTINEL and case.status is CaseStatus.WITHDRAWN:
        return WithdrawalReason.KNOWN_AS_ANOTHER
    return WithdrawalReason.RECODED


def withdraw_if_empty(ledger: Ledger, case_id: str) -> list[str]:
    """Take a request back that no case-managed incident stands for; returns the members that leave with it."""
    case = ledger.the_case(case_id)
    if case.status is not CaseStatus.REQUESTED or ledger.rows.size(managed_members(case_id)):
        return []
    withdrawn = CaseWithdrawn(
        case_id=case_id,
        request=case.request,
        reason=WithdrawalReason.NO_MEMBER_LEFT,
        corrects=published.last(case, CaseOpened),
    )
    ledger.publish_of_case(withdrawn, case_id)
    acceptance.reference_no_longer_due(ledger, case_id)
    case = published.without(case, CaseOpened)
    ledger.put_case(msgspec.structs.replace(case, status=CaseStatus.WITHDRAWN))
    return members_of(ledger, case_id)


def _relate(ledger: Ledger, before: IncidentRow, row: IncidentRow, around: list[Neighbour]) -> IncidentRow:
    """Show the other cases that the incident links to, and no longer those it does not."""
    others = {other.case_id for other in around if other.case_id}
    related = tuple(sorted(others - {row.case_id})) if row.case_id else ()
    shown = before.related if row.case_id == before.case_id else ()
    for other in before.related:
        if other not in related or not shown:
            row = _show_no_more(ledger, row, before.case_id, other)
    for other in related:
        if other not in shown:
            row = _show(ledger, row, row.case_id, other)
    return msgspec.structs.replace(row, related=related)


def _show(ledger: Ledger, row: IncidentRow, case_id: str, other: str | None) -> IncidentRow:
    related = IncidentRelated(
        case_id=case_id, incident_id=row.incident_id, related_case_id=other, reason=_why_related(other)
    )
    ledger.touched_cases[case_id] = None
    ce_id = ledger.publish_of_case(related, case_id)
    return published.with_one(row, IncidentRelated, ce_id, _exception(case_id, other))


def _show_no_more(ledger: Ledger, row: IncidentRow, case_id: str, other: str | None) -> IncidentRow:
    about = _exception(case_id, other)
    withdrawn = RelatedWithdrawn(
        case_id=case_id,
        incident_id=row.incident_id,
        related_case_id=other,
        reason=_why_related(other),
        corrects=published.last(row, IncidentRelated, about),
    )
    ledger.publish_of_case(withdrawn, case_id)
    ledger.touched_cases[case_id] = None
    return published.without(row, IncidentRelated, about=about)


def _why_related(other: str | None) -> RelatedReason:
    return RelatedReason.LINKED_ACROSS_CASES if other else RelatedReason.KEPT_AFTER_PUBLICATION


def _exception(case_id: str, other: str | None) -> str:
    """Of what one incident may have several at once: it is kept in one case, and linked to others."""
    return f"{case_id}/{other or ''}"


def _show_kept(ledger: Ledger, case_id: str) -> list[str]:
    """Show the members that nothing links with the rest of their case any more."""
    case = ledger.the_case(case_id)
    members = {ident: ledger.known_incident(ident) for ident in members_of(ledger, case_id)}
    kept = tuple(sorted(set(members) - _held_together(ledger, case, list(members.values()))))
    if kept == case.kept:
        return []
    for ident in kept:
        if ident not in case.kept:
            ledger.put_incident(_show(ledger, ledger.known_incident(ident), case_id, None))
    for ident in case.kept:
        if ident not in kept:
            ledger.put_incident(_show_no_more(ledger, ledger.known_incident(ident), case_id, None))
    ledger.put_case(msgspec.structs.replace(ledger.the_case(case_id), kept=kept))
    return sorted({*kept, *case.kept})


def _held_together(ledger: Ledger, case: CaseRow, members: list[IncidentRow]) -> set[str]:
    """Members connected with what the case stands on: Sentinel's own case, or the earliest case-managed incident."""
    managed = sorted((row for row in members if row.managed), key=lambda row: position(row, ledger))
    if case.origin is CaseOrigin.OURS and not managed:
        return set()
    root = case.reference if case.origin is CaseOrigin.SENTINEL else managed[0].incident_id
    return connected(members, case.case_id, root, ledger)


def members_bucket(case_id: str) -> str:
    """The index bucket of a case's members, in order of report."""
    return f"case:{case_id}"


def managed_members(case_id: str) -> str:
    """The index bucket of those members that are case-managed."""
    return f"mcase:{case_id}"


def related_bucket(case_id: str) -> str:
    """The index bucket of the other cases that a case's members link to."""
    return f"related:{case_id}"


def related_of(case_id: str, ledger: Ledger) -> Iterator[str]:
    """The other cases that a case's members link to, each once, however many members do."""
    entry = ("", b"")
    while found := ledger.rows.after(related_bucket(case_id), entry, 1):
        other = found[0][0]
        yield other
        entry = (other, _AFTER_ITS_ROWS)


def members_of(ledger: Ledger, case_id: str) -> list[str]:
    """The incidents of a case, by id, in order of report."""
    found = (incident_id_of(key) for _, key in ledger.rows.members(members_bucket(case_id)))
    return [ident for ident in found if ident is not None]
