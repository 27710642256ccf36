"""What does the text of a log say, and what does it deny? (R4, R6)

Pure. Phrases come from the policy; a phrase that is denied speaks for the opposite. Questions count only
through their answers, an answer that the system filled in counts for nothing, and of THRIVE only the V-line
is read (R3).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.rows import CuesKept, EvidenceKept, LineKept, TypeCue
from schemas.words import Answer, EvidenceKind, Letter, LineCategory, ThriveLetter
from streams.policies.phrases import expand, words
from streams.policies.policy import Policy

PERSONAL: Final = "personal"
NOT_ASB: Final = "not-asb"

_TOKEN: Final = re.compile(r"[a-z0-9]+|[.;:?!,\n]")
_STOPS: Final = frozenset(".;?!")
_MARKER: Final = re.compile(r"\b(Q|A)\s*[:;]\s*", re.IGNORECASE)
_UNREAD: Final = frozenset({LineCategory.SYSTEM, LineCategory.DISPOSE})


class Meaning(NamedTuple):
    """What a phrase speaks for: a letter with an answer, or an ASB type (or PERSONAL, NOT_ASB) with a weight."""

    letter: Letter | None = None
    answer: Answer = Answer.YES
    word: str = ""
    weight: int = 0


class Phrase(NamedTuple):
    words: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    text: str


class PhraseBook(NamedTuple):
    """A policy's phrases by first word, and its words of denial and answering."""

    phrases: dict[str, tuple[Phrase, ...]]
    questions: dict[str, tuple[Phrase, ...]]
    denials: dict[str, tuple[Phrase, ...]]
    denied_after: frozenset[str]
    breaks: frozenset[str]
    hanging: frozenset[str]
    reach: int
    comma: int
    answers: tuple[tuple[tuple[str, ...], Answer], ...]


class Match(NamedTuple):
    start: int
    end: int
    phrase: Phrase
    denied: bool


class Statement(NamedTuple):
    """Something said in one go: some text with the line each token came from, or an answer to a question."""

    lines: tuple[tuple[int, str], ...]
    kind: EvidenceKind = EvidenceKind.LINE
    question: str | None = None
    only: Letter | None = None


@lru_cache(maxsize=64)
def phrase_book(policy: Policy) -> PhraseBook:
    """The policy's phrases made ready for reading; the same policy gives the same book."""
    negation = policy.negation
    answers = [
        (words(phrase), answer)
        for patterns, answer in (
            (negation.answers_unknown, Answer.UNKNOWN),
            (negation.answers_no, Answer.NO),
            (negation.answers_yes, Answer.YES),
        )
        for phrase in expand(patterns)
    ]
    return PhraseBook(
        phrases=_by_first_word(_meanings(policy)),
        questions=_by_first_word(
            (phrase, Meaning(letter=letter))
            for letter, patterns in policy.victor_e.questions.items()
            for phrase in expand(patterns)
        ),
        denials=_by_first_word((phrase, Meaning()) for phrase in expand(negation.words)),
        denied_after=frozenset(expand(negation.after)),
        breaks=frozenset(expand(negation.breaks)),
        hanging=frozenset(expand(negation.hanging)),
        reach=negation.reach,
        comma=negation.comma_counts,
        answers=tuple(sorted(answers, key=lambda entry: -len(entry[0]))),
    )


def read(lines: Iterable[LineKept], policy: Policy, sha256: str) -> CuesKept:
    """Everything the lines say by the policy's phrases, each with the line it stands on, in order of lines."""
    book = phrase_book(policy)
    letters: dict[EvidenceKept, None] = {}
    types: dict[TypeCue, None] = {}
    for statement in _statements(lines):
        for found in _say(statement, book):
            if isinstance(found, EvidenceKept):
                letters[found] = None
            else:
                types[found] = None
    return CuesKept(letters=tuple(letters), types=tuple(types), policy=sha256)


