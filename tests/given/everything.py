"""A case in which everything is known that a partner could be told, about four people and a place.

Every value that would show who or where somebody is stands once, so that it is found again wherever it went.
"""

from typing import Any, Final

from schemas.incoming import Person
from schemas.words import Answer, ConsentState, Partner, Question, Role, SubjectKind
from tests.given.casefile import in_sentinel, person
from tests.given.casework import answered, contacted, planned
from tests.given.core import Core, Event
from tests.given.high_risk import declared
from tests.given.messages import closed, incident, lead_officer
from tests.given.partners import consent
from tests.given.steps import asked, confirmed

PLACE: Final = "999000000044"
CHILD, ADULT, YOUTH, INFANT = "P-1", "P-2", "P-3", "P-4"
_PERPETRATORS: Final = (YOUTH, INFANT)


def _marks(name: str, born: str, phone: str, home: str) -> dict[str, Any]:
    return {"name": name, "date_of_birth": born, "phone": phone, "home_uprn": home}


# What shows who somebody is, by Sentinel's reference.
MARKS: Final[dict[str, dict[str, Any]]] = {
    CHILD: _marks("Cara Example", "2012-03-04", "07700 900101", "999000000011"),
    ADULT: _marks("Adam Example", "1961-05-06", "07700 900102", "999000000012"),
    YOUTH: _marks("Yves Example", "2010-07-08", "07700 900103", "999000000013"),
    INFANT: _marks("Ines Example", "2018-09-10", "07700 900104", "999000000014"),
}


def everything_told(core: Core) -> list[Event]:
    """The case with everything filled in and every step confirmed; all that was published.

    It is filled in while it is closed: nothing is sent before all is known.
    """
    people = [
        person(ref, _role(ref), tenant=Answer.YES, nominal_ref=f"NOMINAL-{ref}", **marks)
        for ref, marks in MARKS.items()
    ]
    in_sentinel(core, *people, beat="SK12", uprns=(PLACE,))
    core.tell(closed("SEN-1", 0.5))
    core.tell(lead_officer("SEN-1", "PC 4411", 1), planned(1), contacted(Partner.HOUSING, 1))
    for ref in MARKS:
        core.tell(
            *(answered(question, Answer.YES, 2, person_ref=ref) for question in Question),
            *(consent(partner, ConsentState.GIVEN, 2, person_ref=ref) for partner in Partner),
        )
    core.tell(
        incident(
            "SK-1",
            3,
            "THEY THREATENED ARSON",
            uprn=PLACE,
            opening_code="201",
            people=tuple(
                Person(role=_role(ref), nominal_ref=f"NOMINAL-{ref}", vulnerability_flags=("Mental health",))
                for ref in MARKS
            ),
            local_codes=("ASB11",),
            qualifiers=(
                "Mental health",
                "Alcohol",
                "Vulnerable child/young person",
                "Other public agency dealing",
                "Prejudice-Racial",
            ),
        )
    )
    for number, ref in enumerate(MARKS):
        core.tell(declared(ref=ref, hours=4 + number, kind=_kind(ref)))
    core.tell(declared(ref=PLACE, hours=9, kind=SubjectKind.LOCATION))
    core.tell(declared(ref="", hours=10, kind=SubjectKind.COMMUNITY))
    core.tell(closed("SEN-1", 12, revision=2, is_closed=False))
    for step in asked(core.published, "referral"):
        core.tell(confirmed(step["step_id"], 20))
    return core.published


def _role(ref: str) -> Role:
    return Role.PERPETRATOR if ref in _PERPETRATORS else Role.VICTIM


def _kind(ref: str) -> SubjectKind:
    return SubjectKind.PERPETRATOR if ref in _PERPETRATORS else SubjectKind.VICTIM
