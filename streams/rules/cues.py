"""What does the text of a log say, and what does it deny? (R4, R6)

Pure. Phrases come from the policy; a phrase that is denied speaks for the opposite. Questions count only
through their answers. What the system answered by itself is read, and kept apart from what people said (X4).
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from schemas.rows import CuesKept, EvidenceKept, LineKept, TypeCue
from schemas.words import Answer, AsbClass, EvidenceKind, Letter
from streams.policies.policy import Policy, VictorE
from streams.rules.denial import Heard, hear
from streams.rules.phrase_book import Phrase, PhraseBook, phrase_book
from streams.rules.statements import Statement, auto_answers, is_read, statements
from streams.rules.trie import END, LINE_END, SEPARATORS

_TOKEN: Final = re.compile(r"(?<![a-z])[a-z]/[a-z]*|[a-z0-9]+|&|[.;:?!,]|(?<=\s)[-–/](?=\s)")

LetterCue = tuple[Letter, Answer, EvidenceKind, str, str]
WordCue = tuple[str, int, str, str]


def read(lines: Iterable[LineKept], policy: Policy, sha256: str) -> CuesKept:
    """Everything the lines say by the policy's phrases, each with the line it stands on, in order of lines."""
    book = phrase_book(policy)
    # Plain tuples while reading: a struct is slow to compare.
    letters: dict[LetterCue, None] = {}
    words: dict[WordCue, None] = {}
    lines = tuple(lines)
    log = [line for line in lines if is_read(line)]
    early = {str(line.seq) for line in log[: policy.tagging.first_lines]}
    for statement in statements(log):
        tokens, at = _tokens(statement.lines, book)
        if statement.question is not None or statement.thrive is not None:
            letters.update(dict.fromkeys(_answered(statement, tokens, book, policy.victor_e)))
        heard = hear(tokens, book)
        letters.update(dict.fromkeys(_letters(statement, heard, at, policy.victor_e)))
        words.update(dict.fromkeys(_words(statement, heard, at, early)))
    return CuesKept(
        letters=tuple(EvidenceKept(*cue) for cue in letters),
        types=tuple(TypeCue(*cue) for cue in words),
        auto_answers=tuple(_auto_answers(lines, book, policy.victor_e)),
        policy=sha256,
    )


def _auto_answers(lines: Sequence[LineKept], book: PhraseBook, terms: VictorE) -> Iterator[EvidenceKept]:
    """What the system answered to questions about letters: kept apart, so that it never counts (X4)."""
    if any(line.auto_answered for line in lines):
        for statement in auto_answers(lines):
            tokens, _ = _tokens(statement.lines, book)
            for cue in dict.fromkeys(_answered(statement, tokens, book, terms)):
                yield EvidenceKept(*cue)


def tokens_of(text: str, book: PhraseBook) -> list[str]:
    """The words and stops of some text as phrases are compared with it, without the END."""
    tokens = _TOKEN.findall(text.lower().replace("'", "").replace("’", ""))
    short = book.abbreviations
    return tokens if short.keys().isdisjoint(tokens) else [short.get(token, token) for token in tokens]


def _tokens(lines: Sequence[tuple[int, str]], book: PhraseBook) -> tuple[list[str], list[str]]:
    """Words and stops of the lines, with the line of each; a line break stands as a token of its own."""
    tokens: list[str] = []
    at: list[str] = []
    for seq, text in lines:
        found = tokens_of(text, book)
        tokens += found
        tokens.append(LINE_END)
        at += [str(seq)] * (len(found) + 1)
    tokens.append(END)
    return tokens, at


def _letters(
    statement: Statement, heard: Iterable[Heard], at: Sequence[str], terms: VictorE
) -> Iterator[LetterCue]:
    """What the phrases say of letters; a line of THRIVE says it only of the letters that it may speak for."""
    for start, phrase, meaning, denied in heard:
        letter = meaning.letter
        if letter is None:
            continue
        if statement.thrive is None or letter in terms.thrive.get(statement.thrive, ()):
            if not denied:
                yield letter, meaning.answer, statement.kind, at[start], phrase.text
            elif meaning.answer is Answer.YES:
                # A denied no (`no, first time`) says nothing: better an unknown than a wrong yes.
                yield letter, Answer.NO, statement.kind, at[start], phrase.text


def _words(
    statement: Statement, heard: Iterable[Heard], at: Sequence[str], early: Container[str]
) -> Iterator[WordCue]:
    """What the phrases of the first lines say of type and class. Only an aim at somebody is denied as such."""
    if statement.thrive is not None:
        return
    for start, phrase, meaning, denied in heard:
        if not meaning.word or at[start] not in early:
            continue
        if not denied:
            yield meaning.word, meaning.weight, at[start], phrase.text
        elif meaning.word == AsbClass.PERSONAL:
            yield meaning.word, -meaning.weight, at[start], phrase.text


def _answered(
    statement: Statement, tokens: Sequence[str], book: PhraseBook, terms: VictorE
) -> Iterator[LetterCue]:
    """What a yes or no says about the letters that the question, or the line of THRIVE, is about."""
    answer = _answer(tokens, book)
    ref = str(statement.lines[0][0])
    if statement.thrive is not None:
        if answer is Answer.NO and statement.thrive in terms.thrive_denies:
            for letter in terms.thrive.get(statement.thrive, ()):
                yield letter, Answer.NO, statement.kind, ref, "answered no"
    elif answer is not Answer.UNKNOWN:
        for letter, phrase in _asked([*tokens_of(statement.question or "", book), END], book):
            yield letter, answer, statement.kind, ref, f"asked {phrase.text}: {answer}"


def _asked(question: Sequence[str], book: PhraseBook) -> Iterator[tuple[Letter, Phrase]]:
    """What the question is about: what it names first (`because of race, religion or disability`)."""
    for _, found in book.questions.scan(question):
        _, phrase = found[0]
        yield from ((meaning.letter, phrase) for meaning in phrase.meanings if meaning.letter is not None)
        return


def _answer(tokens: Sequence[str], book: PhraseBook) -> Answer:
    """What the opening of an answer says; the longest opening counts."""
    start = next((at for at, token in enumerate(tokens) if token not in SEPARATORS), 0)
    found = book.answers.at(tokens, start)
    return found[0][1] if found else Answer.UNKNOWN
