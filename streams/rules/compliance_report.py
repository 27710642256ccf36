"""What the compliance report of a beat, or of the force, says (R21).

Pure. It names nobody but by reference, and whose a gap is as it stands when the report is made.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import singledispatch
from typing import Final, NamedTuple

from schemas.outgoing import ComplianceGap, ComplianceReported, DutyAbout, Outstanding
from schemas.rows import (
    AboutKept,
    AssessmentRow,
    CaseRow,
    IncidentRow,
    MarkerRow,
    ObligationRow,
    Row,
    SentinelRow,
    SubjectRow,
)
from schemas.words import SubjectKind
from streams.rules import feeds
from streams.rules.compliance_calendar import days_between
from streams.rules.compliance_gaps import Gap
from streams.rules.duty import about_of
from streams.rules.ledger import Ledger

# Gaps in one message, so that the largest ones possible stay under the limit of a message.
MOST_IN_A_PART: Final = 500
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class _Whose(NamedTuple):
    """What a row says of a gap that it shows."""

    incident_id: str = ""
    case_id: str = ""
    reference: str = ""
    about: DutyAbout | None = None
    due_at: datetime | None = None


def listed(ledger: Ledger, gaps: Sequence[Gap], as_at: datetime) -> list[ComplianceGap]:
    """The gaps as they are published: by lead officer, nobody's first, and the oldest of each first."""
    live_from = ledger.live_from()
    found = [_listed(ledger, gap, as_at, live_from) for gap in gaps]
    return sorted(found, key=lambda gap: (gap.lead_officer or "", gap.since))


def parts(
    ledger: Ledger,
    beat: str,
    gaps: Sequence[ComplianceGap],
    outstanding: tuple[Outstanding, ...],
    as_at: datetime,
) -> list[ComplianceReported]:
    """The report in as many messages as it takes; one without gaps is a message as well."""
    cuts = range(0, max(len(gaps), 1), MOST_IN_A_PART)
    return [
        ComplianceReported(
            beat=beat or None,
            as_at=as_at,
            part=number,
            parts=len(cuts),
            gaps=tuple(gaps[first : first + MOST_IN_A_PART]),
            outstanding=outstanding,
            feeds=feeds.heard(ledger),
            decided_by=ledger.policy(as_at).version,
        )
        for number, first in enumerate(cuts, start=1)
    ]


def _listed(ledger: Ledger, gap: Gap, as_at: datetime, live_from: datetime | None) -> ComplianceGap:
    whose = _whose(ledger.rows.get(gap.key), ledger, gap.part)
    case = ledger.case(whose.case_id) if whose.case_id else None
    reference = whose.reference or (case.reference if case else "")
    sentinel = ledger.sentinel(reference) if reference else None
    since = _EPOCH + timedelta(microseconds=gap.since)
    return ComplianceGap(
        gap=gap.kind,
        case_id=whose.case_id or None,
        reference=reference or None,
        incident_id=whose.incident_id or None,
        about=whose.about,
        lead_officer=sentinel.lead_officer if sentinel else None,
        since=since,
        age_days=days_between(since, as_at),
        before_go_live=live_from is not None and (whose.due_at or since) < live_from,
    )


@singledispatch
def _whose(row: Row | None, ledger: Ledger, part: str) -> _Whose:
    """Whose the gap is that a row shows; `part`: what of the row it is."""
    del row, ledger, part
    return _Whose()


@_whose.register
def _(row: ObligationRow, ledger: Ledger, part: str) -> _Whose:
    del part
    incident = ledger.incident(row.incident_id) if row.incident_id else None
    case_id = row.case_id or (incident.case_id if incident else "")
    return _Whose(row.incident_id, case_id, about=about_of(row.about), due_at=row.due_at)


@_whose.register
def _(row: IncidentRow, ledger: Ledger, part: str) -> _Whose:
    del ledger, part
    return _Whose(row.incident_id, row.case_id)


@_whose.register
def _(row: CaseRow, ledger: Ledger, part: str) -> _Whose:
    del ledger
    return _Whose(case_id=row.case_id, about=about_of(_subject(part)))


@_whose.register
def _(row: MarkerRow, ledger: Ledger, part: str) -> _Whose:
    del ledger, part
    about = about_of(AboutKept(kind=row.subject_kind, ref=row.subject_ref, step_id=row.marker_id))
    return _Whose(case_id=row.case_id, reference=row.reference, about=about)


@_whose.register
def _(row: AssessmentRow, ledger: Ledger, part: str) -> _Whose:
    del part
    sentinel = ledger.sentinel(row.reference)
    about = about_of(AboutKept(kind=row.kind, ref=row.ref))
    return _Whose(case_id=sentinel.case_id if sentinel else "", reference=row.reference, about=about)


@_whose.register
def _(row: SentinelRow, ledger: Ledger, part: str) -> _Whose:
    del ledger
    return _Whose(case_id=row.case_id, reference=row.reference, about=about_of(_subject(part)))


@_whose.register
def _(row: SubjectRow, ledger: Ledger, part: str) -> _Whose:
    del row, ledger
    return _Whose(case_id=part)


def _subject(part: str) -> AboutKept | None:
    """The subject that a gap of a case is about."""
    if not part:
        return None
    kind, _, ref = part.partition(":")
    return AboutKept(kind=SubjectKind(kind), ref=ref)
