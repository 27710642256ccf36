"""What Sentinel tells of a case: that it exists, who and where it is about, who leads it, that it is over."""

from datetime import date
from typing import Annotated, Literal

from pydantic import (
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from schemas.incoming.parts import (
    Beat,
    CaseReference,
    Ident,
    IncidentId,
    Incoming,
    Instant,
    OfficerId,
    PersonRef,
    Revision,
    ShortText,
    Uprn,
    _given,
    at_most,
    keys_at_most,
)
from schemas.words import (
    Answer,
    ConsentState,
    Letter,
    Partner,
    Role,
)


class SentinelFact(Incoming):
    """What every fact from Sentinel carries; the revision counts changes of the thing the fact is about."""

    fact_id: Ident
    recorded_at: Instant
    revision: Revision


class CaseAccepted(SentinelFact):
    """Sentinel created the case we asked for. Carries both identities."""

    case_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    reference: CaseReference
    accepted_at: Instant


class SentinelPerson(Incoming):
    """A person of a Sentinel case; `person_ref` is Sentinel's own."""

    person_ref: PersonRef
    role: Role
    nominal_ref: Annotated[str, StringConstraints(max_length=64)] | None = None
    name: ShortText | None = None
    date_of_birth: date | None = None
    phone: Annotated[str, StringConstraints(max_length=32)] | None = None
    # Where they live, and on which beat that is; another address in a later fact: they moved (R8, R9).
    home_uprn: Uprn | None = None
    home_beat: Beat | None = None
    # Whether a landlord who is a partner houses them (R20).
    tenant: Answer = Answer.UNKNOWN


class CaseOpenedInSentinel(SentinelFact):
    """A case that began in Sentinel (R7). It may name incidents, addresses and people that it is about."""

    reference: CaseReference
    opened_at: Instant
    incident_ids: Annotated[tuple[IncidentId, ...], at_most(50)] = ()
    uprns: Annotated[tuple[Uprn, ...], at_most(20)] = ()
    people: Annotated[tuple[SentinelPerson, ...], at_most(50)] = ()
    beat: Annotated[str, StringConstraints(max_length=16)] | None = None


class LeadOfficerSet(SentinelFact):
    """The case's lead officer, a slot of its own; nobody is a value."""

    reference: CaseReference
    lead_officer: OfficerId | None


class PersonAdded(SentinelFact):
    """A person joins a case in a role; the slot is (case, person)."""

    reference: CaseReference
    person: SentinelPerson


class VictorERecorded(SentinelFact):
    """An officer's own VICTOR-E for an incident or a case; the slot is (subject, assessor).

    Letters left out are unknown to the officer. It wins over inference and is kept beside it (R6).
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [_given("incident_id"), _given("reference")]})

    incident_id: IncidentId | None = None
    reference: CaseReference | None = None
    assessor: OfficerId
    letters: Annotated[dict[Letter, Answer], Field(max_length=len(Letter)), keys_at_most(len(Letter))]
    text: Annotated[str, StringConstraints(max_length=2_000)] = ""

    @model_validator(mode="after")
    def names_one_subject(self) -> "VictorERecorded":
        if (self.incident_id is None) == (self.reference is None):
            msg = "names an incident or a case, and only one of them"
            raise ValueError(msg)
        return self


class CaseClosed(SentinelFact):
    """Sentinel closed the case, or with `closed` false opened it again; one slot for both."""

    reference: CaseReference
    closed: bool = True
    closed_at: Instant


class PersonLeft(SentinelFact):
    """A person is no longer on the case; the slot is that of PersonAdded."""

    reference: CaseReference
    person_ref: PersonRef


class LocationAdded(SentinelFact):
    """A location is on the case, to be assessed as such (R19), or with `left` no longer; the slot is (case, UPRN)."""

    reference: CaseReference
    uprn: Uprn
    left: bool = False


class PersonMerged(SentinelFact):
    """Two records of a case are one person: `person_ref` is `into`, or with none it is not (R5); the slot is
    (case, person)."""

    reference: CaseReference
    person_ref: PersonRef
    into: PersonRef | None


class ConsentRecorded(SentinelFact):
    """Whether somebody agrees to be referred to a partner (R20); the slot is (case, person, partner)."""

    reference: CaseReference
    person_ref: PersonRef
    partner: Partner
    consent: Literal[ConsentState.ASKED, ConsentState.GIVEN, ConsentState.REFUSED]
    officer: OfficerId
