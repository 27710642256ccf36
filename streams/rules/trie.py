"""Phrases by their words: which of many thousand phrases begin at a place in a text?

Pure. The cost is that of the words that match, not of the number of phrases.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, Generic, TypeVar

from streams.policies.phrases import GAP, NUMBER

LINE_END: Final = "\n"
# Every list of tokens ends with it, so that looking one token ahead needs no check.
END: Final = ""
# Clauses end here: full stops and their like, and a dash or slash that stands by itself.
STOPS: Final = frozenset(".;:?!-–/")
SEPARATORS: Final = STOPS | {",", LINE_END, END}

T = TypeVar("T")
Found = list[tuple[int, T]]


class Branch(Generic[T]):
    """What may follow after some words, and what stands here when a phrase ends here.

    `plain`: no phrase ends here and no number follows, here or after a gap: only words do.
    """

    __slots__ = ("gap", "here", "next", "number", "plain")

    def __init__(self) -> None:
        self.here: T | None = None
        self.next: dict[str, Branch[T]] = {}
        self.number: Branch[T] | None = None
        self.gap: Branch[T] | None = None
        self.plain = True


class Trie(Generic[T]):
    """Phrases with what they stand for. `<number>` in a phrase is any number, `..` up to `gap` words."""

    def __init__(self, numbers: frozenset[str], gap: int) -> None:
        self._root: Branch[T] = Branch()
        self._numbers = numbers
        self._gap = gap

    def put(self, spelled: Sequence[str], meant: T) -> None:
        branch = self._root
        for word in spelled:
            if word == NUMBER:
                branch.plain = False
                branch.number = branch.number or Branch()
                branch = branch.number
            elif word == GAP:
                branch.gap = branch.gap or Branch()
                branch = branch.gap
            else:
                branch = branch.next.setdefault(word, Branch())
        branch.plain = False
        branch.here = meant

    def scan(self, tokens: Sequence[str]) -> Iterator[tuple[int, Found[T]]]:
        """Where phrases begin, and which: each with where it ends, the longest first."""
        begins, number, numbers = self._root.next, self._root.number, self._numbers
        for at, token in enumerate(tokens):
            branch = begins.get(token)
            if branch is None:
                if number is None or not ("0" <= token < ":" or token in numbers):
                    continue
                branch = number
            if branch.plain and self._leads_nowhere(branch, tokens, at + 1):
                continue
            found = self._after(branch, tokens, at + 1)
            if found:
                yield at, found

    def at(self, tokens: Sequence[str], start: int) -> Found[T]:
        """The phrases that begin at a token, as `scan` finds them."""
        branch = self._step(self._root, tokens[start])
        return self._after(branch, tokens, start + 1) if branch else []

    def _leads_nowhere(self, branch: Branch[T], tokens: Sequence[str], at: int) -> bool:
        """Most words that begin a phrase begin none here: a look at what follows tells."""
        following = tokens[at]
        if following in branch.next or following == LINE_END:
            return False
        gap = branch.gap
        return gap is None or (gap.plain and gap.next.keys().isdisjoint(tokens[at : at + self._gap + 1]))

    def _step(self, branch: Branch[T], token: str) -> Branch[T] | None:
        step = branch.next.get(token)
        # From "0" to before ":" is what begins with a digit.
        if step is None and branch.number and ("0" <= token < ":" or token in self._numbers):
            return branch.number
        return step

    def _after(self, branch: Branch[T], tokens: Sequence[str], at: int) -> Found[T]:
        """The phrases that end at a branch or go on from it, the longest first."""
        found: Found[T] = []
        self._follow(branch, tokens, at, found)
        if len(found) > 1:
            found.sort(key=itemgetter(0), reverse=True)
        return found

    def _follow(self, branch: Branch[T], tokens: Sequence[str], at: int, found: Found[T]) -> None:
        """Add the phrases that end at a branch, or go on from it with the tokens from `at` on."""
        step: Branch[T] | None = branch
        while step is not None:
            if step.here is not None:
                found.append((at, step.here))
            if step.gap is not None:
                self._leap(step.gap, tokens, at, found)
            token = tokens[at]
            if token == LINE_END:
                # A line may break between two words.
                at += 1
                token = tokens[at]
            step = step.next.get(token) if step.number is None else self._step(step, token)
            at += 1

    def _leap(self, branch: Branch[T], tokens: Sequence[str], at: int, found: Found[T]) -> None:
        """Go on from a branch after a few words of any kind, within the clause."""
        reached = tokens[at : at + self._gap + 1]
        if branch.number is None and branch.next.keys().isdisjoint(reached):
            return
        for start, token in enumerate(reached, at):
            if token in SEPARATORS:
                return
            step = self._step(branch, token)
            if step is not None:
                self._follow(step, tokens, start + 1, found)