def _meanings(policy: Policy) -> Iterator[tuple[str, Meaning]]:
    tagging = policy.tagging
    for asb_type, cues in tagging.types.items():
        for phrase in expand(cues.strong):
            yield phrase, Meaning(word=asb_type, weight=tagging.strong_weight)
        for phrase in expand(cues.weak):
            yield phrase, Meaning(word=asb_type, weight=tagging.weak_weight)
    for phrase in expand(tagging.personal):
        yield phrase, Meaning(word=PERSONAL, weight=1)
    for phrase in expand(tagging.not_asb):
        yield phrase, Meaning(word=NOT_ASB, weight=tagging.not_asb_weight)
    for letter, letter_cues in policy.victor_e.cues.items():
        for phrase in expand(letter_cues.yes):
            yield phrase, Meaning(letter=letter, answer=Answer.YES)
        for phrase in expand(letter_cues.no):
            yield phrase, Meaning(letter=letter, answer=Answer.NO)


def _by_first_word(entries: Iterable[tuple[str, Meaning]]) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by first word, longest first; one phrase may mean several things."""
    meanings: dict[tuple[str, ...], dict[Meaning, None]] = {}
    for text, meaning in entries:
        meanings.setdefault(words(text), {})[meaning] = None
    found: dict[str, list[Phrase]] = {}
    for spelled, several in meanings.items():
        found.setdefault(spelled[0], []).append(Phrase(spelled, tuple(several), " ".join(spelled)))
    return {
        first: tuple(sorted(some, key=lambda p: (-len(p.words), p.words))) for first, some in found.items()
    }


def _statements(lines: Iterable[LineKept]) -> Iterator[Statement]:
    """The lines as running text, answers beside their questions, and THRIVE-V by itself."""
    running: list[tuple[int, str]] = []
    author = ""
    questions: dict[int, str] = {}
    latest: str | None = None
    for line in lines:
        if line.category in _UNREAD or line.auto_answered:
            continue
        if line.category is LineCategory.THRIVE:
            if line.thrive is ThriveLetter.VULNERABILITY:
                yield Statement(
                    ((line.seq, line.text),), EvidenceKind.THRIVE, question="", only=Letter.VULNERABLE
                )
            continue
        for kind, text in _marked(line):
            if kind is LineCategory.QUESTION:
                latest = text
                questions[line.seq] = text
            elif kind is LineCategory.ANSWER:
                asked = latest if line.question_seq is None else questions.get(line.question_seq, latest)
                yield Statement(((line.seq, text),), question=asked or "")
            else:
                if running and line.author != author:
                    yield Statement(tuple(running))
                    running.clear()
                author = line.author
                running.append((line.seq, text))
    if running:
        yield Statement(tuple(running))


def _marked(line: LineKept) -> Iterator[tuple[LineCategory, str]]:
    """The line's text, split where it writes `Q:` and `A:` into a remark."""
    if line.category in (LineCategory.QUESTION, LineCategory.ANSWER):
        yield line.category, _MARKER.sub("", line.text, count=1)
        return
    pieces = _MARKER.split(line.text)
    if pieces[0].strip():
        yield line.category, pieces[0]
    for marker, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield (LineCategory.QUESTION if marker in "Qq" else LineCategory.ANSWER), text


def _say(statement: Statement, book: PhraseBook) -> Iterator[EvidenceKept | TypeCue]:
    seq = statement.lines[0][0]
    if statement.question is not None:
        yield from _answered(statement, seq, book)
    tokens, at = _tokens(statement.lines)
    for match in _matches(tokens, book):
        ref = str(at[match.start])
        for meaning in match.phrase.meanings:
            if meaning.letter is not None:
                if statement.only in (None, meaning.letter):
                    answer = _opposite(meaning.answer) if match.denied else meaning.answer
                    yield EvidenceKept(meaning.letter, answer, statement.kind, ref, match.phrase.text)
            elif not match.denied and statement.only is None:
                yield TypeCue(meaning.word, meaning.weight, ref, match.phrase.text)


