"""Under what is somebody who is to be erased found in rows? (X8)

Pure. By the sure keys anywhere; by Sentinel's references, and by a name or a phone that a log gives, only on the
cases where that is surely the same person, as the case has it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.rows import IncidentRow, PersonKept
from streams.rules import case_state, membership
from streams.rules.case_state import CaseState
from streams.rules.keys import folded, phone
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase, former_refs
from streams.rules.rights import keys
from streams.rules.rights.reach import Reached

# What a naming says of who it is: nominal reference, folded name, birth date, digits of the phone.
_Naming = tuple[str, str, str, str]


class Traces(NamedTuple):
    """How a person is named, everywhere and by case id or Sentinel reference."""

    # Sure keys, and the references that follow from them.
    keys: frozenset[str]
    anywhere: frozenset[str]
    refs: dict[str, frozenset[str]]
    namings: dict[str, frozenset[_Naming]]

    def is_named(self, where: str, ref: str) -> bool:
        """Whether a reference means the person, on a case by its id or under a Sentinel reference."""
        return ref in self.anywhere or ref in self.refs.get(where, ())

    def is_naming(self, case_id: str, person: PersonKept, secret: bytes) -> bool:
        """Whether a log of a case, or of none, names the person by this."""
        if any(key in self.keys for key in keys.of_naming(person, secret)):
            return True
        return _of_log(person) in self.namings.get(case_id, ())

    def parts(self) -> list[bytes]:
        """The texts of which every row that names the person holds one."""
        refs = {ref for found in self.refs.values() for ref in found}
        return sorted(text.encode() for text in {*self.anywhere, *refs} if text)


def of(ledger: Ledger, reached: Reached, found: Iterable[str]) -> Traces:
    """The traces of whoever is named by the sure keys `found`, set aside or not."""
    sure = frozenset(found)
    refs: dict[str, frozenset[str]] = {}
    namings: dict[str, frozenset[_Naming]] = {}
    for state in _cases(ledger, reached):
        everybody = (*state.aside, *state.people, *state.left)
        people = [one for one in everybody if _is_of(one, state.case.reference, sure, ledger)]
        known = frozenset(ref for one in people for ref in _refs(one, ledger))
        case_id, reference = state.case.case_id, state.case.reference
        refs[case_id] = refs[reference] = known
        namings[case_id] = frozenset(
            (each.nominal, each.name, each.born, each.phone)
            for one in people
            for each in one.identities
            if each.nominal or each.name or each.phone
        )
    for reference, ref in _records(sure):
        # Somebody may be spoken of under a reference of Sentinel's who was never put on its case.
        row = ledger.sentinel(reference)
        for where in {reference, row.case_id} if row is not None and row.case_id else {reference}:
            refs[where] = refs.get(where, frozenset()) | {ref}
    return Traces(sure, frozenset(keys.refs_of(sure)), refs, namings)


def incidents(ledger: Ledger, reached: Reached, traces: Traces) -> Iterator[IncidentRow]:
    """Every incident that may name the person: by a sure key, or of a case where any naming of theirs is known."""
    ids = dict.fromkeys(reached.incident_ids)
    for case_id in traces.namings:
        ids.update(dict.fromkeys(membership.members_of(ledger, case_id)))
    yield from (ledger.known_incident(incident_id) for incident_id in ids)


def _cases(ledger: Ledger, reached: Reached) -> Iterator[CaseState]:
    rows = (ledger.incident(incident_id) for incident_id in reached.incident_ids)
    records = (ledger.sentinel(reference) for reference in reached.references)
    ids = dict.fromkeys(row.case_id for row in (*rows, *records) if row is not None and row.case_id)
    for case in (ledger.case(case_id) for case_id in ids):
        if case is not None:
            yield case_state.of(case, ledger)


def _records(sure: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of the keys those that are records of Sentinel's: its reference, and that of the person."""
    for key in sorted(sure):
        reference, _, ref = key.partition("|")
        if ref:
            yield reference, ref


def _is_of(person: PersonOnCase, reference: str, sure: frozenset[str], ledger: Ledger) -> bool:
    """Whether it is this person, and not another who is restricted too."""
    return any(key in sure for key in keys.of_person(person, reference, ledger.secret))


def _refs(person: PersonOnCase, ledger: Ledger) -> Iterator[str]:
    yield from person.known_as
    yield from former_refs(person, ledger.secret)


def _of_log(person: PersonKept) -> _Naming:
    born = person.date_of_birth.isoformat() if person.date_of_birth else ""
    return person.nominal_ref or "", folded(person.name or ""), born, phone(person.phone)
