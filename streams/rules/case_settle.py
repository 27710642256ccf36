"""What follows for a case when anything about it changed? (R10, R13, R14, R17)

Pure. In one place and order, after an event's other work: what officers recorded is announced or handed back, the
duties that the case owes are opened and ended, and its snapshot is published where it differs.
"""

from streams.rules import (
    assessment,
    case_state,
    compliance_gaps,
    contradictions,
    duties,
    duty,
    feeds,
    high_risk_notices,
    markers,
    nominals,
    notice,
    proposed_band,
    questions,
    snapshot,
)
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.referrals import life as referrals
from streams.rules.rights import telling
from streams.rules.watches import settling


def settle_touched(ledger: Ledger) -> None:
    """Bring everything published about the touched cases to what is known of them."""
    proposed_band.note_incidents(ledger)
    notice.touch_of_touched_cases(ledger)
    feeds.settle_touched(ledger)
    contradictions.settle_touched(ledger)
    settling.settle_touched(ledger)
    for state in _touched_and_beside(ledger):
        assessment.announce(ledger, state)
        questions.announce(ledger, state)
        high_risk_notices.settle(ledger, state)
        proposed_band.settle(ledger, state)
        markers.settle(ledger, state)
        referrals.settle(ledger, state)
        contradictions.settle_case(ledger, state)
        duties.settle(ledger, state)
        duty.follow_beat(ledger, state.case)
        telling.announce(ledger, state)
        _show(ledger, state)
    ledger.touched_cases.clear()


def show_touched(ledger: Ledger) -> None:
    """Publish the snapshots of the touched cases, and nothing else about them."""
    for state in _touched(ledger):
        _show(ledger, state)
    ledger.touched_cases.clear()


def _touched(ledger: Ledger) -> list[CaseState]:
    return [_state(ledger, case_id) for case_id in ledger.touched_cases]


def _touched_and_beside(ledger: Ledger) -> list[CaseState]:
    """The touched cases, and those that rest on answers about people of theirs."""
    states = {state.case.case_id: state for state in _touched(ledger)}
    for case_id, state in list(states.items()):
        if nominals.note(ledger, state):
            states[case_id] = _state(ledger, case_id)
    return [states.get(case_id) or _state(ledger, case_id) for case_id in ledger.touched_cases]


def _state(ledger: Ledger, case_id: str) -> CaseState:
    return case_state.of(ledger.the_case(case_id), ledger)


def _show(ledger: Ledger, state: CaseState) -> None:
    if state.case.reference:
        compliance_gaps.note_case(ledger, state.case.reference)
    snapshot.publish(ledger, state)
