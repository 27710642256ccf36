"""Rows that show what is missing, put straight into a force's table: beats of any size at the price of a row each."""

from datetime import datetime
from typing import Any

from schemas.rows import AboutKept, CaseRow, LadderKept, ObligationRow, SentinelRow
from schemas.words import (
    CaseOrigin,
    CaseStatus,
    ObligationKind,
    ObligationStatus,
    Post,
    SubjectKind,
)
from streams.rules.ledger import Ledger
from tests.given.core import FORCE, Core
from tests.given.messages import at

LADDER = LadderKept((4, 7), 7, (Post.LEAD_OFFICER,))


def looking(core: Core, moment: datetime) -> Ledger:
    """The core's rows as rules read them; what is put is committed with `commit`."""
    return core.domain.looking(FORCE, moment, core.table)


def commit(core: Core) -> None:
    core.table.seal(0)
    core.table.commit()


def duty(
    ident: str = "o-1",
    kind: ObligationKind = ObligationKind.RISK_ASSESSMENT,
    hours: float = 0,
    **changes: Any,
) -> ObligationRow:
    """An open duty of a case on beat B1 that began so many hours after the start, due a day later."""
    values: dict[str, Any] = {
        "obligation_id": ident,
        "kind": kind,
        "status": ObligationStatus.OPEN,
        "opened_at": at(hours),
        "since": at(hours),
        "due_at": at(hours + 24),
        "next_at": None,
        "ladder": LADDER,
        "case_id": "case-1",
        "beat": "B1",
        "about": AboutKept(kind=SubjectKind.VICTIM, ref="P-1"),
    }
    return ObligationRow(**{**values, **changes})


def case(ident: str = "case-1", reference: str = "SEN-1", beat: str | None = "B1", **changes: Any) -> CaseRow:
    values = {
        "origin": CaseOrigin.SENTINEL,
        "status": CaseStatus.ACCEPTED,
        "reference": reference,
        "beat": beat,
    }
    return CaseRow(ident, **{**values, **changes})


def led(reference: str = "SEN-1", officer: str | None = "PC 4411", **changes: Any) -> SentinelRow:
    values = {
        "case_id": "case-1",
        "opened_at": at(0),
        "case_beat": "B1",
        "lead_officer": officer,
    }
    return SentinelRow(reference, **{**values, **changes})


def beat_with(ledger: Ledger, beat: str, cases: int, duties: int = 4) -> None:
    """A beat of open cases, each with so many unmet duties."""
    for number in range(cases):
        ident, reference = f"{beat}-case-{number}", f"{beat}-SEN-{number}"
        ledger.rows.put(ledger.key("case", ident), case(ident, reference, beat))
        officer = f"PC {number % 20}"
        ledger.put_sentinel(led(reference, officer, case_id=ident, case_beat=beat))
        for each in range(duties):
            about = AboutKept(kind=SubjectKind.VICTIM, ref=f"P-{each}")
            ledger.put_obligation(
                duty(f"{ident}-{each}", hours=number % 500, case_id=ident, beat=beat, about=about)
            )
