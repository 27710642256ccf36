"""A case that began in Sentinel, and what was published about it."""

from collections.abc import Iterable
from typing import Any

from schemas.incoming import SentinelPerson
from schemas.words import ObligationKind, Role, SubjectKind
from tests.given.core import Core, Event
from tests.given.messages import opened_in_sentinel

Data = dict[str, Any]


def person(person_ref: str, role: Role = Role.VICTIM, **known: Any) -> SentinelPerson:
    return SentinelPerson(person_ref=person_ref, role=role, **known)


def in_sentinel(core: Core, *people: SentinelPerson, reference: str = "SEN-1", **changes: Any) -> str:
    """Open a case in Sentinel at the start of the story; returns the id it has here."""
    published = core.tell(opened_in_sentinel(reference, 0, people=people, **changes))
    [adopted] = of_type(published, "CaseAdopted")
    return str(adopted["case_id"])


def of_type(events: Iterable[Event], event_type: str) -> list[Data]:
    return [event.data for event in events if event.type == event_type]


def only(events: Iterable[Event], event_type: str) -> Data:
    [found] = of_type(events, event_type)
    return found


def snapshot(core: Core, case_id: str) -> Data:
    found = core.latest("CaseSnapshot", case_id)
    assert found is not None
    return found


def to_be_assessed(core: Core, case_id: str) -> set[tuple[SubjectKind, str]]:
    """The subjects of the case whose assessment is outstanding, as the snapshot shows them."""
    return {
        (SubjectKind(duty["about"]["subject"]["kind"]), duty["about"]["subject"]["ref"])
        for duty in snapshot(core, case_id)["open_obligations"]
        if duty["kind"] == ObligationKind.RISK_ASSESSMENT
    }


def shown(core: Core, case_id: str, person_ref: str, role: Role = Role.VICTIM) -> Data:
    """A person of the case as the snapshot shows them in one role."""
    people = snapshot(core, case_id)["people"]
    [found] = [one for one in people if (one["person_ref"], one["role"]) == (person_ref, role)]
    return found
