"""Duties that stay visible until done or declined: the one mechanism for all kinds (R6, R7, R10, R15, R16).

Opened by a rule, due and reminded on the ladder of the policy it was opened under, then done, declined with a
reason, or withdrawn. Adding a kind is an entry in the policy and a small rule (`duties`).
Pure: the time comes from the cause.
"""

from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.envelope import timestamp
from schemas.ids import duty_id, obligation_id
from schemas.outgoing import (
    ObligationDeclined,
    ObligationDone,
    ObligationOpened,
    ObligationWithdrawn,
    Outgoing,
)
from schemas.rows import AboutKept, LadderKept, ObligationRow
from schemas.words import AskReason, ObligationKind, ObligationStatus, WithdrawalReason
from streams.policies.duties import Ladder
from streams.rules import remind
from streams.rules.duty import about_of, named, publish
from streams.rules.in_force import InForce
from streams.rules.ladder import rung_after, rung_at, rungs_by_the_day_of
from streams.rules.ledger import Ledger


def declined_bucket(case_id: str) -> str:
    """The index bucket of what a case does not owe by an officer's word."""
    return f"declined:{case_id}"


class Wanted(NamedTuple):
    """A duty that a case has by its facts: the same facts want the same duty."""

    kind: ObligationKind
    # Where its ladder begins.
    since: datetime
    in_force: InForce
    about: AboutKept = AboutKept()
    mailed: bool = True
    # Unknown because a yes came without its text.
    without_text: bool = False

    def id_in(self, ledger: Ledger, case_id: str) -> str:
        """The duty's id: by what it is about and when it begins, whatever order the facts came in."""
        about = msgspec.json.encode(self.about).decode()
        return duty_id(ledger.force, self.kind, case_id, about, timestamp(self.since))

    def about_as(self, ref: str) -> "Wanted":
        """The same about the same person by another reference."""
        named = "person_ref" if self.about.person_ref else "ref"
        return self._replace(about=msgspec.structs.replace(self.about, **{named: ref}))


def open_for_incident(
    ledger: Ledger, kind: ObligationKind, incident_id: str, in_force: InForce, reason: AskReason | None = None
) -> ObligationRow:
    """Open a duty about an incident that begins now."""
    ident = obligation_id(ledger.force, kind, incident_id, ledger.next_number(f"{kind}:{incident_id}"))
    incident = ledger.incident(incident_id)
    place = incident.header.place if incident and incident.header else None
    row = _row(ledger, ident, Wanted(kind, ledger.cause.at, in_force))
    row = msgspec.structs.replace(
        row, incident_id=incident_id, reason=reason, beat=place.beat if place else None
    )
    return _open(ledger, row, in_force)


def open_for_case(
    ledger: Ledger, kind: ObligationKind, case_id: str, in_force: InForce, reason: AskReason | None = None
) -> ObligationRow:
    """Open a duty about a case that begins now."""
    ident = obligation_id(ledger.force, kind, case_id, ledger.next_number(f"{kind}:{case_id}"))
    row = _row(ledger, ident, Wanted(kind, ledger.cause.at, in_force))
    beat = ledger.the_case(case_id).beat
    return _open(ledger, msgspec.structs.replace(row, case_id=case_id, reason=reason, beat=beat), in_force)


def open_wanted(
    ledger: Ledger, case_id: str, wanted: Wanted, before: ObligationRow | None = None
) -> ObligationRow:
    """Open what a case has by its facts. One that was over goes on up its ladder from now, nothing told twice.

    `before`: the same duty about the same person under another reference, or beginning at another time; it goes
    on where that one was.
    """
    ident = wanted.id_in(ledger, case_id)
    known = ledger.obligation(ident)
    if known is None and before is not None:
        return _go_on(ledger, _row(ledger, ident, wanted), before, wanted)
    if known is not None:
        row = _again(ledger, known)
    else:
        row = msgspec.structs.replace(
            _row(ledger, ident, wanted),
            case_id=case_id,
            about=wanted.about,
            beat=ledger.the_case(case_id).beat,
        )
    return _open(ledger, msgspec.structs.replace(row, without_text=wanted.without_text), wanted.in_force)


def open_wanted_of_incident(
    ledger: Ledger, incident_id: str, wanted: Wanted, before: ObligationRow | None = None
) -> ObligationRow:
    """Open what an incident has by the facts, as `open_wanted` does for a case."""
    ident = wanted.id_in(ledger, incident_id)
    known = ledger.obligation(ident)
    incident = ledger.known_incident(incident_id)
    place = incident.header.place if incident.header else None
    new = msgspec.structs.replace(
        _row(ledger, ident, wanted),
        incident_id=incident_id,
        about=wanted.about,
        beat=place.beat if place else None,
    )
    if known is None and before is not None:
        return _go_on(ledger, new, before, wanted)
    return _open(ledger, _again(ledger, known) if known is not None else new, wanted.in_force)


