"""What a policy says: every number and word that a rule goes by, versioned and effective-dated.

A policy is a document (YAML in `bundle/`, or the body of a PolicyActivated instruction). Its JSON Schema is
generated from these classes, so that the words here are the words in a policy author's error message.
"""

from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.words import (
    AsbClass,
    AsbType,
    Letter,
    LinkKind,
    ObligationKind,
    OpeningPolicy,
    Role,
)

Confidence = Annotated[float, Field(ge=0, le=1)]
Phrases = tuple[Annotated[str, Field(min_length=2, pattern=r"^[a-z0-9' |()?-]+$")], ...]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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


class TypeCues(Part):
    """How one ASB type sounds in a log; `strong` phrases weigh more than `weak` ones."""

    default_class: AsbClass
    strong: Phrases = ()
    weak: Phrases = ()


class Tagging(Part):
    """Suggesting class and type from the text, when no code does (R4)."""

    types: dict[AsbType, TypeCues]
    # Words of an impact on, or an aim at, somebody: they make any type personal.
    personal: Phrases
    # Words of what is not ASB; they weigh against a tag.
    not_asb: Phrases
    strong_weight: Annotated[int, Field(ge=1)]
    weak_weight: Annotated[int, Field(ge=1)]
    not_asb_weight: Annotated[int, Field(ge=1)]
    # A type needs this much after what speaks against it.
    least: Annotated[int, Field(ge=1)]
    # Of several classes the first here is the tag; the others are also considered.
    precedence: tuple[AsbClass, ...]


class Negation(Part):
    """How a phrase is denied: by a word shortly before it, unless the clause breaks between them."""

    words: Phrases
    breaks: Phrases
    # Words that may stand between the denial and the phrase; a comma counts as several.
    reach: Annotated[int, Field(ge=1)]
    comma_counts: Annotated[int, Field(ge=1)]
    # Words straight after a phrase that deny it: `WEAPONS: NONE`.
    after: Phrases
    # A line that ends with one of these goes on in the next.
    hanging: Phrases
    # Openings of an answer that deny or affirm what the question asked.
    answers_no: Phrases
    answers_yes: Phrases
    answers_unknown: Phrases


class LetterCues(Part):
    yes: Phrases = ()
    no: Phrases = ()


class VictorE(Part):
    """Evidence and asking for VICTOR-E (R6)."""

    cues: dict[Letter, LetterCues]
    # What a question of the call handler asks about; its answer decides.
    questions: dict[Letter, Phrases]
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


class ObligationTerms(Part):
    """When a duty is due, how often it is reminded, and whom each rung tells; the last level repeats."""

    due_after: timedelta
    remind_every: timedelta
    levels: Annotated[tuple[str, ...], Field(min_length=1)]


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
    negation: Negation
    victor_e: VictorE
    linking: Linking
    obligations: dict[ObligationKind, ObligationTerms]
    plausibility: Plausibility

    def __eq__(self, other: object) -> bool:
        return self is other
