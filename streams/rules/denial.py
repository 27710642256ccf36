"""Which phrases does a text hold, and which of them does it deny? (R4, R6)

Pure. A denial reaches a few words on, through `or`, but not past the end of a clause, nor past the end of a
line unless the line hangs; a phrase may also be denied straight after it, or taken back by a correction. One
pass over the words: everything is looked up by its first word.
"""

from collections.abc import Sequence
from typing import NamedTuple

from streams.rules.phrase_book import Meaning, Phrase, PhraseBook, Sign
from streams.rules.trie import LINE_END, STOPS


class Heard(NamedTuple):
    """A meaning that the text holds, from which word on, and whether it is denied."""

    start: int
    phrase: Phrase
    meaning: Meaning
    denied: bool


def hear(tokens: Sequence[str], book: PhraseBook) -> list[Heard]:
    """What the words say, in order. A phrase that lies within a longer one about the same does not count."""
    hearing = _Hearing(tokens, book)
    known = book.phrases.root.next
    numbered = book.phrases.root.number is not None
    for at, token in enumerate(tokens):
        if hearing.reach:
            hearing.weaken(at, token)
        if token == LINE_END:
            hearing.end_line(at)
        elif token in known or numbered:
            for end, phrase in book.phrases.at(tokens, at):
                hearing.phrase(at, end, phrase)
    return hearing.found


class _Hearing:
    """What has been heard so far. `reach` is how far the latest denial still goes."""

    def __init__(self, tokens: Sequence[str], book: PhraseBook) -> None:
        self.found: list[Heard] = []
        self.reach = 0
        self._tokens = tokens
        self._book = book
        self._covered: dict[str, int] = {}
        self._no_denial_before = 0
        # Where the line before this one, and this one, begin: in the words, and in what was found.
        self._line = self._line_before = (0, 0)

    def weaken(self, at: int, token: str) -> None:
        if token in STOPS:
            self.reach = 0
        elif token == ",":
            if not self._list_goes_on(at + 1):
                self.reach = max(0, self.reach - self._book.comma)
        elif token != LINE_END:
            self.reach -= 1
        elif not self._line_goes_on(at):
            self.reach = 0

    def end_line(self, at: int) -> None:
        self._line_before, self._line = self._line, (at + 1, len(self.found))

    def phrase(self, start: int, end: int, phrase: Phrase) -> None:
        fresh = [meaning for meaning in phrase.meanings if self._covered.get(meaning.about, 0) < end]
        if fresh:
            denied = not phrase.negative and (self.reach > 0 or self._denied_after(end))
            for meaning in fresh:
                self._covered[meaning.about] = end
                self.found.append(Heard(start, phrase, meaning, denied))
        if phrase.holds_denial:
            self._no_denial_before = max(self._no_denial_before, end)
        for sign in phrase.signs:
            self._heed(sign, start, end)

    def _heed(self, sign: Sign, start: int, end: int) -> None:
        if sign is Sign.LOOKS_LIKE_DENIAL:
            self._no_denial_before = max(self._no_denial_before, end)
        elif sign is Sign.BREAKS:
            self.reach = 0
        elif sign is Sign.CORRECTS:
            self._take_back(start)
        elif (sign is Sign.DENIES and end > self._no_denial_before) or (sign is Sign.CARRIES and self.reach):
            # Words between the denial and the phrase, the rest of the denial itself, and the phrase.
            self.reach = self._book.reach + end - start + 1

    def _list_goes_on(self, start: int) -> bool:
        """`no threats, violence or weapons`: a comma before an `or` soon after it ends nothing."""
        for token in self._tokens[start : start + self._book.reach]:
            if token in self._book.carries:
                return True
            if token in STOPS or token == LINE_END:
                return False
        return False

    def _line_goes_on(self, at: int) -> bool:
        """The line ends in the middle of a clause, or the next begins with an `or`."""
        before, after = self._tokens[at - 1 : at], self._tokens[at + 1 : at + 2]
        return not self._book.hanging.isdisjoint(before) or not self._book.carries.isdisjoint(after)

    def _take_back(self, start: int) -> None:
        """Deny what this line said before the correction; the line before, where it begins the line."""
        begins, first = self._line
        if start == begins:
            first = self._line_before[1]
        self.found[first:] = [heard._replace(denied=True) for heard in self.found[first:]]

    def _denied_after(self, end: int) -> bool:
        tokens = self._tokens
        if end < len(tokens) and tokens[end] in STOPS - {"."}:
            end += 1
        return end < len(tokens) and bool(self._book.denied_after.at(tokens, end))
