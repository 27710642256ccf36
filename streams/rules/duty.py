"""How a duty is found again, and how it is named in what is published.

Pure. Events about a duty are counted under its subject: an incident or a case.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from schemas.outgoing import DutyAbout, Outgoing, Subject
from schemas.rows import AboutKept, CaseRow, ObligationRow
from schemas.words import ObligationStatus
from streams.rules.ledger import Ledger
from streams.rules.link import id_of


def subject_bucket(subject: str) -> str:
    """The index bucket of open duties of one incident or case."""
    return f"of:{subject}"


def open_of(ledger: Ledger, subject: str) -> list[ObligationRow]:
    """The open duties of an incident or a case, of every kind."""
    return _open(ledger, (id_of(key) for _, key in ledger.rows.members(subject_bucket(subject))))


def asks_bucket(case_id: str) -> str:
    """The index bucket of what officers are asked about a case's incidents; sorted by the obligation's id."""
    return f"asks:{case_id}"


def open_of_members(ledger: Ledger, case_id: str) -> list[ObligationRow]:
    """The open duties about the incidents of a case; no incident is read."""
    return _open(ledger, (ident for ident, _ in ledger.rows.members(asks_bucket(case_id))))


def _open(ledger: Ledger, idents: Iterable[str]) -> list[ObligationRow]:
    found = (ledger.obligation(ident) for ident in idents)
    return [row for row in found if row is not None and row.status is ObligationStatus.OPEN]


def follow_beat(ledger: Ledger, case: CaseRow) -> None:
    """What a case owes is owed on the beat that the case is on now, whenever the duty was opened (R15, R21)."""
    for row in open_of(ledger, case.case_id):
        if row.beat != case.beat:
            ledger.put_obligation(msgspec.structs.replace(row, beat=case.beat))


def named(row: ObligationRow) -> dict[str, Any]:
    """The fields by which every event names its duty."""
    return {
        "obligation_id": row.obligation_id,
        "kind": row.kind,
        "incident_id": row.incident_id or None,
        "case_id": row.case_id or None,
    }


def about_of(about: AboutKept | None) -> DutyAbout | None:
    """What of the case the duty is about, as it is published."""
    if about is None or about == AboutKept():
        return None
    return DutyAbout(
        subject=Subject(kind=about.kind, ref=about.ref) if about.kind else None,
        person_ref=about.person_ref or None,
        question=about.question,
        post=about.post,
        partner=about.partner,
        step_id=about.step_id or None,
        correction_id=about.correction_id or None,
    )


def publish(ledger: Ledger, row: ObligationRow, event: Outgoing) -> str:
    """Publish about the duty's incident or case; returns the event's `ce_id`."""
    if row.incident_id:
        return ledger.publish_of_incident(event, row.incident_id)
    return ledger.publish_of_case(event, row.case_id)
