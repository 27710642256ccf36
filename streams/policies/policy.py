"""What a policy says: every number and word that a rule goes by, versioned and effective-dated.

A policy is a document (YAML in `bundle/`, or the body of a PolicyActivated instruction). Its JSON Schema is
generated from these classes, so that the words here are the words in a policy author's error message.
"""

from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from schemas.words import (
    AsbClass,
    AsbType,
    Letter,
    LinkKind,
    ObligationKind,
    OpeningPolicy,
    Role,
    ThriveLetter,
)
from streams.policies.duties import Casework, Compliance, Failures, Ladder, Questions
from streams.policies.feeds import Feeds
from streams.policies.markers import Markers
from streams.policies.matrix import Matrix
from streams.policies.part import Part
from streams.policies.partners import Partners
from streams.policies.phrases import written
from streams.policies.retention import Retention
from streams.policies.watches import Watches

Confidence = Annotated[float, Field(ge=0, le=1)]
Word = Annotated[str, Field(pattern=r"^[a-z]+$")]
# What `streams.policies.phrases` reads.
Phrases = tuple[Annotated[str, Field(pattern=r"^[a-z0-9' |()?<>.-]+$"), AfterValidator(written)], ...]


class Code(Part):
    """What one code of the force means. `asb` false with `crime` true is a crime code (R4, R5)."""

    label: str
    asb: bool
    crime: bool = False
    asb_class: AsbClass | None = None
    asb_type: AsbType | None = None


class Codes(Part):
    """The mapping table: NSIR codes of three digits, and the force's local result codes."""

    nsir: dict[Annotated[str, Field(pattern=r"^[0-9]{3}$")], Code]
    local: dict[str, Code]
    # Qualifiers that keep an incident ASB beside a crime code (R5).
    asb_qualifiers: tuple[str, ...] = ()


class Cues(Part):
    """Phrases that speak for something; `strong` ones weigh more than `weak` ones."""

    strong: Phrases = ()
    weak: Phrases = ()


class TypeCues(Cues):
    """How one ASB type sounds in a log, and the class that it mostly is."""

    default_class: AsbClass


class LetterWeight(Part):
    """What an answer to a letter of VICTOR-E weighs for a class."""

    asb_class: AsbClass
    yes: int = 0
    no: int = 0


class Weight(Part):
    strong: Annotated[int, Field(ge=1)]
    weak: Annotated[int, Field(ge=1)]


class Weights(Part):
    """How much each kind of evidence weighs when class and type are suggested."""

    types: Weight
    classes: Weight
    # What speaks against ASB.
    not_asb: Weight
    # The class that the type mostly is.
    default_class: Annotated[int, Field(ge=0)]
    # What speaks for ASB needs to outweigh what speaks against it by this much.
    least: Annotated[int, Field(ge=1)]


class Tagging(Part):
    """Suggesting class and type from the text, when no code does (R4)."""

    weights: Weights
    # Lines of the log that are read for it: a call says at its beginning what it is about.
    first_lines: Annotated[int, Field(ge=1)]
    types: dict[AsbType, TypeCues]
    # What speaks for a class whatever the type is; denied, it speaks against it.
    classes: dict[AsbClass, Cues]
    letters: dict[Letter, LetterWeight]
    # What is not ASB; it weighs against a tag.
    not_asb: Cues
    # Of several classes the first here is the tag; the others are also considered.
    precedence: tuple[AsbClass, ...]


class Denial(Part):
    """How a phrase is denied: by words shortly before it, or straight after it."""

    words: Phrases
    # They look like a denial and are none: `not only`.
    none: Phrases
    # Clauses end here, and with them a denial.
    breaks: Phrases
    # They carry a denial on to what follows: `no threats or violence`.
    carries: Phrases
    # Words that may stand between the denial and the phrase; a comma counts as several.
    reach: Annotated[int, Field(ge=1)]
    comma_counts: Annotated[int, Field(ge=1)]
    # Straight after a phrase, denying it: `WEAPONS: NONE`, `threats denied`.
    after: Phrases
    # They take back what was said before them in the line, or in the line before: `CORRECTION`.
    corrections: Phrases
    # A line that ends with one of these goes on in the next, as does one before a line that begins with one of
    # `continuing`.
    hanging: Phrases
    continuing: Phrases


class Answers(Part):
    """Openings of an answer that deny or affirm what the question asked, or do neither."""

    no: Phrases
    yes: Phrases
    unknown: Phrases


class Language(Part):
    """How a log is read, whatever is looked for in it."""

    # Sets of phrases that patterns name: `<whose>`.
    sets: dict[Annotated[str, Field(pattern=r"^[a-z-]+$")], Phrases]
    # What handlers shorten, and the word it stands for.
    abbreviations: dict[Annotated[str, Field(pattern=r"^(&|[a-z]/[a-z]*|[a-z]+)$")], Word]
    # Words that count as a number, besides digits.
    numbers: Phrases
    # Words that `..` may stand for, at most.
    gap: Annotated[int, Field(ge=1, le=6)]
    denial: Denial
    answers: Answers


class LetterCues(Part):
    yes: Phrases = ()
    no: Phrases = ()


class VictorE(Part):
    """Evidence and asking for VICTOR-E (R6)."""

    cues: dict[Letter, LetterCues]
    # What a question of the call handler asks about; its answer decides.
    questions: dict[Letter, Phrases]
    # The letters that each line of THRIVE may speak for (R3); a `none` on these lines answers no.
    thrive: dict[ThriveLetter, tuple[Letter, ...]]
    thrive_denies: tuple[ThriveLetter, ...]
    qualifiers: dict[str, tuple[Letter, ...]]
    class_letters: dict[AsbClass, tuple[Letter, ...]]
    # Ages under and from which a person of `vulnerable_roles` is evidence of V.
    vulnerable_under: int
    vulnerable_from: int
    vulnerable_roles: tuple[Role, ...]
    # Letters whose unknown is worth asking an officer about.
    askable: tuple[Letter, ...]
    # A record that says nothing (gate unknown, no yes letter) is asked about when it has one of these.
    ask_bare_record_with_text: bool
    ask_bare_record_with_people: bool


class LinkTerms(Part):
    kind: LinkKind
    confidence: Confidence


class Linking(Part):
    """Which earlier reports belong to an incident (R1). `kinds` is the order of strength."""

    kinds: tuple[LinkTerms, ...]
    # From this confidence a link is an associated report; below it is evidence and opens nothing.
    associated_from: Confidence
    window: timedelta
    # At most this many of the latest earlier reports per kind and key are kept.
    keep: Annotated[int, Field(ge=1, le=50)]
    grid_metres: Annotated[int, Field(ge=1, le=250)]
    roles: tuple[Role, ...]


class Plausibility(Part):
    # How far a time may lie after the message's own recorded_at: clocks of two systems differ.
    ahead: timedelta


class Policy(Part):
    """One version of everything. It goes by the Europe/London date of an incident's report.

    Compared by identity: there is one object per document (`bundle.compiled`).
    """

    __hash__ = object.__hash__

    name: str
    version: str
    effective_from: date
    opening: OpeningPolicy
    codes: Codes
    tagging: Tagging
    language: Language
    victor_e: VictorE
    linking: Linking
    matrices: tuple[Matrix, ...]
    questions: Questions
    casework: Casework
    obligations: dict[ObligationKind, Ladder]
    markers: Markers
    partners: Partners
    watches: Watches
    compliance: Compliance
    feeds: Feeds
    failures: Failures
    retention: Retention
    plausibility: Plausibility

    def __eq__(self, other: object) -> bool:
        return self is other
