"""Cases that begin in Sentinel (R7).

A housing officer or a neighbourhood team opens them, the calls come later; `casework` goes on with them.
"""

from datetime import datetime, timedelta
from random import Random

from connectors.city.event import fact_id
from connectors.city.people import Resident
from connectors.city.place import Place
from schemas.incoming import (
    CaseOpenedInSentinel,
    LeadOfficerSet,
    PersonAdded,
    SentinelFact,
    SentinelPerson,
)
from schemas.words import Role


def open_in_sentinel(
    seed: int, numbers: Random, at: datetime, place: Place, victim: Resident
) -> tuple[str, list[SentinelFact]]:
    """The reference of the case, and what Sentinel records of it."""
    reference = f"SKE/{at:%Y}/{place.uprn[3:]}"
    person = SentinelPerson(
        person_ref=f"P{victim.nominal_ref[1:]}",
        role=Role.VICTIM,
        nominal_ref=victim.nominal_ref,
        name=victim.name,
        date_of_birth=victim.date_of_birth,
        home_uprn=place.uprn,
        home_beat=place.beat,
    )
    officer = f"PC{1000 + int(numbers.random() * 900)}"

    def said(kind: str, after: timedelta) -> dict[str, object]:
        return {
            "fact_id": fact_id(seed, kind, reference, 1),
            "recorded_at": at + after,
            "revision": 1,
            "reference": reference,
        }

    facts: list[SentinelFact] = [
        CaseOpenedInSentinel.model_validate(
            {
                **said("CaseOpenedInSentinel", timedelta()),
                "opened_at": at,
                "uprns": (place.uprn,),
                "people": (person,),
                "beat": place.beat,
            }
        ),
        LeadOfficerSet.model_validate(
            {**said("LeadOfficerSet", timedelta(hours=2)), "lead_officer": officer}
        ),
        PersonAdded.model_validate({**said("PersonAdded", timedelta(hours=3)), "person": person}),
    ]
    return reference, facts