def _answered(statement: Statement, seq: int, book: PhraseBook) -> Iterator[EvidenceKept]:
    """What a yes or no says about the letters the question asks for."""
    answer = _answer(words_of(statement.lines[0][1]), book)
    if answer is Answer.UNKNOWN:
        return
    if statement.only is not None:
        if answer is Answer.NO:
            yield EvidenceKept(statement.only, Answer.NO, statement.kind, str(seq), "answered no")
        return
    asked = words_of(statement.question or "")
    for position, word in enumerate(asked):
        for phrase in book.questions.get(word, ()):
            if tuple(asked[position : position + len(phrase.words)]) == phrase.words:
                for meaning in phrase.meanings:
                    if meaning.letter is not None:
                        rule = f"asked {phrase.text}: {answer}"
                        yield EvidenceKept(meaning.letter, answer, statement.kind, str(seq), rule)


def words_of(text: str) -> list[str]:
    """The words of some text as phrases are compared with it."""
    return [token for token in _TOKEN.findall(_plain(text)) if token[0].isalnum()]


def _plain(text: str) -> str:
    return text.lower().replace("'", "").replace("’", "")


def _answer(tokens: list[str], book: PhraseBook) -> Answer:
    for opening, answer in book.answers:
        if tuple(tokens[: len(opening)]) == opening:
            return answer
    return Answer.UNKNOWN


def _tokens(lines: tuple[tuple[int, str], ...]) -> tuple[list[str], list[int]]:
    """Words and stops of the lines, with the line of each; a line break stands as a token of its own."""
    tokens: list[str] = []
    at: list[int] = []
    for seq, text in lines:
        found = _TOKEN.findall(_plain(text).replace("\n", " "))
        tokens += found
        tokens.append("\n")
        at += [seq] * (len(found) + 1)
    return tokens, at


def _matches(tokens: list[str], book: PhraseBook) -> Iterator[Match]:
    """The phrases found, longest first at each place; one that lies within a longer one does not count."""
    covered = 0
    spoken_for: set[int] = set()
    found: list[tuple[int, int, Phrase]] = []
    for start, token in enumerate(tokens):
        for phrase in book.phrases.get(token, ()):
            end = _ends(tokens, start, phrase.words)
            if end and end > covered:
                found.append((start, end, phrase))
                spoken_for.update(range(start, end))
        covered = max([covered, *(end for begin, end, _ in found if begin == start)])
    for start, end, phrase in found:
        denied = _denied_before(tokens, start, spoken_for, book) or _denied_after(tokens, end, book)
        yield Match(start, end, phrase, denied)


def _ends(tokens: list[str], start: int, spelled: tuple[str, ...]) -> int:
    """Where the words end in the tokens, or 0; a line may break between two words."""
    position = start
    for word in spelled:
        if position < len(tokens) and tokens[position] == "\n":
            position += 1
        if position >= len(tokens) or tokens[position] != word:
            return 0
        position += 1
    return position


def _denied_before(tokens: list[str], start: int, spoken_for: set[int], book: PhraseBook) -> bool:
    distance, position = 0, start - 1
    while position >= 0 and distance <= book.reach:
        token = tokens[position]
        if token in _STOPS or token in book.breaks:
            return False
        if token == "\n":
            if position == 0 or tokens[position - 1] not in book.hanging:
                return False
        elif position not in spoken_for and _is_denial(tokens, position, book):
            return True
        distance += book.comma if token == "," else token != "\n"
        position -= 1
    return False


def _is_denial(tokens: list[str], position: int, book: PhraseBook) -> bool:
    return any(_ends(tokens, position, phrase.words) for phrase in book.denials.get(tokens[position], ()))


def _denied_after(tokens: list[str], end: int, book: PhraseBook) -> bool:
    """`WEAPONS: NONE`, `threats nil`."""
    if end < len(tokens) and tokens[end] == ":":
        end += 1
    return end < len(tokens) and tokens[end] in book.denied_after


def _opposite(answer: Answer) -> Answer:
    return Answer.NO if answer is Answer.YES else Answer.YES
