"""What Sentinel needs to create a case (R7).

Pure. Idempotent by case id and request number; holds the people and the place of the incident that opened it, without
a suspect whom policy withholds (X11).
"""

from collections.abc import Sequence

from schemas.outgoing import CaseOpened, CasePerson, CasePlace, LetterAnswer
from schemas.rows import CaseRow, HeaderKept, IncidentRow, PersonKept, PlaceKept
from schemas.words import Outcome, Placement, Role
from streams.policies.policy import Policy
from streams.rules import wording
from streams.rules.in_force import InForce
from streams.rules.keys import person_ref
from streams.rules.ledger import Ledger
from streams.rules.letters import letters_of
from streams.rules.link import header_of
from streams.rules.non_crime_hate import letters_counted


def of(row: IncidentRow, case: CaseRow, in_force: InForce, ledger: Ledger) -> CaseOpened:
    """The request to create `case`, opened by the incident `row`."""
    header = header_of(row)
    letters = letters_of(row, row.links, in_force.policy)
    withheld = _suspects(header) if row.suspects_withheld else ()
    return CaseOpened(
        case_id=case.case_id,
        request=case.request,
        incident_id=row.incident_id,
        associated_incident_ids=tuple(link.to for link in row.links if link.associated and not link.sentinel),
        asb_class=row.tag.asb_class if row.tag else None,
        asb_type=row.tag.asb_type if row.tag else None,
        opening_policy=in_force.policy.opening,
        people=tuple(
            _person(person, person_ref(person, row.incident_id, number, ledger.secret))
            for number, person in header.numbered
            if person not in withheld
        ),
        place=_place(header.place) if header.place else None,
        decided_by=in_force.version,
        sentence=_sentence(row, letters, in_force.policy, withheld=bool(withheld)),
    )


def _suspects(header: HeaderKept) -> tuple[PersonKept, ...]:
    return tuple(person for person in header.people if person.role is Role.PERPETRATOR)


def _sentence(row: IncidentRow, letters: Sequence[LetterAnswer], policy: Policy, *, withheld: bool) -> str:
    decided = wording.of_decision(
        row.outcome or Outcome.UNKNOWN,
        Placement.OPEN,
        letters,
        policy.opening,
        asked=False,
        counted=letters_counted(row, policy),
    )
    return f"{decided} {wording.SUSPECT_NOT_NAMED}" if withheld else decided


def _person(person: PersonKept, ref: str) -> CasePerson:
    return CasePerson(
        person_ref=ref,
        role=person.role,
        nominal_ref=person.nominal_ref,
        name=person.name,
        date_of_birth=person.date_of_birth,
        phone=person.phone,
    )


def _place(place: PlaceKept) -> CasePlace:
    return CasePlace(
        uprn=place.uprn,
        text=place.text,
        easting=place.easting,
        northing=place.northing,
        beat=place.beat,
    )
