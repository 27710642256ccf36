"""Which VICTOR-E letters does the evidence answer? (R6, R3)

Pure. Each letter is yes when anything says yes, no when something says no and nothing yes, unknown otherwise:
missing is unknown, never no. An officer's word wins over what was inferred and is kept beside it; an override of
a single letter wins over both.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from schemas.outgoing import Evidence, LetterAnswer
from schemas.rows import EvidenceKept, IncidentRow, LinkKept, OfficerWord
from schemas.words import Answer, EvidenceKind, Letter
from streams.policies.policy import Policy
from streams.rules.qualifiers import letters_answered

LETTERS: Final = tuple(Letter)


def letters_of(row: IncidentRow, links: tuple[LinkKept, ...], policy: Policy) -> tuple[LetterAnswer, ...]:
    """The gate and the seven letters in order, each with its evidence."""
    found = _by_letter(row, links, policy)
    return tuple(_answered(letter, found.get(letter, ()), row) for letter in LETTERS)


def answers_of(row: IncidentRow, links: tuple[LinkKept, ...], policy: Policy) -> dict[Letter, Answer]:
    """What each letter comes to, as `letters_of` answers it, without the evidence."""
    found = _by_letter(row, links, policy)
    answers = {}
    for letter in LETTERS:
        word = _officer(letter, row)
        answers[letter] = _inferred(found.get(letter, ())) if word is None else word[0]
    return answers


def said_in_log(row: IncidentRow, letter: Letter, answer: Answer) -> EvidenceKept | None:
    """The first that the log says which gives this answer to the letter."""
    found = (one for one in row.cues.letters if one.letter is letter and one.answer is answer)
    return next(found, None)


def is_decided(letter: Letter, row: IncidentRow) -> bool:
    """Whether an officer has answered the letter, so that what the log says of it is settled."""
    return _officer(letter, row) is not None


def latest_first(words: tuple[OfficerWord, ...]) -> list[OfficerWord]:
    """Officers' words, the one recorded last first; revisions are each officer's own."""
    return sorted(words, key=lambda word: (word.rank[1], word.rank[2], word.assessor), reverse=True)


def _by_letter(
    row: IncidentRow, links: tuple[LinkKept, ...], policy: Policy
) -> dict[Letter, list[EvidenceKept]]:
    found: dict[Letter, list[EvidenceKept]] = {}
    for evidence in _evidence(row, links, policy):
        found.setdefault(evidence.letter, []).append(evidence)
    return found


def _answered(letter: Letter, evidence: Sequence[EvidenceKept], row: IncidentRow) -> LetterAnswer:
    word = _officer(letter, row)
    if word is None and not evidence:
        return _unanswered(letter)
    inferred = _inferred(evidence)
    shown = tuple(_shown(one.kind, one.ref, one.answer, one.rule) for one in evidence)
    if word is None:
        return LetterAnswer(letter=letter, answer=inferred, inferred=inferred, evidence=shown)
    answer, officer, ref = word
    said = Evidence(kind=EvidenceKind.OFFICER, ref=ref, answer=answer)
    return LetterAnswer(
        letter=letter, answer=answer, inferred=inferred, evidence=(said, *shown), by_officer=officer
    )


@lru_cache(maxsize=16)
def _unanswered(letter: Letter) -> LetterAnswer:
    return LetterAnswer(letter=letter, answer=Answer.UNKNOWN, inferred=Answer.UNKNOWN, evidence=())


@lru_cache(maxsize=16_384)
def _shown(kind: EvidenceKind, ref: str, answer: Answer, rule: str) -> Evidence:
    """Evidence as it is published. The same few phrases in the same few lines come again and again."""
    return Evidence(kind=kind, ref=ref, answer=answer, rule=rule)


def _inferred(evidence: Iterable[EvidenceKept]) -> Answer:
    answers = [one.answer for one in evidence]
    if Answer.YES in answers:
        return Answer.YES
    return Answer.NO if Answer.NO in answers else Answer.UNKNOWN


def _officer(letter: Letter, row: IncidentRow) -> tuple[Answer, str, str] | None:
    """An override of this letter, else the latest officer's VICTOR-E that answers it."""
    for override in row.letter_overrides:
        if override.letter is letter:
            return override.answer, override.officer, override.instruction_id
    if row.officer_words:
        for word in latest_first(row.officer_words):
            answer = word.letters.get(letter, Answer.UNKNOWN)
            if answer is not Answer.UNKNOWN:
                return answer, word.assessor, word.fact_id
    return None


def _evidence(row: IncidentRow, links: tuple[LinkKept, ...], policy: Policy) -> Iterator[EvidenceKept]:
    yield from row.cues.letters
    yield from _from_header(row, policy)
    for link in links:
        # A weak match is evidence and leaves the letter unknown (R1).
        answer = Answer.YES if link.associated else Answer.UNKNOWN
        yield EvidenceKept(Letter.ONGOING, answer, EvidenceKind.LINK, link.to, link.kind)


def _from_header(row: IncidentRow, policy: Policy) -> Iterator[EvidenceKept]:
    header, terms = row.header, policy.victor_e
    if header is None:
        return
    for qualifier in header.qualifiers:
        for letter in letters_answered(qualifier, policy):
            yield EvidenceKept(letter, Answer.YES, EvidenceKind.QUALIFIER, qualifier)
    if row.tag is not None and row.tag.asb_class is not None:
        for letter in terms.class_letters.get(row.tag.asb_class, ()):
            yield EvidenceKept(letter, Answer.YES, EvidenceKind.CLASS, row.tag.asb_class)
    for number, person in header.numbered:
        if person.role in terms.vulnerable_roles and (
            person.flags
            or (person.age is not None and not terms.vulnerable_under <= person.age < terms.vulnerable_from)
        ):
            yield EvidenceKept(Letter.VULNERABLE, Answer.YES, EvidenceKind.PERSON, str(number))
