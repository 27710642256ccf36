"""Partner packs: when a partner is referred to, by what gateway, and exactly what it is told (R20; domain 6.1)."""

from typing import Annotated

from pydantic import Field, model_validator

from schemas.words import (
    SENSITIVE_FIELDS,
    DisclosedField,
    GatewayKind,
    Partner,
    ReferralTrigger,
    SubjectKind,
)
from streams.policies.part import Part


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