def done(ledger: Ledger, row: ObligationRow) -> None:
    """The duty was met."""
    _end(ledger, row, ObligationStatus.DONE, ObligationDone(**named(row)))


def decline(ledger: Ledger, row: ObligationRow, officer: str, reason: str) -> None:
    """A named officer decided that it will not be met."""
    declined = ObligationDeclined(**named(row), officer=officer, reason=reason)
    _end(ledger, row, ObligationStatus.DECLINED, declined)


def withdraw(ledger: Ledger, row: ObligationRow, reason: WithdrawalReason) -> None:
    """The duty fell away: what it was opened for no longer stands."""
    withdrawn = ObligationWithdrawn(**named(row), reason=reason, corrects=row.opened_by or None)
    _end(ledger, row, ObligationStatus.WITHDRAWN, withdrawn)


def _row(ledger: Ledger, ident: str, wanted: Wanted) -> ObligationRow:
    terms = wanted.in_force.policy.obligations[wanted.kind]
    ladder = _kept(terms)
    due_at = rung_at(ladder, wanted.since, 1)
    return ObligationRow(
        obligation_id=ident,
        kind=wanted.kind,
        status=ObligationStatus.OPEN,
        opened_at=ledger.cause.at,
        since=wanted.since,
        due_at=due_at,
        next_at=due_at if terms.mailed and wanted.mailed else None,
        ladder=ladder,
    )


def _go_on(ledger: Ledger, new: ObligationRow, before: ObligationRow, wanted: Wanted) -> ObligationRow:
    """No day on which it was told, or passed, is told again; an officer's word against it goes on as well."""
    row = msgspec.structs.replace(
        new,
        case_id=before.case_id,
        about=wanted.about,
        beat=before.beat,
        without_text=wanted.without_text,
        reminded=before.reminded,
        # What was told of it was taken back under its former id.
        taken_back=before.reminded,
    )
    if before.status is ObligationStatus.DECLINED:
        return _stay_declined(ledger, row, before)
    if row.next_at is not None:
        rung = _passed(ledger, row, before)
        row = msgspec.structs.replace(row, rung=rung, next_at=rung_at(row.ladder, row.since, rung + 1))
    return _open(ledger, row, wanted.in_force)


def _passed(ledger: Ledger, row: ObligationRow, before: ObligationRow) -> int:
    """The last rung of the duty that has had its day under its former id."""
    if before.status is not ObligationStatus.OPEN:
        return rung_after(row.ladder, row.since, ledger.cause.at) - 1
    if not before.rung:
        return 0
    return rungs_by_the_day_of(row.ladder, row.since, rung_at(before.ladder, before.since, before.rung))


def _stay_declined(ledger: Ledger, row: ObligationRow, before: ObligationRow) -> ObligationRow:
    word = ledger.declined(before.obligation_id)
    if word is not None:
        ledger.put_declined(msgspec.structs.replace(word, obligation_id=row.obligation_id))
    row = msgspec.structs.replace(row, status=ObligationStatus.DECLINED)
    ledger.put_obligation(row)
    return row


def _again(ledger: Ledger, row: ObligationRow) -> ObligationRow:
    """The duty open once more; rungs that came while it was over are passed, not told."""
    rung, next_at = row.rung, row.next_at
    if next_at is not None:
        following = max(rung + 1, rung_after(row.ladder, row.since, ledger.cause.at))
        rung, next_at = following - 1, rung_at(row.ladder, row.since, following)
    return msgspec.structs.replace(
        row, status=ObligationStatus.OPEN, rung=rung, next_at=next_at, parked_until=None
    )


def _kept(terms: Ladder) -> LadderKept:
    return LadderKept(
        days=terms.days,
        then_every=terms.then_every,
        levels=terms.levels,
        reading=terms.reading,
        count=terms.count,
    )


def _open(ledger: Ledger, row: ObligationRow, in_force: InForce) -> ObligationRow:
    opened = ObligationOpened(
        **named(row),
        about=about_of(row.about),
        opened_at=row.opened_at,
        due_at=row.due_at,
        decided_by=in_force.version,
    )
    row = msgspec.structs.replace(row, opened_by=publish(ledger, row, opened))
    _put(ledger, row)
    word = ledger.declined(row.obligation_id)
    if word is not None:
        decline(ledger, row, word.officer, word.reason)
    return row


def _end(ledger: Ledger, row: ObligationRow, status: ObligationStatus, ended: Outgoing) -> None:
    if row.status is not ObligationStatus.OPEN:
        return
    _put(ledger, msgspec.structs.replace(row, status=status, taken_back=row.reminded))
    publish(ledger, row, ended)
    if row.reminded > row.taken_back:
        publish(ledger, row, remind.cancelled(row))


def _put(ledger: Ledger, row: ObligationRow) -> None:
    """The case of a duty shows whether it is open; a reminder changes nothing that it shows."""
    ledger.put_obligation(row)
    if row.case_id:
        ledger.touched_cases[row.case_id] = None
