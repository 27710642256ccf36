"""Cases as the worker asks for them, and what its officers then record, with nothing but the city's own code."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from connectors.city import SentinelActor
from connectors.city.casework.behaviour import Behaviour
from connectors.city.event import CityEvent
from schemas.outgoing import (
    Addressee,
    CaseOpened,
    CasePerson,
    CasePlace,
    DutyAbout,
    ObligationOpened,
    PolicyVersion,
    ReminderFellDue,
)
from schemas.words import ObligationKind, OpeningPolicy, Post, Role

AT = datetime(2025, 6, 2, 12, tzinfo=UTC)
POLICY = PolicyVersion(name="built-in", version="1", sha256="0" * 64, rules_version="1")
VICTIM = CasePerson(person_ref="1", role=Role.VICTIM, nominal_ref="N1", name="Adra Ashgarth")
OTHER_VICTIM = CasePerson(person_ref="2", role=Role.VICTIM, name="Bexen Ashgarth", phone="01164960001")
PERPETRATOR = CasePerson(person_ref="3", role=Role.PERPETRATOR, name="Corrin Coldwater")
REPORTER = CasePerson(person_ref="4", role=Role.REPORTER, name="Dessa Drumlaw")


def case_id(number: int) -> str:
    return str(uuid5(NAMESPACE_OID, str(number)))


def a_case(number: int, *people: CasePerson) -> CaseOpened:
    return CaseOpened(
        case_id=case_id(number),
        request=1,
        incident_id=f"SKE-20250602-{number:07d}",
        associated_incident_ids=(),
        asb_class=None,
        asb_type=None,
        opening_policy=OpeningPolicy.VICTOR_E,
        people=people,
        place=CasePlace(uprn="999000000001"),
        decided_by=POLICY,
        sentence="",
    )


def of(kind: type, events: list[CityEvent]) -> list:
    """What is recorded of one kind, in order."""
    return [event.message for event in events if isinstance(event.message, kind)]


def worked(*cases: CaseOpened, behaviour: Behaviour = Behaviour.AFTER) -> list[CityEvent]:
    """Everything that is recorded of the cases, with nothing but the requests heard."""
    actor = SentinelActor(1, {}, behaviour)
    for case in cases:
        actor.hear(case, AT)
    return list(actor.due(None))


def after_days(
    days: float, numbers: range, *people: CasePerson, behaviour: Behaviour
) -> tuple[SentinelActor, list[CityEvent]]:
    """Sentinel some days after the cases were asked for, and what was recorded until then."""
    actor = SentinelActor(1, {}, behaviour)
    for number in numbers:
        actor.hear(a_case(number, *people), AT)
    return actor, list(actor.due(AT + timedelta(days=days)))


def a_duty(
    kind: ObligationKind, number: int, due_at: datetime, about: DutyAbout | None = None
) -> ObligationOpened:
    return ObligationOpened(
        obligation_id=f"{kind}-{number}",
        kind=kind,
        incident_id=None,
        case_id=case_id(number),
        about=about,
        opened_at=AT,
        due_at=due_at,
        decided_by=POLICY,
    )


def a_reminder(
    kind: ObligationKind,
    number: int,
    rung: int = 1,
    about: DutyAbout | None = None,
    incident_id: str | None = None,
) -> ReminderFellDue:
    return ReminderFellDue(
        obligation_id=f"{kind}-{number}",
        kind=kind,
        incident_id=incident_id,
        case_id=case_id(number),
        about=about,
        rung=rung,
        stands_for=(rung,),
        level=Post.LEAD_OFFICER,
        addressees=(Addressee(post=Post.FALLBACK, officer=None),),
        lead_officer=None,
        beat=None,
        due_at=AT,
    )
