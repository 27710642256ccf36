"""What is not ASB: most of a control room's day."""

from datetime import datetime
from random import Random

from connectors.city.chance import one_of
from connectors.city.coding import coding_of_other
from connectors.city.event import CityEvent, delivered
from connectors.city.registrar import Registrar
from connectors.city.report import Facts, messages_of
from connectors.city.said import said_of_other
from connectors.city.situations import OtherKind
from connectors.city.texts import scene
from connectors.city.truth import GroundTruth, IncidentTruth
from schemas.incoming import Person
from schemas.words import Role

SOMEBODY_NAMED = 0.8
ROLES = (Role.REPORTER, Role.REPORTER, Role.VICTIM, Role.WITNESS)


def tell_other(
    seed: int, numbers: Random, kind: OtherKind, registrar: Registrar, *, at: datetime, truth: GroundTruth
) -> list[CityEvent]:
    """One incident of a kind, reported at `at`; its truth is noted."""
    place, coded = registrar.place(numbers), numbers.random() >= kind.uncoded
    people: tuple[Person, ...] = ()
    if numbers.random() < SOMEBODY_NAMED:
        people = (registrar.resident(at, at).person(one_of(numbers, ROLES)),)
    facts = Facts(registrar.incident_id(at), at, place, people, closes_within_hours=(0.5, 9))
    said = said_of_other(numbers, kind, scene(numbers, place.street))
    truth.note(
        IncidentTruth(
            facts.incident_id, kind.name, story=facts.incident_id, asb=False, coded=coded, has_text=True
        )
    )
    coding = coding_of_other(numbers, kind.code, coded=coded)
    return delivered(seed, messages_of(numbers, facts, said, coding))
