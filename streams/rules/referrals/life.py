"""How does each referral of a case go on: proposed, made, corrected, retracted, recalled? (R20, R5, X6)

Pure. The facts say which referrals a case has (`wanted`); here that is brought together with what was published. A
protective one is made in the cause that made it due. One that names a perpetrator waits for a named officer, one by
consent for the person. What was sent stands as long as it was ever due by facts that are not withdrawn
(`triggers`), is corrected when something of it is no longer so, and is recalled when it was never due, or the person
or the officer said no. What was not sent is retracted once it is not due.

A referral that was recalled stays so, and one that rested on something false too, sent or not: the next one has the
next number, and of a perpetrator a step of its own, as what an officer said of the first was said of something else.
What was recalled because somebody said no comes again by the same step, once that is taken back.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from schemas.ids import referral_id
from schemas.rows import CorrectionKept, ReferralRow
from schemas.words import (
    CaseStatus,
    ConsentState,
    GatewayKind,
    ReferralStatus,
    StepKind,
    SubjectKind,
    WithdrawalReason,
)
from streams.policies.partners import PartnerPack
from streams.rules import confirmation
from streams.rules.case_state import CaseState
from streams.rules.confirmation import Decision, Step
from streams.rules.ledger import Ledger
from streams.rules.referrals import answers, consent, events, evidence, sending, wanted
from streams.rules.referrals.content import View
from streams.rules.referrals.evidence import Asked
from streams.rules.referrals.wanted import Key, Subjects, Wanted

_SAID_NO: Final = (WithdrawalReason.REFUSED, WithdrawalReason.CONSENT_REFUSED)


def bucket(case_id: str) -> str:
    """The index bucket of the referrals of a case, those that are over included."""
    return f"referrals:{case_id}"


def of_case(ledger: Ledger, case_id: str) -> list[ReferralRow]:
    """Every referral of a case, by id."""
    return sorted(ledger.members(bucket(case_id), ReferralRow), key=lambda row: row.referral_id)


def settle(ledger: Ledger, state: CaseState) -> None:
    """Bring the referrals of a case to what is known of it."""
    rows = of_case(ledger, state.case.case_id)
    due = wanted.of(state, ledger)
    if rows or due:
        _Settling(ledger, state, due).run(rows)
        for row in of_case(ledger, state.case.case_id):
            answers.heed(ledger, row)


def shown(ledger: Ledger, state: CaseState) -> Iterator[tuple[ReferralRow, Key]]:
    """The referrals that stand or whose recall the partner has not taken in, with what each is about now.

    Not what was recalled of somebody who is restricted or was erased: the duty to chase it names nobody.
    """
    rows = of_case(ledger, state.case.case_id)
    subjects = Subjects(state, ledger) if rows else None
    for row in rows:
        if (
            subjects is not None
            and not sending.is_set_aside(row)
            and (row.status not in sending.OVER or unacknowledged(row))
        ):
            yield row, subjects.key_of(row.partner, row.subject_kind, row.subject_ref)


def unacknowledged(row: ReferralRow) -> tuple[CorrectionKept, ...]:
    """The corrections and recalls that the partner has not taken in."""
    return tuple(each for each in row.corrections if not each.acknowledged)


class _Settling:
    """One settling of one case."""

    def __init__(self, ledger: Ledger, state: CaseState, due: dict[Key, Wanted]) -> None:
        self._ledger = ledger
        self._state = state
        self._due = due
        self._subjects = Subjects(state, ledger)
        # What is sent today is what may be told today, whenever it became due.
        self._today = ledger.policy(ledger.cause.at)

    def run(self, rows: Sequence[ReferralRow]) -> None:
        known: dict[Key, list[ReferralRow]] = {}
        for row in rows:
            key = self._subjects.key_of(row.partner, row.subject_kind, row.subject_ref)
            known.setdefault(key, []).append(row)
        latest = {key: self._one_of(found) for key, found in known.items()}
        numbers = {key: max(row.number for row in found) for key, found in known.items()}
        live = {
            key: self._live(latest.get(key), one, numbers.get(key, 0) + 1) for key, one in self._due.items()
        }
        self._ask(live)
        for key, current in live.items():
            if current is not None and not _is_done_with(current):
                self._advance(current, self._due[key])
        for key, row in latest.items():
            if key not in self._due:
                sending.end(self._ledger, row, self._why_false(row))

    def _one_of(self, rows: list[ReferralRow]) -> ReferralRow:
        """The one that goes on of those of one partner and subject: what was sent first, when two were one person."""
        going_on = [row for row in rows if not _is_done_with(row)]
        if not going_on:
            return max(rows, key=_numbered)
        kept = min(going_on, key=lambda row: (row.sent_at is None, row.sent_at or row.since, _numbered(row)))
        for row in going_on:
            if row is not kept:
                sending.end(self._ledger, row, WithdrawalReason.KNOWN_AS_ANOTHER)
        return kept

    def _live(self, row: ReferralRow | None, one: Wanted, number: int) -> ReferralRow | None:
        """The referral that is wanted: the one there is, or a new one if it is due now and nobody has said no."""
        if row is not None and not _is_done_with(row):
            return row
        pack = self._pack_today(one)
        if pack is None or not self._is_due(one):
            return row
        new = self._new(row, one, pack, number)
        if self._refused(new, pack) is not None:
            # Recalled because an officer said no: who contests that is heard.
            return row
        return sending.propose(self._ledger, new, self._waits(new))

    def _new(self, before: ReferralRow | None, one: Wanted, pack: PartnerPack, number: int) -> ReferralRow:
        case, key = self._state.case, one.key
        ident = referral_id(self._ledger.force, case.case_id, key.partner, key.kind, key.ref, number)
        comes_again = before is not None and before.withdrawn_for in _SAID_NO
        return ReferralRow(
            referral_id=ident,
            case_id=case.case_id,
            reference=case.reference,
            partner=key.partner,
            subject_kind=key.kind,
            subject_ref=key.ref,
            status=ReferralStatus.PROPOSED,
            since=one.since,
            number=number,
            because=one.because,
            consent=self._consent(key, pack),
            step_id=before.step_id if before is not None and comes_again else ident,
            policy=self._today.sha256,
        )

    def _ask(self, live: dict[Key, ReferralRow | None]) -> None:
        """Ask a named officer about those that name a perpetrator; one that was decided may still be contested."""
        case = self._state.case
        steps = [
            self._step(row, self._due[key])
            for key, row in live.items()
            if row is not None
            and _names_perpetrator(row)
            and (row.sent_at is not None or self._is_due(self._due[key]))
        ]
        why = WithdrawalReason.CORRECTED if self._state.is_worked_on else WithdrawalReason.CASE_CLOSED
        confirmation.settle(self._ledger, case.case_id, case.reference, (StepKind.REFERRAL,), steps, why)

    def _step(self, row: ReferralRow, one: Wanted) -> Step:
        """By what makes it due now; of one that was sent, by what made it."""
        _, pack = sending.terms_of(self._ledger, row)
        if row.sent_at is None:
            row = msgspec.structs.replace(row, because=one.because)
        what, why = events.what(row), events.why(row, pack)
        asked = Asked(row, self._state, self._ledger, self._subjects.person(one.key.subject))
        subject = events.subject_of(row)
        return Step(row.step_id, StepKind.REFERRAL, subject, True, what, why, evidence.of(asked))

    def _advance(self, row: ReferralRow, one: Wanted) -> None:
        if row.sent_at is None and self._pack_today(one) is not None:
            row = msgspec.structs.replace(row, policy=self._today.sha256)
        _, pack = sending.terms_of(self._ledger, row)
        row = msgspec.structs.replace(row, consent=self._consent(one.key, pack))
        refused = self._refused(row, pack)
        if row.sent_at is None:
            self._decide(msgspec.structs.replace(row, because=one.because), one, pack, refused)
        elif refused is not None or not one.was_due_at(row.sent_at):
            sending.end(self._ledger, row, refused or self._why_false(row))
        else:
            sending.correct(self._ledger, row, self._view(row))

    def _decide(
        self, row: ReferralRow, one: Wanted, pack: PartnerPack, refused: WithdrawalReason | None
    ) -> None:
        """Of one that was not sent: send it, let it wait, or retract it."""
        if not self._is_due(one):
            sending.end(self._ledger, row, self._why_over(one))
        elif refused is not None:
            sending.end(self._ledger, row, refused)
        elif self._agreed(row, pack) and not self._waits(row):
            decided = self._decision(row)
            officer = decided.word.officer if decided is not None else None
            sending.make(self._ledger, row, self._view(row), officer)
        else:
            sending.propose(self._ledger, row, self._waits(row))

    def _is_due(self, one: Wanted) -> bool:
        return one.holds and self._state.is_worked_on and self._pack_today(one) is not None

    def _pack_today(self, one: Wanted) -> PartnerPack | None:
        """The pack by which it would be sent today; None: it tells of no such thing any more."""
        pack = self._today.policy.partners.pack_of(one.key.partner)
        if pack is None or one.key.kind not in pack.about or not set(one.because) & set(pack.triggers):
            return None
        return pack

    def _agreed(self, row: ReferralRow, pack: PartnerPack) -> bool:
        return pack.gateway.kind is not GatewayKind.CONSENT or row.consent is ConsentState.GIVEN

    def _waits(self, row: ReferralRow) -> bool:
        """Whether a named officer is still to confirm it (X6)."""
        decided = self._decision(row)
        return _names_perpetrator(row) and (decided is None or not decided.confirmed)

    def _refused(self, row: ReferralRow, pack: PartnerPack) -> WithdrawalReason | None:
        """Whether the person, or a named officer, has said no."""
        if pack.gateway.kind is GatewayKind.CONSENT and _lacks_consent(row):
            return WithdrawalReason.CONSENT_REFUSED
        decided = self._decision(row)
        return WithdrawalReason.REFUSED if decided is not None and not decided.confirmed else None

    def _decision(self, row: ReferralRow) -> Decision | None:
        return confirmation.decision(self._ledger, row.step_id) if _names_perpetrator(row) else None

    def _consent(self, key: Key, pack: PartnerPack) -> ConsentState:
        person = self._subjects.person(key.subject)
        if pack.gateway.kind is not GatewayKind.CONSENT or person is None:
            return ConsentState.NOT_NEEDED
        return consent.state_of(self._state.answers_about(person), key.partner)

    def _why_false(self, row: ReferralRow) -> WithdrawalReason:
        """Why one is taken back that was never due: among what makes one due is that the person wants it."""
        _, pack = sending.terms_of(self._ledger, row)
        key = self._subjects.key_of(row.partner, row.subject_kind, row.subject_ref)
        if self._state.case.status is CaseStatus.WITHDRAWN:
            return WithdrawalReason.KNOWN_AS_ANOTHER
        said = msgspec.structs.replace(row, consent=self._consent(key, pack))
        asked = said.consent is not ConsentState.NOT_NEEDED
        lacks = asked and _lacks_consent(said)
        return WithdrawalReason.CONSENT_REFUSED if lacks else WithdrawalReason.FOUND_FALSE

    def _why_over(self, one: Wanted) -> WithdrawalReason:
        """Why one is retracted that was due once and is not now."""
        if not self._state.is_worked_on:
            return WithdrawalReason.CASE_CLOSED
        if one.holds:
            return WithdrawalReason.LAPSED
        person = self._subjects.person(one.key.subject)
        left = person is not None and person in self._state.left
        return WithdrawalReason.PERSON_LEFT if left else WithdrawalReason.BAND_CHANGED

    def _view(self, row: ReferralRow) -> View:
        """The case as the referral tells it: as at when the partner was told last, or now."""
        key = self._subjects.key_of(row.partner, row.subject_kind, row.subject_ref)
        at = row.as_at or self._ledger.cause.at
        return View(
            self._state, self._ledger, key.subject, self._subjects.person(key.subject), row.partner, at
        )


def _names_perpetrator(row: ReferralRow) -> bool:
    return row.subject_kind is SubjectKind.PERPETRATOR


def _is_done_with(row: ReferralRow) -> bool:
    """Whether it never goes on: the next one of this partner and subject is another."""
    rested_on_nothing = row.withdrawn_for is WithdrawalReason.FOUND_FALSE
    return row.status is ReferralStatus.RECALLED or (
        row.status is ReferralStatus.RETRACTED and rested_on_nothing
    )


def _lacks_consent(row: ReferralRow) -> bool:
    """Whether the person said no; what was sent needs their yes for as long as it stands."""
    if row.sent_at is not None:
        return row.consent is not ConsentState.GIVEN
    return row.consent is ConsentState.REFUSED


def _numbered(row: ReferralRow) -> tuple[int, str]:
    return row.number, row.referral_id
