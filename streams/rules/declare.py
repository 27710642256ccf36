"""What does it change that a named officer declares a subject at high risk, or no longer? (R8)

Pure. The word stands with Sentinel's facts under the case's reference, also before its case has appeared here.

Reads: HighRiskDeclared. Keeps: SentinelRow. Publishes: through `case_settle`.
"""

from schemas.incoming import HighRiskDeclared
from schemas.rows import DeclarationKept, Rank, SentinelRow
from streams.rules import compliance_gaps, slots
from streams.rules.assessment import subject_ref
from streams.rules.ledger import Ledger


def take(ledger: Ledger, told: HighRiskDeclared, rank: Rank) -> None:
    """Put the word into its subject's slot; the case is touched when it is known."""
    word = DeclarationKept(
        kind=told.subject.kind,
        ref=subject_ref(told.subject),
        rank=rank,
        at=told.recorded_at,
        high=told.high,
        officer=told.officer,
    )
    known = ledger.sentinel(told.reference) or SentinelRow(told.reference)
    now = slots.declared(known, word)
    if now == known:
        return
    ledger.put_sentinel(now)
    compliance_gaps.note_case(ledger, told.reference)
    if now.case_id and ledger.case(now.case_id) is not None:
        ledger.touched_cases[now.case_id] = None
