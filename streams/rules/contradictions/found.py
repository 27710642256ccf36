"""What a contradiction is: two things on record that cannot both be so (X4). Pure."""

from typing import NamedTuple

from schemas.outgoing import Evidence, Subject
from schemas.rows import EvidenceKept
from schemas.words import Letter, Question


class Found(NamedTuple):
    """Two pieces of evidence against each other, in one incident or one case."""

    one: Evidence
    other: Evidence
    # For people: neither a name nor a word of the log.
    sentence: str
    # What tells it from others of its kind in the same incident or case.
    about: str = ""
    # It is settled once an officer has answered this letter of the incident.
    letter: Letter | None = None
    subject: Subject | None = None
    question: Question | None = None


def shown(kept: EvidenceKept) -> Evidence:
    """Evidence as it is published: where it stands and the policy's phrase, never the text."""
    return Evidence(kind=kept.kind, ref=kept.ref, answer=kept.answer, rule=kept.rule)
