"""History markers as data: whom they are for, what they say, and how long they last (R9)."""

from typing import Annotated

from pydantic import Field, model_validator

from schemas.words import MarkedAs, SubjectKind
from streams.policies.part import Part

REFERENCE = "{reference}"
# The longest reference that Sentinel gives.
_LONGEST_REFERENCE = 64
Days = Annotated[int, Field(ge=1, le=3_660)]


class MarkerTerms(Part):
    """The marker of one kind of subject: where it goes, in order, and what it says."""

    # Each that is known gets a marker; `scene` only where none before it is known.
    placed: Annotated[tuple[MarkedAs, ...], Field(min_length=1)]
    # Against the person: put on only when a named officer confirmed it, and nobody is alerted before (X6).
    adverse: bool
    # `{reference}` stands for the Sentinel record. No diagnosis, no name.
    text: str
    # What the control room does on a call.
    response: Annotated[str, Field(max_length=200)]


class Markers(Part):
    """Markers for high risk, by kind of subject; a kind that is not named gets none (R9; domain 5)."""

    text_budget: Annotated[int, Field(ge=1, le=500)]
    subjects: dict[SubjectKind, MarkerTerms]
    # Local days from when it was confirmed or kept.
    review_after: Days
    expires_after: Days

    @model_validator(mode="after")
    def fits(self) -> "Markers":
        """A text that is cut on the control room's screen says something else."""
        for kind, terms in self.subjects.items():
            if REFERENCE not in terms.text:
                msg = f"{kind}: the text names no {REFERENCE}"
                raise ValueError(msg)
            if len(terms.text.replace(REFERENCE, "x" * _LONGEST_REFERENCE)) > self.text_budget:
                msg = f"{kind}: the text with a reference may come to more than {self.text_budget} characters"
                raise ValueError(msg)
        if self.review_after > self.expires_after:
            msg = "a marker is reviewed before it expires"
            raise ValueError(msg)
        return self
