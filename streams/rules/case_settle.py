"""What follows for a case when anything about it changed? (R10, R13, R14, R17)

Pure. In one place and order, after an event's other work: what officers recorded is announced or handed back, the
duties that the case owes are opened and ended, and its snapshot is published where it differs.
"""

from streams.rules import assessment, case_state, compliance_gaps, duties, duty, questions, snapshot
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger


def settle_touched(ledger: Ledger) -> None:
    """Bring everything published about the touched cases to what is known of them."""
    for state in _touched(ledger):
        assessment.announce(ledger, state)
        questions.announce(ledger, state)
        duties.settle(ledger, state)
        duty.follow_beat(ledger, state.case)
        _show(ledger, state)
    ledger.touched_cases.clear()


def show_touched(ledger: Ledger) -> None:
    """Publish the snapshots of the touched cases, and nothing else about them."""
    for state in _touched(ledger):
        _show(ledger, state)
    ledger.touched_cases.clear()


def _touched(ledger: Ledger) -> list[CaseState]:
    return [case_state.of(ledger.the_case(case_id), ledger) for case_id in ledger.touched_cases]


def _show(ledger: Ledger, state: CaseState) -> None:
    if state.case.reference:
        compliance_gaps.note_case(ledger, state.case.reference)
    snapshot.publish(ledger, state)
