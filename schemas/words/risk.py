"""Risk, how it is assessed, and what is held against it (R8, R11-R19, X4)."""

from enum import StrEnum
from typing import Final


class Band(StrEnum):
    """How high a risk stands; the order is LOW < MEDIUM < HIGH (R13, R17)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def height(self) -> int:
        """0, 1, 2: to compare bands by."""
        return _HEIGHT[self]


_HEIGHT: Final = {band: height for height, band in enumerate(Band)}


class SubjectKind(StrEnum):
    """What a risk assessment is about (R11, R12, R18, R19)."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    LOCATION = "location"
    COMMUNITY = "community"


class Question(StrEnum):
    """What is asked of each person on a case: yes, no or unknown (R14, R16)."""

    REPEAT_VICTIM = "repeat-victim"
    VULNERABLE = "vulnerable"
    SAFEGUARDING = "safeguarding"


class Basis(StrEnum):
    """Whether an answer states a fact or somebody's assessment of it (DPA 2018 s.38(2))."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class Factor(StrEnum):
    """What a question of a matrix is about (R13)."""

    FREQUENCY = "frequency"
    IMPACT = "impact"
    VULNERABILITIES = "vulnerabilities"
    SUPPORT = "support"
    TARGETED = "targeted"
    HISTORY = "history"


class Aim(StrEnum):
    """What an assessment is to say (R13)."""

    ESCALATION = "escalation"  # the risk that it gets worse
    PEOPLE = "people"  # the risk to people using or living in the area
    OCCURRED = "occurred"  # the risk of what has occurred


class StepKind(StrEnum):
    """What waits for a named officer: a step that is adverse to a person, or a marker of any kind (X6, R9)."""

    MARKER = "marker"
    REFERRAL = "referral"
    # A band that was inferred from incidents and not assessed by an officer.
    PERPETRATOR_BAND = "perpetrator-band"


class Contradiction(StrEnum):
    """Two things that are recorded and cannot both be so (X4)."""

    NOT_TARGETED_AND_SINGLED_OUT = "not-targeted-and-singled-out"
    NOT_VULNERABLE_AND_QUALIFIER = "not-vulnerable-and-qualifier"
    UNKNOWN_HERE_KNOWN_ELSEWHERE = "unknown-here-known-elsewhere"
    # A question was answered by the system and not by a person, and a line of the log says otherwise.
    AUTO_ANSWERED = "auto-answered"
    SENTINEL_BAND_DIFFERS = "sentinel-band-differs"


class ReviewThreshold(StrEnum):
    """By what an ASB Case Review may be asked for (X2; ASBCPA 2014 s.104)."""

    SEPARATE_INCIDENTS = "separate-incidents"
    HATE_INCIDENT = "hate-incident"
    LINKED_LOCATION = "linked-location"
