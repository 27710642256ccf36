"""What stays of a row when somebody is erased from it? (X8)

Pure. A row about the person goes; of one about something else as well what names them does. Every kind of row is
either here or in one of the two lists, which say why it is not.
"""

from functools import singledispatch
from typing import Final

import msgspec

from schemas.rows import (
    AssessmentRow,
    AuditRow,
    CaseRow,
    CheckpointRow,
    ComplianceRow,
    CounterRow,
    CrimeReviewRow,
    DeclinedRow,
    DirectoryRow,
    FeedRow,
    GoLiveRow,
    HandledRow,
    IncidentRow,
    MarkerRow,
    NoticeRow,
    ObligationRow,
    PartnerWordRow,
    PersonRow,
    PolicyRow,
    ReferralRow,
    Row,
    SentinelRow,
    StepRow,
    SubjectRow,
    WatchRow,
)
from schemas.words import ReferralStatus, SubjectKind
from streams.rules.rights.traces import Traces

NOBODY: Final = (
    AuditRow,
    CheckpointRow,
    ComplianceRow,
    CounterRow,
    DirectoryRow,
    FeedRow,
    GoLiveRow,
    PolicyRow,
)
"""Kinds that hold nobody whom an incident or a case is about: numbers, days, hashes, officers and their posts."""

ELSEWHERE: Final = (
    IncidentRow,
    SentinelRow,
    SubjectRow,
    CrimeReviewRow,
    DeclinedRow,
    HandledRow,
    PartnerWordRow,
)
"""Kinds that `erasure` sees to: facts that are decided on again, requests, and what was said of another thing."""

_PEOPLE: Final = (SubjectKind.VICTIM, SubjectKind.PERPETRATOR)


@singledispatch
def without(row: Row, traces: Traces) -> Row | None:
    """The row with nothing about the person in it; None: nothing of it stays."""
    del traces
    return row


@without.register
def _(row: AssessmentRow, traces: Traces) -> Row | None:
    return None if row.kind in _PEOPLE and traces.is_named(row.reference, row.ref) else row


@without.register
def _(row: PersonRow, traces: Traces) -> Row | None:
    if traces.is_named(row.reference, row.person_ref):
        return None
    others = tuple(one for one in row.nominals if one not in traces.anywhere)
    return row if others == row.nominals else msgspec.structs.replace(row, nominals=others)


@without.register
def _(row: StepRow, traces: Traces) -> Row | None:
    return None if row.subject_kind in _PEOPLE and traces.is_named(row.case_id, row.subject_ref) else row


@without.register
def _(row: MarkerRow, traces: Traces) -> Row | None:
    about = (row.ref, row.subject_ref if row.subject_kind in _PEOPLE else "")
    return None if any(traces.is_named(row.case_id, ref) for ref in about) else row


@without.register
def _(row: ReferralRow, traces: Traces) -> Row | None:
    """Until the partner has taken the recall in it is kept that there is one, and not whom it was about."""
    if row.subject_kind not in _PEOPLE or not traces.is_named(row.case_id, row.subject_ref):
        return row
    if row.status is not ReferralStatus.RECALLED or all(each.acknowledged for each in row.corrections):
        return None
    return msgspec.structs.replace(row, subject_ref="", because=(), sent={})


@without.register
def _(row: NoticeRow, traces: Traces) -> Row | None:
    if row.owner.removeprefix("person:") in traces.keys:
        return None
    about = row.about.split("|")
    is_named = any(part in traces.keys or traces.is_named(row.case_id, part) for part in about if part)
    return None if is_named else row


@without.register
def _(row: WatchRow, traces: Traces) -> Row | None:
    if row.person in traces.keys:
        return None
    others = tuple(key for key in row.people if key not in traces.keys)
    return row if others == row.people else msgspec.structs.replace(row, people=others)


@without.register
def _(row: ObligationRow, traces: Traces) -> Row | None:
    about = row.about
    if about is None:
        return row
    refs = (about.person_ref, about.ref if about.kind in _PEOPLE else "")
    return None if any(ref and traces.is_named(row.case_id, ref) for ref in refs) else row


@without.register
def _(row: CaseRow, traces: Traces) -> Row | None:
    others = tuple(
        one for one in row.unmarked if one.kind not in _PEOPLE or not traces.is_named(row.case_id, one.ref)
    )
    return row if others == row.unmarked else msgspec.structs.replace(row, unmarked=others)
