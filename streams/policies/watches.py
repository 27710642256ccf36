"""What is watched across the incidents of a person: numbers and windows (X2, X3, R18, X4, X11)."""

from typing import Annotated

from pydantic import Field, model_validator

from schemas.words import Contradiction, NonCrimeHate
from streams.policies.part import Part

Count = Annotated[int, Field(ge=1, le=100)]
Months = Annotated[int, Field(ge=1, le=60)]
Days = Annotated[int, Field(ge=1, le=3_660)]
Weight = Annotated[int, Field(ge=0, le=100)]


class CaseReviewPack(Part):
    """An area's threshold for the ASB Case Review (X2; ASBCPA 2014 s.104; domain 6.2)."""

    title: str
    # Calendar months from the behaviour to the application, and to the report.
    within_months: Months
    reported_within_months: Months
    # Separate incidents of one victim, hate incidents of one victim, and incidents that several people report of
    # one location; none: no such threshold.
    incidents: Count
    hate_incidents: Count | None = None
    at_location: Count | None = None


class CaseReview(Part):
    """The pack that counts here, of those that are known."""

    pack: str
    packs: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], CaseReviewPack]

    @model_validator(mode="after")
    def is_known(self) -> "CaseReview":
        if self.pack not in self.packs:
            msg = f"there is no pack {self.pack}"
            raise ValueError(msg)
        return self


class Conduct(Part):
    """Repeated Personal incidents against one victim (X3; domain 1.6)."""

    incidents: Annotated[int, Field(ge=2, le=100)]
    window_days: Days
    # Crime is recorded within so many hours of the report.
    review_within_hours: Annotated[int, Field(ge=1, le=168)]


class Perpetrators(Part):
    """What band the incidents that name somebody as perpetrator speak for, until an officer assesses (R18)."""

    window_days: Days
    medium_from: Count
    high_from: Count

    @model_validator(mode="after")
    def rises(self) -> "Perpetrators":
        if self.medium_from >= self.high_from:
            msg = "high_from is more than medium_from"
            raise ValueError(msg)
        return self


class SampleWeights(Part):
    """How often a registrar's risk-weighted sample takes an incident, beside one that nothing is special about (X11).

    What applies is added up; an incident weighs `any` at least.
    """

    any: Annotated[int, Field(ge=1, le=100)]
    # The tag was read from the text: no code gives it.
    tag_by_cues: Weight
    outcome_stays: Weight
    outcome_unknown: Weight
    crime_and_asb: Weight
    # It was opened under another code than it was closed under.
    recoded: Weight
    # Its case stands at a high band.
    high_band: Weight


class Watches(Part):
    case_review: CaseReview
    conduct: Conduct
    perpetrators: Perpetrators
    contradictions: tuple[Contradiction, ...]
    non_crime_hate: NonCrimeHate
    sample: SampleWeights
