"""Messages of STORM and Sentinel with valid defaults; times are hours after the start of the story."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.incoming import (
    CaseAccepted,
    CaseClosed,
    CaseOpenedInSentinel,
    IncidentHeader,
    IncidentLink,
    IncidentLogged,
    LeadOfficerSet,
    LetterOverridden,
    Location,
    LogLine,
    Person,
    PersonAdded,
    PolicyActivated,
    SentinelPerson,
    TagOverridden,
    VictorERecorded,
)
from schemas.words import Answer, AsbClass, Channel, Letter, LineCategory, Role
from streams.policies.bundle import canonical
from tests.given.policies import nothing_expected

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HOME = "999000000001"
ELSEWHERE = "999000000002"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def fact(slot: str, hours: float, revision: int = 1) -> dict[str, Any]:
    """What every fact of Sentinel begins with; `slot` is what it is a version of."""
    return {"fact_id": f"{slot}-{revision}", "recorded_at": at(hours), "revision": revision}


def instruction(slot: str, hours: float, revision: int = 1) -> dict[str, Any]:
    """What every instruction begins with, but for its officer."""
    return {"instruction_id": f"{slot}-{revision}", "recorded_at": at(hours), "revision": revision}


def line(text: str, seq: int = 1, hours: float = 0, **changes: Any) -> LogLine:
    values = {"seq": seq, "at": at(hours), "author": "CH1", "category": LineCategory.REMARKS, "text": text}
    return LogLine(**{**values, **changes})


def victim(**changes: Any) -> Person:
    return Person(**{"role": Role.VICTIM, **changes})


def incident(
    incident_id: str = "SK-1",
    hours: float = 0,
    *texts: str,
    revision: int = 1,
    recorded: float | None = None,
    uprn: str | None = None,
    links: Sequence[str] = (),
    lines: Sequence[LogLine] | None = None,
    **header: Any,
) -> IncidentLogged:
    """An ASB nuisance report by default; `texts` are its log lines."""
    values: dict[str, Any] = {
        "reported_at": at(hours),
        "channel": Channel.NON_EMERGENCY,
        "opening_code": "202",
    }
    if uprn is not None:
        values["location"] = Location(uprn=uprn)
    values["links"] = tuple(IncidentLink(incident_id=other) for other in links)
    told = [line(text, seq, hours) for seq, text in enumerate(texts, start=1)] if lines is None else lines
    return IncidentLogged(
        incident_id=incident_id,
        revision=revision,
        recorded_at=at(hours if recorded is None else recorded),
        header=IncidentHeader(**{**values, **header}),
        lines=tuple(told),
    )


def accepted(case_id: str, reference: str = "SEN-1", hours: float = 24, revision: int = 1) -> CaseAccepted:
    return CaseAccepted(
        fact_id=f"accepted-{reference}",
        recorded_at=at(hours),
        revision=revision,
        case_id=case_id,
        reference=reference,
        accepted_at=at(hours),
    )


def opened_in_sentinel(reference: str = "SEN-9", hours: float = 0, **changes: Any) -> CaseOpenedInSentinel:
    values = {
        "fact_id": f"opened-{reference}",
        "recorded_at": at(hours),
        "revision": 1,
        "reference": reference,
        "opened_at": at(hours),
    }
    return CaseOpenedInSentinel(**{**values, **changes})


def closed(reference: str, hours: float, revision: int = 1, *, is_closed: bool = True) -> CaseClosed:
    return CaseClosed(
        fact_id=f"closed-{reference}",
        recorded_at=at(hours),
        revision=revision,
        reference=reference,
        closed=is_closed,
        closed_at=at(hours),
    )


def officer_says(
    incident_id: str | None, letters: Mapping[Letter, Answer], hours: float = 1, **changes: Any
) -> VictorERecorded:
    values = {
        "fact_id": f"victor-e-{incident_id}-{hours}",
        "recorded_at": at(hours),
        "revision": 1,
        "incident_id": incident_id,
        "assessor": "PC 4411",
        "letters": dict(letters),
    }
    return VictorERecorded(**{**values, **changes})


def letter_override(incident_id: str, letter: Letter, answer: Answer, hours: float = 1) -> LetterOverridden:
    return LetterOverridden(
        instruction_id=f"letter-{incident_id}-{letter}",
        recorded_at=at(hours),
        revision=1,
        officer="PS 77",
        incident_id=incident_id,
        letter=letter,
        answer=answer,
        reason="Spoke with the caller.",
    )


def tag_override(
    incident_id: str, *, asb: bool, asb_class: AsbClass | None = None, hours: float = 1
) -> TagOverridden:
    return TagOverridden(
        instruction_id=f"tag-{incident_id}",
        recorded_at=at(hours),
        revision=1,
        officer="FIR 1",
        incident_id=incident_id,
        asb=asb,
        asb_class=asb_class,
        reason="Counting rules.",
    )


def lead_officer(
    reference: str, officer: str | None = "PC 4411", hours: float = 1, revision: int = 1
) -> LeadOfficerSet:
    return LeadOfficerSet(
        **fact(f"lead-{reference}", hours, revision),
        reference=reference,
        lead_officer=officer,
    )


def person_added(
    reference: str, person_ref: str = "P-1", hours: float = 1, revision: int = 1, **person: Any
) -> PersonAdded:
    return PersonAdded(
        **fact(f"person-{reference}-{person_ref}", hours, revision),
        reference=reference,
        person=SentinelPerson(**{"person_ref": person_ref, "role": Role.VICTIM, **person}),
    )


def policy_activated(hours: float = 0, **changes: Any) -> PolicyActivated:
    """The built-in policy under another name, in effect a year from the start of the story."""
    document = {**nothing_expected()[-1].document, "name": "trial", "effective_from": "2027-06-01", **changes}
    return PolicyActivated(
        instruction_id=f"policy-{hours}",
        recorded_at=at(hours),
        revision=1,
        officer="PS 77",
        policy=document,
        sha256=hashlib.sha256(canonical(document)).hexdigest(),
    )
