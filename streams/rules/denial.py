"""Which phrases does a text hold, and which of them does it deny? (R4, R6)

Pure. A denial reaches a few words on, through `or`, but not past the end of a clause, nor past the end of a
line unless the line hangs; a phrase may also be denied straight after it, or taken back by a correction.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from streams.rules.phrase_book import Meaning, Phrase, PhraseBook, Sign
from streams.rules.trie import LINE_END, STOPS

# `WEAPONS: NONE`, `threats - nil`
_INTRODUCES: Final = frozenset(":-–")


class Heard(NamedTuple):
    """A meaning that the text holds, from which token on, and whether it is denied."""

    start: int
    phrase: Phrase
    meaning: Meaning
    denied: bool


def hear(tokens: Sequence[str], book: PhraseBook) -> list[Heard]:
    """What the words say, in order. A phrase that lies within a longer one about the same does not count.

    The tokens end with END.
    """
    hearing = _Hearing(tokens, book)
    for at, phrases in book.phrases.scan(tokens):
        hearing.come_to(at)
        for end, phrase in phrases:
            hearing.take(at, end, phrase)
    return hearing.found


class _Hearing:
    """What has been heard so far. `_reach` is how many words the latest denial still goes."""

    def __init__(self, tokens: Sequence[str], book: PhraseBook) -> None:
        self.found: list[Heard] = []
        self._tokens = tokens
        self._book = book
        self._at = 0
        self._reach = 0
        self._covered: dict[str, int] = {}
        self._no_denial_before = 0
        self._looks_like_denial_before = 0

    def come_to(self, at: int) -> None:
        """Weaken the latest denial by the words up to a token."""
        position = self._at
        while self._reach > 0 and position < at:
            position += 1
            self._reach = self._reach_after(position)
        self._at = at

    def take(self, start: int, end: int, phrase: Phrase) -> None:
        """Note what the phrase says, and what it does to the phrases around it."""
        denied: bool | None = None
        for meaning in phrase.meanings:
            if self._covered.get(meaning.about, 0) < end:
                self._covered[meaning.about] = end
                if denied is None:
                    denied = not phrase.negative and self._denied(start, end)
                self.found.append(Heard(start, phrase, meaning, denied))
        if phrase.holds_denial:
            self._no_denial_before = max(self._no_denial_before, end)
        for sign in phrase.signs:
            self._heed(sign, start, end)

    def _denied(self, start: int, end: int) -> bool:
        # `not only my house`: the not belongs to the phrase that begins within what looks like a denial.
        return self._reach > 0 or start < self._looks_like_denial_before or self._denied_after(end)

    def _reach_after(self, at: int) -> int:
        """How far the denial goes after one more token."""
        token = self._tokens[at]
        if token in STOPS or (token == LINE_END and not self._line_goes_on(at)):
            return 0
        if token == ",":
            return self._reach if self._list_goes_on(at + 1) else self._reach - self._book.comma
        return self._reach - (token != LINE_END)

    def _heed(self, sign: Sign, start: int, end: int) -> None:
        if sign is Sign.LOOKS_LIKE_DENIAL:
            self._no_denial_before = self._looks_like_denial_before = max(self._no_denial_before, end)
        elif sign is Sign.BREAKS:
            self._reach = 0
        elif sign is Sign.CORRECTS:
            self._take_back(start)
        elif (sign is Sign.DENIES and end > self._no_denial_before) or (
            sign is Sign.CARRIES and self._reach > 0
        ):
            # The rest of the denial itself, the words between, and the phrase.
            self._reach = self._book.reach + end - start + 1

    def _take_back(self, start: int) -> None:
        """Deny what the line said before the correction; the line before, where it begins the line."""
        begins = self._line_of(start)
        if begins == start and begins > 0:
            begins = self._line_of(begins - 1)
        self.found = [heard._replace(denied=heard.denied or heard.start >= begins) for heard in self.found]

    def _line_of(self, at: int) -> int:
        """Where the line of a token begins."""
        while at > 0 and self._tokens[at - 1] != LINE_END:
            at -= 1
        return at

    def _list_goes_on(self, start: int) -> bool:
        """`no threats, violence or weapons`: a comma before an `or` soon after it ends nothing."""
        soon = self._tokens[start : start + self._book.reach]
        ends = next((at for at, token in enumerate(soon) if token in STOPS), len(soon))
        return not self._book.carries.isdisjoint(soon[:ends])

    def _line_goes_on(self, at: int) -> bool:
        """The line ends in the middle of a clause or a list, or the next begins in one."""
        before, after = self._tokens[at - 1], self._tokens[at + 1]
        return before == "," or before in self._book.hanging or after in self._book.continuing

    def _denied_after(self, end: int) -> bool:
        if self._tokens[end] in _INTRODUCES:
            end += 1
        return bool(self._book.denied_after.at(self._tokens, end))
