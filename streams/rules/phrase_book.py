"""A policy's phrases made ready for reading logs (R4, R6).

Pure. Every word looked for comes from the policy; the same policy gives the same book.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from schemas.words import Answer, Letter
from streams.policies.phrases import expand, words
from streams.policies.policy import Cues, Denial, Policy, Weight
from streams.rules.trie import Trie

NOT_ASB: Final = "not-asb"

# Books held at a time; each is some megabytes.
_KEPT: Final = 8


class Sign(Enum):
    """What a phrase does to the phrases around it."""

    DENIES = auto()
    LOOKS_LIKE_DENIAL = auto()
    BREAKS = auto()
    CARRIES = auto()
    CORRECTS = auto()


class Meaning(NamedTuple):
    """What a phrase speaks for: a letter with an answer, or a word of tagging with a weight.

    The word is an ASB type, an ASB class, or NOT_ASB. `about` is whichever of the two it is.
    """

    about: str
    letter: Letter | None = None
    answer: Answer = Answer.YES
    word: str = ""
    weight: int = 0


def of_letter(letter: Letter, answer: Answer = Answer.YES) -> Meaning:
    return Meaning(letter, letter=letter, answer=answer)


def of_word(word: str, weight: int) -> Meaning:
    return Meaning(word, word=word, weight=weight)


class Phrase(NamedTuple):
    """Some words with what they mean.

    Args:
        negative: the phrase holds a denial itself, so that another one does not turn it round (`no, not aimed
        at me`). holds_denial: that denial is spoken for (`no tax`, `can't sleep`) and denies nothing after it.
    """

    text: str
    meanings: tuple[Meaning, ...] = ()
    signs: tuple[Sign, ...] = ()
    negative: bool = False
    holds_denial: bool = False


class PhraseBook(NamedTuple):
    phrases: Trie[Phrase]
    questions: Trie[Phrase]
    denied_after: Trie[Phrase]
    answers: Trie[Answer]
    abbreviations: Mapping[str, str]
    hanging: frozenset[str]
    continuing: frozenset[str]
    carries: frozenset[str]
    reach: int
    comma: int


@lru_cache(maxsize=_KEPT)
def phrase_book(policy: Policy) -> PhraseBook:
    """The policy's phrases by their words. Raises BadPhrase for a set that the policy does not have."""
    same = policy.model_dump_json(include={"language", "tagging", "victor_e"})
    key = sha256(same.encode()).digest()
    if key not in _BOOKS:
        _BOOKS[key] = _made(policy)
        if len(_BOOKS) > _KEPT:
            del _BOOKS[next(iter(_BOOKS))]
    return _BOOKS[key]


# Versions of a policy mostly share their phrases, and making a book takes a good part of a second.
_BOOKS: dict[bytes, PhraseBook] = {}


def _made(policy: Policy) -> PhraseBook:
    language = policy.language
    maker = _Maker(policy)
    answers: Trie[Answer] = maker.trie()
    for patterns, answer in (
        (language.answers.yes, Answer.YES),
        (language.answers.no, Answer.NO),
        (language.answers.unknown, Answer.UNKNOWN),
    ):
        for phrase in maker.expand(patterns):
            answers.put(words(phrase), answer)
    return PhraseBook(
        phrases=maker.phrases(),
        questions=maker.questions(),
        denied_after=maker.plain(language.denial.after),
        answers=answers,
        abbreviations=language.abbreviations,
        hanging=frozenset(maker.expand(language.denial.hanging)),
        continuing=frozenset(maker.expand(language.denial.continuing)),
        carries=frozenset(maker.expand(language.denial.carries)),
        reach=language.denial.reach,
        comma=language.denial.comma_counts,
    )


class _Maker:
    """Expands a policy's patterns by its sets and puts them into tries."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._sets = {name: "|".join(expand(some)) for name, some in policy.language.sets.items()}
        self._numbers = frozenset(expand(policy.language.numbers))
        self._denials = frozenset(expand(policy.language.denial.words))

    def expand(self, patterns: Iterable[str]) -> tuple[str, ...]:
        return expand(patterns, self._sets)

    def trie(self) -> Trie[Any]:
        return Trie(self._numbers, self._policy.language.gap)

    def phrases(self) -> Trie[Phrase]:
        meant: dict[tuple[str, ...], dict[Meaning, None]] = {}
        for text, meaning in self._meanings():
            meant.setdefault(words(text), {})[meaning] = None
        signs: dict[tuple[str, ...], dict[Sign, None]] = {}
        for text, sign in self._signs(self._policy.language.denial):
            signs.setdefault(words(text), {})[sign] = None
        trie: Trie[Phrase] = self.trie()
        for spelled in {**meant, **signs}:
            said, done = tuple(meant.get(spelled, ())), tuple(signs.get(spelled, ()))
            trie.put(spelled, self._phrase(spelled, said, done))
        return trie

    def _phrase(
        self, spelled: tuple[str, ...], meanings: tuple[Meaning, ...], signs: tuple[Sign, ...]
    ) -> Phrase:
        negative = bool(meanings) and any(word in self._denials for word in spelled)
        says_no = any(meaning.answer is Answer.NO for meaning in meanings)
        return Phrase(" ".join(spelled), meanings, signs, negative, negative and not says_no)

    def questions(self) -> Trie[Phrase]:
        asked: dict[tuple[str, ...], dict[Meaning, None]] = {}
        for letter, patterns in self._policy.victor_e.questions.items():
            for phrase in self.expand(patterns):
                asked.setdefault(words(phrase), {})[of_letter(letter)] = None
        trie: Trie[Phrase] = self.trie()
        for spelled, some in asked.items():
            trie.put(spelled, Phrase(" ".join(spelled), tuple(some)))
        return trie

    def plain(self, patterns: Iterable[str]) -> Trie[Phrase]:
        trie: Trie[Phrase] = self.trie()
        for phrase in self.expand(patterns):
            trie.put(words(phrase), Phrase(phrase))
        return trie

    def _meanings(self) -> Iterator[tuple[str, Meaning]]:
        tagging = self._policy.tagging
        weights = tagging.weights
        for asb_type, sounds in tagging.types.items():
            yield from self._weighed(asb_type, sounds, weights.types)
        for asb_class, strikes in tagging.classes.items():
            yield from self._weighed(asb_class, strikes, weights.classes)
        yield from self._weighed(NOT_ASB, tagging.not_asb, weights.not_asb)
        for letter, cues in self._policy.victor_e.cues.items():
            for answer, patterns in ((Answer.YES, cues.yes), (Answer.NO, cues.no)):
                for phrase in self.expand(patterns):
                    yield phrase, of_letter(letter, answer)

    def _weighed(self, word: str, cues: Cues, weight: Weight) -> Iterator[tuple[str, Meaning]]:
        for patterns, points in ((cues.strong, weight.strong), (cues.weak, weight.weak)):
            for phrase in self.expand(patterns):
                yield phrase, of_word(word, points)

    def _signs(self, denial: Denial) -> Iterator[tuple[str, Sign]]:
        for patterns, sign in (
            (denial.words, Sign.DENIES),
            (denial.none, Sign.LOOKS_LIKE_DENIAL),
            (denial.breaks, Sign.BREAKS),
            (denial.carries, Sign.CARRIES),
            (denial.corrections, Sign.CORRECTS),
        ):
            for phrase in self.expand(patterns):
                yield phrase, sign
