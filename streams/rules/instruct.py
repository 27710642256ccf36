"""What does an officer's instruction change? (R6, X11, R2, R7, R8, R9, R10, X6)

Pure. Overrides, a duty declined and the day reminders go live stand by revision; a policy is recorded and counts
from its effective date.

Reads: the instructions of `asb.instructions.v1`. Keeps: IncidentRow, PolicyRow, DeclinedRow, GoLiveRow, and through
the rules it names DirectoryRow, SentinelRow, StepRow and MarkerRow.
Publishes: through `decide` and `case_settle`, and duties that are declined.
Rejects: a policy that is not valid, does not match its hash, or takes effect in the past.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from schemas.incoming import (
    ContestRaised,
    CrimeRecordingReviewed,
    DirectoryUpdated,
    DutyDeclined,
    GoLiveSet,
    HighRiskDeclared,
    Instruction,
    LetterOverridden,
    MarkerKept,
    MarkerTakenOff,
    PolicyActivated,
    RecordConsulted,
    RejectionHandled,
    StepConfirmed,
    StepRefused,
    SubjectErased,
    SubjectRestricted,
    TagOverridden,
)
from schemas.rows import DeclinedRow, GoLiveRow, HandledRow, LetterOverride, PolicyRow, Rank, TagOverride
from streams.policies.bundle import PolicyError, document_of
from streams.rules import case_settle, confirmation, decide, declare, directory, obligation
from streams.rules.in_force import LONDON
from streams.rules.ledger import Ledger
from streams.rules.markers import owner
from streams.rules.rights import erasure, restriction
from streams.rules.watches import crime_recording


class Refused(Exception):
    """An instruction that cannot be followed; the message says why and holds no personal data."""


def apply(ledger: Ledger, told: Instruction, rank: Rank) -> None:
    """Follow one instruction. Raises Refused for one that cannot be followed."""
    _RULE[type(told)](ledger, told, rank)


def override_letter(ledger: Ledger, told: LetterOverridden, rank: Rank) -> None:
    """One letter of one incident is what the officer says."""
    row = ledger.known_incident(told.incident_id)
    slots = {override.letter: override for override in row.letter_overrides}
    standing = slots.get(told.letter)
    if standing is not None and rank <= standing.rank:
        return
    slots[told.letter] = LetterOverride(told.letter, told.answer, told.officer, told.instruction_id, rank)
    ordered = tuple(slots[letter] for letter in sorted(slots))
    decide.decide_again(ledger, msgspec.structs.replace(row, letter_overrides=ordered))


def override_tag(ledger: Ledger, told: TagOverridden, rank: Rank) -> None:
    """The tag of one incident is what the registrar says."""
    row = ledger.known_incident(told.incident_id)
    if row.tag_override is not None and rank <= row.tag_override.rank:
        return
    override = TagOverride(told.asb, told.asb_class, told.asb_type, told.instruction_id, rank)
    decide.decide_again(ledger, msgspec.structs.replace(row, tag_override=override))


def decline_duty(ledger: Ledger, told: DutyDeclined, rank: Rank) -> None:
    """A duty will not be met, by a named officer; the word is kept for one that has not opened yet (R10)."""
    standing = ledger.declined(told.obligation_id)
    if standing is not None and rank <= standing.rank:
        return
    ledger.put_declined(DeclinedRow(told.obligation_id, told.officer, told.reason, rank))
    row = ledger.obligation(told.obligation_id)
    if row is not None:
        obligation.decline(ledger, row, told.officer, told.reason)
        incident = ledger.incident(row.incident_id) if row.incident_id else None
        if incident is not None and incident.case_id:
            ledger.touched_cases[incident.case_id] = None
        crime_recording.touch(ledger, row)
        case_settle.settle_touched(ledger)


def take_crime_review(ledger: Ledger, told: CrimeRecordingReviewed, rank: Rank) -> None:
    """A person decided whether a series of incidents is a crime (X3)."""
    crime_recording.take(ledger, told, rank)
    case_settle.settle_touched(ledger)


def take_word_on_step(ledger: Ledger, told: StepConfirmed | StepRefused | ContestRaised, rank: Rank) -> None:
    """A named officer confirms or refuses a step, or somebody contests it (X6)."""
    confirmation.take(ledger, told, rank)
    case_settle.settle_touched(ledger)


def take_word_on_marker(ledger: Ledger, told: MarkerKept | MarkerTakenOff, rank: Rank) -> None:
    """The owner of a marker keeps it or takes it off (R9)."""
    owner.take(ledger, told, rank)
    case_settle.settle_touched(ledger)


def update_directory(ledger: Ledger, told: DirectoryUpdated, rank: Rank) -> None:
    """Who holds a beat's posts from a date on (R8)."""
    directory.take(ledger, told, rank)
    case_settle.settle_touched(ledger)


