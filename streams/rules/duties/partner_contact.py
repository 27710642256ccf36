"""Which partners are still to be contacted about the case? (R10)

Pure. From when the case came to a band at which the policy wants the contact, and if it says so only while a
perpetrator of the case is young enough: youth justice works with children.
"""

from collections.abc import Iterator
from datetime import datetime

from schemas.rows import AboutKept, ObligationRow
from schemas.words import ObligationKind, Role, WithdrawalReason
from streams.policies.duties import Contact
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.duties.standing import at_bands_since, is_done_since
from streams.rules.in_force import LONDON
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.slots import contact_with


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """A contact with each partner who was not contacted since the case came to the band."""
    band_since = state.band_since
    if band_since is None:
        return
    for contact in ledger.policy(band_since).policy.casework.contacts:
        since = _since(state, contact)
        if since is not None and not is_done_since(state, contact_with(contact.partner), since):
            about = AboutKept(partner=contact.partner)
            yield Wanted(ObligationKind.PARTNER_CONTACT, since, ledger.policy(since), about)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """The partner was contacted; or the band no longer wants it; or it turned out that nobody is young enough."""
    partner = row.about.partner if row.about is not None else None
    if partner is not None and is_done_since(state, contact_with(partner), row.since):
        return done()
    contacts = ledger.policy(row.since).policy.casework.contacts
    if any(contact.partner is partner and state.band in contact.bands for contact in contacts):
        return withdrawn(WithdrawalReason.CORRECTED)
    return withdrawn(WithdrawalReason.BAND_CHANGED)


def _since(state: CaseState, contact: Contact) -> datetime | None:
    """When the contact came to be wanted; None: it is not."""
    since = at_bands_since(state, contact.bands)
    if since is None or contact.perpetrator_under is None:
        return since
    return min(_young_since(state, since, contact.perpetrator_under), default=None)


def _young_since(state: CaseState, since: datetime, under: int) -> Iterator[datetime]:
    """For each perpetrator under the age on the London day it began: when that was."""
    for person in state.people:
        held = person.sentinel_roles.get(Role.PERPETRATOR)
        if held is not None:
            begun = max(since, held)
            age = person.age_on(begun.astimezone(LONDON).date())
            if age is not None and age < under:
                yield begun
