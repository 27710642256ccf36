"""Which history markers does a case have, and what follows for those it had? (R9, X6, R21)

Pure. The facts say where markers belong (`placement`), officers what is to become of each; here both are brought
together with the markers there are. Of a marked person or location a case has one marker at a time, numbered; one
that is over gives way to the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from schemas.rows import MarkerRow, StepRow, UnmarkedKept
from schemas.words import CaseOrigin, MarkedKind, MarkerStatus, SubjectKind, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.markers import found_false, life, placement, step
from streams.rules.markers.placement import MarkedKey, Placement

_THERE = frozenset({MarkerStatus.PROPOSED, MarkerStatus.ACTIVE})


# The index bucket of every marker of the force that is proposed or on, by what the clock does to it next.
THERE: Final = "markers-there"


def bucket(case_id: str) -> str:
    """The index bucket of every marker that a case has or had."""
    return f"markers:{case_id}"


def of_case(ledger: Ledger, case_id: str) -> list[MarkerRow]:
    """The markers of a case that are proposed or active, by id."""
    rows = ledger.members(bucket(case_id), MarkerRow)
    return sorted((row for row in rows if is_there(row)), key=lambda row: row.marker_id)


def is_there(row: MarkerRow) -> bool:
    """Whether it is proposed or on."""
    return row.status in _THERE


def settle(ledger: Ledger, state: CaseState) -> None:
    """Bring the markers of a case to what the facts and the officers say, and ask about those that wait."""
    case_id = state.case.case_id
    known = ledger.members(bucket(case_id), MarkerRow)
    placements = placement.of(state, ledger)
    if not known and not placements:
        _note_unmarked(ledger, state, [], {})
        return
    by_key: dict[MarkedKey, list[Placement]] = defaultdict(list)
    for one in placements:
        by_key[one.key].append(one)
    latest = {_key(row): row for row in sorted(known, key=lambda row: row.number)}
    numbers = {(row.kind, row.ref): row.number for row in sorted(known, key=lambda row: row.number)}
    for key in (*latest, *(key for key in by_key if key not in latest)):
        row = _brought(ledger, state, latest.get(key), by_key[key], numbers)
        if row is not None:
            latest[key] = row
    step.settle(ledger, state, latest.values(), by_key)
    found_false.settle(ledger, case_id, known, latest.values())
    _note_unmarked(ledger, state, placements, latest)


def _brought(
    ledger: Ledger,
    state: CaseState,
    row: MarkerRow | None,
    placements: Sequence[Placement],
    numbers: dict[tuple[MarkedKind, str], int],
) -> MarkerRow | None:
    """The marker as it is by now: the one there is, or the next where that is over and another belongs there."""
    now = next((one for one in placements if one.stands), None) if state.is_worked_on else None
    if row is not None:
        row = _moved_on(ledger, state, row, now, placements)
    if now is None or (row is not None and not _gives_way(row, now)):
        return row
    number = numbers.get((now.kind, now.ref), 0) + 1
    numbers[now.kind, now.ref] = number
    row = life.proposed(ledger, state.case.case_id, state.case.reference, now, number)
    return _moved_on(ledger, state, row, now, placements)


def _gives_way(row: MarkerRow, now: Placement) -> bool:
    """Whether another marker is due: not while one is there, nor for what an officer has dealt with."""
    if is_there(row):
        return False
    return row.dealt_with_at is None or now.since > row.dealt_with_at


def _moved_on(
    ledger: Ledger, state: CaseState, row: MarkerRow, now: Placement | None, placements: Sequence[Placement]
) -> MarkerRow:
    said = ledger.step(row.marker_id) or StepRow(row.marker_id)
    if is_there(row) and row.reference != state.case.reference:
        # An adopted case stood for the same record of Sentinel as the case that has it now: nothing was false.
        is_adopted = state.case.origin is CaseOrigin.SENTINEL
        reason = WithdrawalReason.KNOWN_AS_ANOTHER if is_adopted else WithdrawalReason.FOUND_FALSE
        return life.withdrawn(ledger, row, reason)
    if row.status is MarkerStatus.PROPOSED:
        row = _proposed(ledger, row, now, placements, said)
    elif (
        row.status is MarkerStatus.REFUSED and now is not None and said.confirmed and said.decided is not None
    ):
        row = life.activated(ledger, row, said.decided)
    if row.status is MarkerStatus.ACTIVE:
        row = _active(ledger, row, now, placements, said)
    return _resting_on(ledger, row, placements) if is_there(row) else row


def _proposed(
    ledger: Ledger, row: MarkerRow, now: Placement | None, placements: Sequence[Placement], said: StepRow
) -> MarkerRow:
    """Confirmed, refused, taken off, or over before anybody decided: nothing is on yet that would be missed."""
    if said.owner is not None and not said.keeps:
        return life.withdrawn(ledger, row, WithdrawalReason.DECIDED, said.owner)
    if now is None:
        return life.withdrawn(ledger, row, _why_over(row, placements))
    if said.decided is None:
        return row
    act = life.activated if said.confirmed else life.refused
    return act(ledger, row, said.decided)


def _active(
    ledger: Ledger, row: MarkerRow, now: Placement | None, placements: Sequence[Placement], said: StepRow
) -> MarkerRow:
    """Off by itself only where what it rested on never was so; else as its owner says."""
    if now is None and _why_over(row, placements) is WithdrawalReason.FOUND_FALSE:
        return life.withdrawn(ledger, row, WithdrawalReason.FOUND_FALSE)
    if said.decided is not None and not said.confirmed:
        return life.withdrawn(ledger, row, WithdrawalReason.REFUSED, said.decided)
    word, since = said.owner, row.kept_at or row.valid_from
    if word is not None and since is not None and word.at > since:
        if not said.keeps:
            reason = row.withdrawal_proposed or WithdrawalReason.DECIDED
            return life.withdrawn(ledger, row, reason, word)
        row = life.renewed(ledger, row, word)
    return _withdrawal(ledger, row, now, placements)


def _withdrawal(
    ledger: Ledger, row: MarkerRow, now: Placement | None, placements: Sequence[Placement]
) -> MarkerRow:
    """Proposed to the owner when what the marker is for is over, and not what they have kept it despite."""
    over = None if now is not None else _last(row, placements)
    wanted = over is not None and not _kept_despite(row, over)
    if row.withdrawal_proposed is not None and not wanted:
        return life.withdrawal_dropped(ledger, row)
    if row.withdrawal_proposed is None and wanted:
        return life.withdrawal_proposed(ledger, row, _why_over(row, placements))
    return row


def _kept_despite(row: MarkerRow, over: Placement) -> bool:
    return row.kept_at is not None and (over.until is None or row.kept_at >= over.until)


def _last(row: MarkerRow, placements: Iterable[Placement]) -> Placement | None:
    """Of what the marker may rest on, the placement that ended last; none: it rests on nothing that was so."""
    ended = [one for one in placements if one.until is None or one.until > row.since]
    return max(ended, key=lambda one: (one.until is not None, one.until or one.since), default=None)


def _why_over(row: MarkerRow, placements: Iterable[Placement]) -> WithdrawalReason:
    last = _last(row, placements)
    return (last.why_over if last is not None else None) or WithdrawalReason.FOUND_FALSE


def _resting_on(ledger: Ledger, row: MarkerRow, placements: Sequence[Placement]) -> MarkerRow:
    """The row with whose high risk it rests on by now: of two in one household the one whose is still a fact."""
    standing = [one for one in placements if one.stands]
    if not standing:
        return row
    subjects = [one.subject for one in standing]
    subject = life.subject_of(row) if life.subject_of(row) in subjects else subjects[0]
    since = min(row.since, standing[0].since)
    told = msgspec.structs.replace(row, subject_kind=subject.kind, subject_ref=subject.ref, since=since)
    if told != row:
        ledger.put_marker(told)
    return told


def _note_unmarked(
    ledger: Ledger,
    state: CaseState,
    placements: Iterable[Placement],
    latest: dict[MarkedKey, MarkerRow],
) -> None:
    """Who is at high risk and has no marker, nor an officer's word that they are to have none (R21)."""
    case = ledger.the_case(state.case.case_id)
    marked = {one.subject for one in placements if one.stands and one.key in latest}
    unmarked = tuple(_unmarked(ledger, state, {(subject.kind, subject.ref) for subject in marked}))
    if unmarked != case.unmarked:
        # Not by `put_case`: the case is being settled.
        ledger.rows.put(ledger.key("case", case.case_id), msgspec.structs.replace(case, unmarked=unmarked))


def _unmarked(
    ledger: Ledger, state: CaseState, marked: set[tuple[SubjectKind, str]]
) -> Iterator[UnmarkedKept]:
    if not state.is_worked_on:
        return
    for one in state.high_risk:
        # A force may have no markers for a kind of subject.
        terms = ledger.policy(one.since).policy.markers.subjects
        if one.kind in terms and (one.kind, one.ref) not in marked:
            yield UnmarkedKept(one.kind, one.ref, one.since)


def _key(row: MarkerRow) -> MarkedKey:
    return row.kind, row.ref, row.adverse