def declare_high_risk(ledger: Ledger, told: HighRiskDeclared, rank: Rank) -> None:
    """A subject of a case is at high risk, or no longer, by a named officer's word (R8)."""
    declare.take(ledger, told, rank)
    case_settle.settle_touched(ledger)


def set_go_live(ledger: Ledger, told: GoLiveSet, rank: Rank) -> None:
    """Reminders are sent from a moment on; what was due before is listed and never told (R7)."""
    standing = ledger.go_live()
    if standing is None or rank > standing.rank:
        ledger.put_go_live(GoLiveRow(told.live_from, rank))


def handle_rejection(ledger: Ledger, told: RejectionHandled, rank: Rank) -> None:
    """Keep who did what about a rejected message, and why."""
    standing = ledger.handled(told.rejected_offset)
    if standing is None or rank > standing.rank:
        at = told.recorded_at
        kept_until = at + ledger.policy(at).policy.retention.rejections
        ledger.put_handled(
            HandledRow(
                told.rejected_offset, told.action, told.officer, told.reason, at, rank, kept_until=kept_until
            )
        )


def note_consultation(ledger: Ledger, told: RecordConsulted, rank: Rank) -> None:
    """Somebody looks at a record: nothing changes, and the audit says so (X7)."""
    del ledger, told, rank


def restrict_subject(ledger: Ledger, told: SubjectRestricted, rank: Rank) -> None:
    """Somebody is not scored, published or disclosed, or is again (X8)."""
    restriction.take(ledger, told, rank)


def erase_subject(ledger: Ledger, told: SubjectErased, rank: Rank) -> None:
    """What is held about somebody is erased everywhere (X8)."""
    erasure.take(ledger, told, rank)


def activate_policy(ledger: Ledger, told: PolicyActivated, rank: Rank) -> None:
    """Record a policy. Raises Refused unless it is valid, hashes to `sha256`, and takes effect after today."""
    del rank
    try:
        policy = document_of(told.policy, "policy")
    except PolicyError as error:
        msg = f"policy: {error.where}: not as a policy is"
        raise Refused(msg) from error
    if policy.sha256 != told.sha256:
        msg = "policy: sha256 does not match the document"
        raise Refused(msg)
    effective_from = date.fromisoformat(told.policy["effective_from"])
    if effective_from <= told.recorded_at.astimezone(LONDON).date():
        msg = "policy: effective_from must lie after the day of activation"
        raise Refused(msg)
    known = ledger.policy_row(policy.sha256)
    if known is not None and known.activated_at is not None and known.activated_at >= told.recorded_at:
        return
    ledger.put_policy(
        PolicyRow(
            policy.sha256,
            effective_from,
            dict(policy.document),
            activated_by=told.officer,
            activated_at=told.recorded_at,
        )
    )


_RULE: Final[Mapping[type, Callable[[Ledger, Any, Rank], None]]] = {
    LetterOverridden: override_letter,
    TagOverridden: override_tag,
    DutyDeclined: decline_duty,
    GoLiveSet: set_go_live,
    DirectoryUpdated: update_directory,
    HighRiskDeclared: declare_high_risk,
    PolicyActivated: activate_policy,
    RejectionHandled: handle_rejection,
    SubjectRestricted: restrict_subject,
    SubjectErased: erase_subject,
    RecordConsulted: note_consultation,
    StepConfirmed: take_word_on_step,
    StepRefused: take_word_on_step,
    ContestRaised: take_word_on_step,
    CrimeRecordingReviewed: take_crime_review,
    MarkerKept: take_word_on_marker,
    MarkerTakenOff: take_word_on_marker,
}
