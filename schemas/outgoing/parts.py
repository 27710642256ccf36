"""What the messages the worker publishes are made of."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.words import (
    Answer,
    Band,
    EvidenceKind,
    Partner,
    Post,
    Question,
    SubjectKind,
)

# A standing band, or that nobody has assessed it.
Risk = Band | Literal["unknown"]


class Outgoing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Outgoing):
    """One thing that speaks for an answer. `ref` resolves to a real line, code, link ... (X1)."""

    kind: EvidenceKind
    ref: str
    answer: Answer = Answer.YES
    # The policy's cue or table entry that fired; a phrase of the policy, never text of the log.
    rule: str = ""


class PolicyVersion(Outgoing):
    """Which policy decided, by the Europe/London date of the report, and which rules."""

    name: str
    version: str
    sha256: str
    rules_version: str


class Subject(Outgoing):
    """Whom or what a risk is of: a person, a location by UPRN, or the community (R11, R12)."""

    kind: SubjectKind
    ref: str


class DutyAbout(Outgoing):
    """What of the case a duty is about, as far as its kind has it."""

    subject: Subject | None = None
    person_ref: str | None = None
    question: Question | None = None
    post: Post | None = None
    partner: Partner | None = None
    # The marker, referral, proposed band or notice that the duty is about, and for a correction its event.
    step_id: str | None = None
    correction_id: str | None = None


class Addressee(Outgoing):
    """Whom something is told: a post, and which officer that is by the case or by the directory (R8).

    No officer: nobody is named for it.
    """

    post: Post
    officer: str | None
