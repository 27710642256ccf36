"""What is missing, since when, and whose is it? (R21, R6, R7, R10)

Pure. Every gap is an entry of the index, under its kind, by beat and by when it began: gaps are counted
without a row being read, and those of one beat are found without looking at another's. An open duty is a gap
until it is done or declined; a review and a contact only once they are overdue. Beside the gaps stands the number
of cases of which any subject is not assessed, which is what others count.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Final, NamedTuple

import msgspec

from schemas.rows import (
    AssessmentRow,
    CaseRow,
    ComplianceRow,
    IncidentRow,
    MarkerRow,
    NotOnCaseKept,
    ObligationRow,
    Row,
    SentinelRow,
    SubjectRow,
    Timed,
    UnmarkedKept,
    WatchRow,
)
from schemas.words import CaseStatus, GapKind, ObligationKind, ObligationStatus, Outcome, StepKind
from streams.rules.ledger import Entry, Ledger, micros

# Where rows without a beat stand; the force's own report lists them.
NO_BEAT: Final = ""

_OF_DUTY: Final = {
    ObligationKind.OFFICER_DECISION: GapKind.NO_OFFICER_DECISION,
    ObligationKind.SENTINEL_REFERENCE: GapKind.NO_SENTINEL_REFERENCE,
    ObligationKind.RISK_ASSESSMENT: GapKind.NO_ASSESSMENT,
    ObligationKind.UNANSWERED_QUESTION: GapKind.UNKNOWN_ANSWER,
    ObligationKind.SAFEGUARDING_FORM: GapKind.NO_SAFEGUARDING_FORM,
    ObligationKind.ACTION_PLAN: GapKind.NO_ACTION_PLAN,
    ObligationKind.REVIEW: GapKind.REVIEW_OVERDUE,
    ObligationKind.PARTNER_CONTACT: GapKind.NO_PARTNER_CONTACT,
    ObligationKind.CONSENT: GapKind.CONSENT_NOT_ASKED,
    ObligationKind.REFERRAL_ANSWER: GapKind.REFERRAL_UNANSWERED,
    ObligationKind.CORRECTION_ACKNOWLEDGEMENT: GapKind.CORRECTION_UNACKNOWLEDGED,
    ObligationKind.CONFIRMATION: GapKind.NOT_CONFIRMED,
    ObligationKind.CRIME_RECORDING_REVIEW: GapKind.CRIME_RECORDING_NOT_REVIEWED,
    ObligationKind.MARKER_REVIEW: GapKind.MARKER_REVIEW_OVERDUE,
    ObligationKind.MARKER_WITHDRAWAL: GapKind.MARKER_WITHDRAWAL_UNDECIDED,
}
_ONCE_OVERDUE: Final = frozenset(
    {
        ObligationKind.REVIEW,
        ObligationKind.PARTNER_CONTACT,
        ObligationKind.REFERRAL_ANSWER,
        ObligationKind.CORRECTION_ACKNOWLEDGEMENT,
    }
)
# Every kind but the number of cases, which is counted among the gaps of another kind.
_LISTED: Final = tuple(kind for kind in GapKind if kind is not GapKind.CASE_NOT_ASSESSED)
_WORKED_ON: Final = frozenset({CaseStatus.REQUESTED, CaseStatus.ACCEPTED})
# Under which an incident keeps the ask about its letters.
_DECISION: Final = "decision"
# Entries read at once: a beat reads this many too many of each kind at most.
_PAGE: Final = 64
_BEFORE_ALL: Final = -(2**63)
_AFTER_ALL: Final = 2**63


class Gap(NamedTuple):
    """One thing that is missing on a beat, since a moment; `key` is that of the row that shows it.

    `part` is what of the row: the case where cases are counted, as they are of missing assessments; the subject
    where a row shows several; elsewhere it is empty.
    """

    kind: GapKind
    beat: str
    since: int
    part: str
    key: bytes


@singledispatch
def gaps_of(row: Row) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    """The gaps that a row shows, each with its beat and since when; of most rows none."""
    del row
    return ()


@gaps_of.register
def _(row: ObligationRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    if row.status is not ObligationStatus.OPEN:
        return ()
    gap = (_gap_of_duty(row), row.beat, row.due_at if row.kind in _ONCE_OVERDUE else row.since)
    return (gap, *_failed(row, row.beat))


def _gap_of_duty(row: ObligationRow) -> GapKind:
    if row.without_text:
        return GapKind.YES_WITHOUT_TEXT
    if row.kind is ObligationKind.CONFIRMATION and row.about and row.about.step is StepKind.MARKER:
        return GapKind.MARKER_NOT_CONFIRMED
    return _OF_DUTY[row.kind]


@gaps_of.register
def _(row: IncidentRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    bare = row.outcome is Outcome.UNKNOWN and row.standing and not row.case_id and _DECISION not in row.asks
    if not bare and row.incomplete_since is None and row.parked_until is None:
        return ()
    beat = row.header.place.beat if row.header and row.header.place else None
    found = [(GapKind.DECISION_UNKNOWN, beat, row.header.reported_at)] if bare and row.header else []
    if row.incomplete_since is not None:
        found.append((GapKind.INCOMPLETE, beat, row.incomplete_since))
    return (*found, *_failed(row, beat))


@gaps_of.register
def _(row: CaseRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    failed = _failed(row, row.beat)
    if row.incomplete_since is None or row.status not in _WORKED_ON:
        return failed
    return ((GapKind.INCOMPLETE, row.beat, row.incomplete_since), *failed)


@gaps_of.register
def _(row: ComplianceRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    return _failed(row, row.beat)


@gaps_of.register(MarkerRow)
@gaps_of.register(WatchRow)
def _(row: MarkerRow | WatchRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    return _failed(row, None)


@gaps_of.register
def _(row: SentinelRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    if row.waiting_since is not None:
        return ((GapKind.CASE_UNKNOWN, row.beat, row.waiting_since),)
    if not row.case_id or row.closed or row.lead_officer is not None:
        return ()
    since = row.accepted_at or row.opened_at
    if row.lead_rank[1]:
        since = datetime.fromisoformat(row.lead_rank[1])
    return ((GapKind.NO_LEAD_OFFICER, row.case_beat, since),) if since is not None else ()


@gaps_of.register
def _(row: AssessmentRow) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    if row.not_on_case_since is None:
        return ()
    return ((GapKind.ASSESSED_NOT_ON_CASE, row.case_beat, row.not_on_case_since),)


def _failed(row: Timed, beat: str | None) -> tuple[tuple[GapKind, str | None, datetime], ...]:
    """What fell due and failed is missing until it is tried again and succeeds."""
    if row.parked_until is None or row.falls_due is None:
        return ()
    return ((GapKind.INCOMPLETE, beat, row.falls_due),)


def entries_of(row: Row) -> tuple[tuple[str, tuple[str, int, str]], ...]:
    """The index entries of the gaps that a row shows."""
    return tuple(
        (bucket_of(kind), (beat or NO_BEAT, micros(since), _case_counted(kind, row)))
        for kind, beat, since in gaps_of(row)
    ) + _of_subjects(row)


def _of_subjects(row: Row) -> tuple[tuple[str, tuple[str, int, str]], ...]:
    """Those at high risk without a marker, and those declared so who are not on the case: an entry for each."""
    found: list[tuple[GapKind, str | None, UnmarkedKept | NotOnCaseKept]] = []
    if isinstance(row, CaseRow):
        found += [(GapKind.NO_MARKER, row.beat, one) for one in row.unmarked]
    elif isinstance(row, SentinelRow):
        found += [(GapKind.ASSESSED_NOT_ON_CASE, row.case_beat, one) for one in row.declared_not_on_case]
    return tuple(
        (bucket_of(kind), (beat or NO_BEAT, micros(one.since), f"{one.kind}:{one.ref}"))
        for kind, beat, one in found
    ) + _of_restricted(row)


def _of_restricted(row: Row) -> tuple[tuple[str, tuple[str, int, str]], ...]:
    """Of somebody who is restricted an entry for each case they are on."""
    if not isinstance(row, SubjectRow) or row.since is None:
        return ()
    return tuple(
        (bucket_of(GapKind.PROCESSING_RESTRICTED), (told.beat or NO_BEAT, micros(row.since), case_id))
        for case_id, told in row.told.items()
    )


def _case_counted(kind: GapKind, row: Row) -> str:
    """The case of a gap, where cases are counted; elsewhere an entry does without, for the sake of memory."""
    return row.case_id if kind is GapKind.NO_ASSESSMENT and isinstance(row, ObligationRow) else ""


def note_case(ledger: Ledger, reference: str) -> None:
    """Whether the case of a Sentinel reference is known here, and on which beat; if not, since when facts wait."""
    sentinel = ledger.sentinel(reference) or SentinelRow(reference)
    case = ledger.case(sentinel.case_id) if sentinel.case_id else None
    if case is not None:
        noted = msgspec.structs.replace(sentinel, waiting_since=None, case_beat=case.beat)
    else:
        since = min(ledger.cause.at, sentinel.waiting_since or ledger.cause.at)
        noted = msgspec.structs.replace(sentinel, waiting_since=since)
    if noted != sentinel:
        ledger.put_sentinel(noted)


def counted(ledger: Ledger, as_at: datetime) -> dict[GapKind, int]:
    """How many of each kind the whole force was missing at a moment and still is; no row is read."""
    return _in_numbers(
        {
            kind: [case for (_, since, case), _ in ledger.rows.members(bucket_of(kind)) if since <= until]
            for kind, until in _until(ledger, as_at)
        }
    )


def of_beat(ledger: Ledger, beat: str, as_at: datetime) -> list[Gap]:
    """What a beat was missing at a moment and still is, kind by kind, the oldest of each first."""
    return [
        Gap(kind, beat, since, case_id, key)
        for kind, until in _until(ledger, as_at)
        for (_, since, case_id), key in _entries(ledger, kind, beat, until)
    ]


def counted_of(gaps: list[Gap]) -> dict[GapKind, int]:
    """The same in numbers."""
    cases = defaultdict[GapKind, list[str]](list)
    for gap in gaps:
        cases[gap.kind].append(gap.part)
    return _in_numbers(cases)


def _in_numbers(cases: Mapping[GapKind, Sequence[str]]) -> dict[GapKind, int]:
    """Of the cases of each gap: how many gaps of each kind, and how many different cases are not assessed."""
    numbers = {kind: len(found) for kind, found in cases.items() if found}
    if GapKind.NO_ASSESSMENT in numbers:
        numbers[GapKind.CASE_NOT_ASSESSED] = len(set(cases[GapKind.NO_ASSESSMENT]))
    return numbers


def beats(ledger: Ledger) -> list[str]:
    """Every beat that anything is missing on, in order: a look-up for each, however much is missing."""
    return sorted({beat for kind in _LISTED for beat in _beats_of(ledger, kind)})


def _beats_of(ledger: Ledger, kind: GapKind) -> Iterator[str]:
    position: Entry = ((NO_BEAT, _BEFORE_ALL), b"")
    while found := ledger.rows.after(bucket_of(kind), position, 1):
        beat = found[0][0][0]
        yield beat
        position = ((beat, _AFTER_ALL), b"")


def _entries(ledger: Ledger, kind: GapKind, beat: str, until: int) -> Iterator[Entry]:
    position: Entry = ((beat, _BEFORE_ALL), b"")
    while page := ledger.rows.after(bucket_of(kind), position, _PAGE):
        for entry in page:
            if entry[0][:2] > (beat, until):
                return
            yield entry
        position = page[-1]


def _until(ledger: Ledger, as_at: datetime) -> Iterator[tuple[GapKind, int]]:
    """Each kind, and when the latest of it began that counts: facts may wait for their case a while."""
    waits = ledger.policy(as_at).policy.compliance.case_unknown_after
    for kind in _LISTED:
        yield kind, micros(as_at - (waits if kind is GapKind.CASE_UNKNOWN else timedelta()))


def bucket_of(kind: GapKind) -> str:
    """The index bucket of everything that is missing in this way."""
    return f"gap:{kind}"
