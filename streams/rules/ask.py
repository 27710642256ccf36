"""An officer is asked, and the ask stands until answered or no longer needed: silence is the hazard (R6, R1, R5).

Pure. An ask is an obligation of kind `officer-decision`; each subject has at most one per topic of asking.
"""

from collections.abc import Mapping

import msgspec

from schemas.outgoing import AskWithdrawn, OfficerDecisionAsked
from schemas.rows import CaseRow, IncidentRow
from schemas.words import AskReason, Letter, ObligationKind, WithdrawalReason
from streams.rules import obligation, wording
from streams.rules.in_force import InForce
from streams.rules.ledger import Ledger


def of_incident(
    ledger: Ledger,
    row: IncidentRow,
    about: str,
    reason: AskReason | None,
    letters: tuple[Letter, ...],
    in_force: InForce,
) -> IncidentRow:
    """The incident with the ask that `reason` wants (None: no ask), opened or withdrawn as needed."""
    known = row.asks.get(about)
    if reason is None:
        return row if known is None else _no_longer_asked(ledger, row, about, known)
    if known is not None:
        return row
    _touch_case(ledger, row)
    duty = obligation.open_for_incident(
        ledger, ObligationKind.OFFICER_DECISION, row.incident_id, in_force, reason
    )
    asked = OfficerDecisionAsked(
        obligation_id=duty.obligation_id,
        incident_id=row.incident_id,
        case_id=row.case_id or None,
        reason=reason,
        letters=letters,
        sentence=wording.of_ask(reason, letters),
    )
    _note(ledger, duty.obligation_id, ledger.publish_of_incident(asked, row.incident_id))
    return msgspec.structs.replace(row, asks={**row.asks, about: duty.obligation_id})


def _no_longer_asked(ledger: Ledger, row: IncidentRow, about: str, obligation_id: str) -> IncidentRow:
    _touch_case(ledger, row)
    _end(ledger, obligation_id, _why_no_longer(row))
    return msgspec.structs.replace(row, asks=_without(row.asks, about))


def _touch_case(ledger: Ledger, row: IncidentRow) -> None:
    """The snapshot of a case shows what officers are asked about its incidents."""
    if row.case_id:
        ledger.touched_cases[row.case_id] = None


def of_case(ledger: Ledger, case: CaseRow, incident_id: str, reason: AskReason, in_force: InForce) -> CaseRow:
    """The case with an ask about one of its incidents."""
    about = _about(reason, incident_id)
    if about in case.asks:
        return case
    duty = obligation.open_for_case(ledger, ObligationKind.OFFICER_DECISION, case.case_id, in_force, reason)
    asked = OfficerDecisionAsked(
        obligation_id=duty.obligation_id,
        incident_id=incident_id,
        case_id=case.case_id,
        reason=reason,
        sentence=wording.of_ask(reason, ()),
    )
    _note(ledger, duty.obligation_id, ledger.publish_of_case(asked, case.case_id))
    return msgspec.structs.replace(case, asks={**case.asks, about: duty.obligation_id})


def answer_for_case(ledger: Ledger, case: CaseRow) -> CaseRow:
    """An officer recorded a decision about the case: its asks are answered."""
    for obligation_id in case.asks.values():
        _end(ledger, obligation_id, WithdrawalReason.ANSWERED)
    return msgspec.structs.replace(case, asks={})


def answered_in_sentinel(ledger: Ledger, case: CaseRow, reason: AskReason) -> CaseRow:
    """What an officer did with the case in Sentinel answers the asks of this reason."""
    for about, obligation_id in case.asks.items():
        if _reason_of(about) is reason:
            _end(ledger, obligation_id, WithdrawalReason.ANSWERED)
    standing = {about: ident for about, ident in case.asks.items() if _reason_of(about) is not reason}
    return msgspec.structs.replace(case, asks=standing)


def no_longer_of_case(ledger: Ledger, case: CaseRow, incident_id: str, reason: AskReason) -> CaseRow:
    """What the case was asked about this incident is decided by what became of the incident."""
    about = _about(reason, incident_id)
    if about in case.asks:
        _end(ledger, case.asks[about], WithdrawalReason.DECIDED)
    return msgspec.structs.replace(case, asks=_without(case.asks, about))


def withdrawn_for_case(ledger: Ledger, case: CaseRow, reason: WithdrawalReason) -> CaseRow:
    """What the case was asked about is no longer its own."""
    for obligation_id in case.asks.values():
        _end(ledger, obligation_id, reason)
    return msgspec.structs.replace(case, asks={})


def _about(reason: AskReason, incident_id: str) -> str:
    return f"{reason}:{incident_id}"


def _reason_of(about: str) -> AskReason:
    return AskReason(about.partition(":")[0])


def _why_no_longer(row: IncidentRow) -> WithdrawalReason:
    if row.gone:
        return WithdrawalReason.DELETED
    answered = row.officer_words or row.letter_overrides or row.tag_override
    return WithdrawalReason.ANSWERED if answered else WithdrawalReason.DECIDED


def _note(ledger: Ledger, obligation_id: str, ce_id: str) -> None:
    """Keep what is asked by, so that its withdrawal names it."""
    duty = ledger.obligation(obligation_id)
    if duty is not None:
        ledger.put_obligation(msgspec.structs.replace(duty, asked_by=ce_id))


def _end(ledger: Ledger, obligation_id: str, reason: WithdrawalReason) -> None:
    duty = ledger.obligation(obligation_id)
    if duty is None:
        return
    withdrawn = AskWithdrawn(
        obligation_id=obligation_id,
        incident_id=duty.incident_id or None,
        case_id=duty.case_id or None,
        reason=reason,
        corrects=duty.asked_by or None,
    )
    if duty.incident_id:
        ledger.publish_of_incident(withdrawn, duty.incident_id)
    else:
        ledger.publish_of_case(withdrawn, duty.case_id)
    if reason is WithdrawalReason.ANSWERED:
        obligation.done(ledger, duty)
    else:
        obligation.withdraw(ledger, duty, reason)


def _without(asks: Mapping[str, str], about: str) -> dict[str, str]:
    return {name: ident for name, ident in asks.items() if name != about}
