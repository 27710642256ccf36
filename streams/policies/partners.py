"""Partner packs: when a partner is referred to, by what gateway, and exactly what it is told (R20; domain 6.1)."""

from collections.abc import Collection, Iterator
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from schemas.words import (
    PERSON_FIELDS,
    SENSITIVE_FIELDS,
    AsbType,
    Band,
    CaseSign,
    DisclosedField,
    GatewayKind,
    Partner,
    ReferralTrigger,
    SubjectKind,
)
from streams.policies.part import Part
from streams.policies.phrases import spelled, written

_PEOPLE: Final = frozenset({SubjectKind.VICTIM, SubjectKind.PERPETRATOR})
_PLACES: Final = frozenset({SubjectKind.LOCATION, SubjectKind.COMMUNITY})
# Whom or what each trigger may concern.
CONCERNS: Final = {
    ReferralTrigger.CASE_OPENED: frozenset({SubjectKind.COMMUNITY}),
    ReferralTrigger.COMBINED_APPROACH: frozenset({SubjectKind.COMMUNITY}),
    ReferralTrigger.HIGH_RISK_VICTIM: frozenset({SubjectKind.VICTIM}),
    ReferralTrigger.HIGH_RISK_PERPETRATOR: frozenset({SubjectKind.PERPETRATOR}),
    ReferralTrigger.HIGH_RISK_PLACE: _PLACES,
    ReferralTrigger.TENANT: _PEOPLE,
    ReferralTrigger.CHILD_PERPETRATOR: frozenset({SubjectKind.PERPETRATOR}),
    ReferralTrigger.PERPETRATOR_UNDER_TEN: frozenset({SubjectKind.PERPETRATOR}),
    ReferralTrigger.CHILD_AT_RISK: frozenset({SubjectKind.VICTIM}),
    ReferralTrigger.ADULT_AT_RISK: frozenset({SubjectKind.VICTIM}),
    ReferralTrigger.MENTAL_HEALTH: frozenset({SubjectKind.VICTIM}),
    ReferralTrigger.FIRE_OR_ARSON: frozenset({SubjectKind.VICTIM, *_PLACES}),
    ReferralTrigger.SUPPORT_WANTED: frozenset({SubjectKind.VICTIM}),
    ReferralTrigger.ALCOHOL_OR_DRUGS: frozenset({SubjectKind.PERPETRATOR}),
    ReferralTrigger.NOISE: _PLACES,
}

Fault = tuple[tuple[str | int, ...], str]


class SignTerms(Part):
    """What says a sign of an incident: any of these."""

    # Of the log's header, however they are spaced and capitalised.
    qualifiers: tuple[str, ...] = ()
    types: tuple[AsbType, ...] = ()
    # Phrases among the cues of VICTOR-E, so that what is denied does not count.
    phrases: tuple[Annotated[str, AfterValidator(written)], ...] = ()


class GatewayTerms(Part):
    """What allows the disclosure: the act and section, and what it is for (DPA 2018 s.36(4))."""

    kind: GatewayKind
    act: Annotated[str, Field(min_length=1)]
    purpose: Annotated[str, Field(min_length=1)]


class PartnerPack(Part):
    """One partner. A field that is not in `fields` is never told to it; a sensitive one needs `sensitive` too."""

    partner: Partner
    # Whom or what a referral is about, and what makes one due.
    about: Annotated[tuple[SubjectKind, ...], Field(min_length=1)]
    triggers: Annotated[tuple[ReferralTrigger, ...], Field(min_length=1)]
    gateway: GatewayTerms
    fields: Annotated[tuple[DisclosedField, ...], Field(min_length=1)]
    # The sensitive categories among them that are permitted by name (DPA 2018 s.35(8)).
    sensitive: tuple[DisclosedField, ...] = ()
    # Local days in which an answer, or the acknowledgement of a correction, is expected.
    answer_within: Annotated[int, Field(ge=0, le=366)]

    @model_validator(mode="after")
    def permits_what_it_tells(self) -> "PartnerPack":
        if len(set(self.fields)) != len(self.fields):
            msg = f"{self.partner}: a field is named twice"
            raise ValueError(msg)
        named = set(self.fields) & SENSITIVE_FIELDS
        if named != set(self.sensitive):
            msg = f"{self.partner}: each sensitive field of `fields` stands in `sensitive` as well, and no other"
            raise ValueError(msg)
        return self


class Partners(Part):
    """Whom cases are referred to, and by what."""

    # A child is younger than this; and from this age on somebody can commit an offence.
    child_under: Annotated[int, Field(ge=1, le=130)]
    offender_from: Annotated[int, Field(ge=1, le=130)]
    # Of whom a tenancy or their mental health makes a referral due: standing at one of these.
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    # A list in a referral goes back to the latest so many things.
    listed: Annotated[int, Field(ge=1, le=200)]
    signs: dict[CaseSign, SignTerms]
    packs: tuple[PartnerPack, ...]

    def pack_of(self, partner: Partner) -> PartnerPack | None:
        """The pack of a partner; None: nothing is told to it."""
        return next((pack for pack in self.packs if pack.partner is partner), None)


def faults(partners: Partners, heard: Collection[str]) -> Iterator[Fault]:
    """What JSON Schema cannot say of the packs of a policy: where each fault is, and what is wrong there.

    `heard`: the phrases by which VICTOR-E answers yes, as they are compared with logs.
    """
    for sign, terms in partners.signs.items():
        for number, pattern in enumerate(terms.phrases):
            if not spelled((pattern,)) <= set(heard):
                yield ("signs", sign, "phrases", number), "no cue of VICTOR-E has this phrase"
    seen = set[Partner]()
    for number, pack in enumerate(partners.packs):
        if pack.partner in seen:
            yield ("packs", number, "partner"), f"{pack.partner} has another pack"
        seen.add(pack.partner)
        for path, said in _pack_faults(pack):
            yield ("packs", number, *path), f"{pack.partner}: {said}"


def _pack_faults(pack: PartnerPack) -> Iterator[Fault]:
    about = frozenset(pack.about)
    for number, trigger in enumerate(pack.triggers):
        if not CONCERNS[trigger] & about:
            yield ("triggers", number), f"{trigger} makes nothing due about {' or '.join(sorted(about))}"
    for number, field in enumerate(pack.fields):
        if field in PERSON_FIELDS and not about & _PEOPLE:
            yield ("fields", number), f"{field} is of a person, and no person is referred"
    if pack.gateway.kind is GatewayKind.CONSENT and about & _PLACES:
        yield ("gateway", "kind"), "only a person can consent"
