"""Phrases by their words: which of many thousand phrases begin at a place in a text?

Pure. The cost is that of the words that match, not of the number of phrases.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Generic, TypeVar

from streams.policies.phrases import GAP, NUMBER

LINE_END: Final = "\n"
# Clauses end here: full stops and their like, and a dash or slash that stands by itself.
STOPS: Final = frozenset(".;:?!-–/")
SEPARATORS: Final = STOPS | {",", LINE_END}

T = TypeVar("T")


class Branch(Generic[T]):
    """What may follow after some words, and what stands here when a phrase ends here."""

    __slots__ = ("gap", "here", "next", "number")

    def __init__(self) -> None:
        self.here: T | None = None
        self.next: dict[str, Branch[T]] = {}
        self.number: Branch[T] | None = None
        self.gap: Branch[T] | None = None


class Trie(Generic[T]):
    """Phrases with what they stand for. `<number>` in a phrase is any number, `..` up to `gap` words of any kind."""

    def __init__(self, numbers: frozenset[str], gap: int) -> None:
        self.root: Branch[T] = Branch()
        self._numbers = numbers
        self._gap = gap

    def branch(self, spelled: Sequence[str]) -> Branch[T]:
        """Where a phrase ends; grown when it is new."""
        branch = self.root
        for word in spelled:
            if word == NUMBER:
                branch.number = branch.number or Branch()
                branch = branch.number
            elif word == GAP:
                branch.gap = branch.gap or Branch()
                branch = branch.gap
            else:
                branch = branch.next.setdefault(word, Branch())
        return branch

    def at(self, tokens: Sequence[str], start: int) -> list[tuple[int, T]]:
        """The phrases that begin at a token, each with where it ends, the longest first."""
        branch = self._step(self.root, tokens[start])
        if branch is None:
            return []
        return sorted(self._ends(branch, tokens, start + 1), key=lambda found: -found[0])

    def _step(self, branch: Branch[T], token: str) -> Branch[T] | None:
        found = branch.next.get(token)
        if found is None and branch.number is not None and (token in self._numbers or token[0].isdigit()):
            return branch.number
        return found

    def _ends(self, branch: Branch[T], tokens: Sequence[str], at: int) -> Iterator[tuple[int, T]]:
        step: Branch[T] | None = branch
        while step is not None:
            branch = step
            if branch.here is not None:
                yield at, branch.here
            if branch.gap is not None:
                yield from self._over_a_gap(branch.gap, tokens, at)
            # A line may break between two words.
            if at < len(tokens) and tokens[at] == LINE_END:
                at += 1
            if at >= len(tokens):
                return
            step = self._step(branch, tokens[at])
            at += 1

    def _over_a_gap(self, branch: Branch[T], tokens: Sequence[str], at: int) -> Iterator[tuple[int, T]]:
        for start in range(at, min(at + self._gap + 1, len(tokens))):
            if tokens[start] in SEPARATORS:
                return
            step = self._step(branch, tokens[start])
            if step is not None:
                yield from self._ends(step, tokens, start + 1)
