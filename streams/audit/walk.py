"""Is the chain as it was written? One pass over the records, in the order of the log (X7).

Pure. However long the chain is, only the last of it is held: what stands far from its place is reported as out of
order and not compared any further.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final, NamedTuple

from streams.audit import findings
from streams.audit.findings import Finding

_HELD: Final = 50_000


class Seen(NamedTuple):
    """A record as it stands on the topic: its place, what it says, and the SHA-256 of its value."""

    offset: int
    number: int
    previous: str
    hash: str


class Walk:
    """Goes along a chain. `wanted`: the numbers of records whose hashes are held elsewhere."""

    def __init__(self, wanted: Iterable[int] = ()) -> None:
        self.first = 0
        self._last = 0
        # What the first record says of the one before it.
        self.before_first = ""
        # The hashes of the records that were asked for.
        self.hashes: dict[int, str] = {}
        self._wanted = frozenset(wanted)
        self._found: list[Finding] = []
        self._gaps: list[tuple[int, int]] = []
        self._held: OrderedDict[int, Seen] = OrderedDict()
        # Second records of a number that nobody follows yet.
        self._beside: dict[int, Seen] = {}
        # Hashes of the records of a second branch, and how far it goes.
        self._forked: set[str] = set()
        self._branch = 0

    @property
    def last(self) -> int:
        """The highest number that follows from the first; 0: there is no record."""
        return max(self._last, self._branch)

    def see(self, record: Seen) -> None:
        """The next record of the log."""
        if not self._last:
            self.first, self.before_first = record.number, record.previous
            self._go_on(record)
        elif record.previous in self._forked:
            self._branch_off(record)
        elif record.number == self._last + 1:
            self._follow(record)
        elif record.number > self._last:
            self._gaps.append((self._last + 1, record.number - 1))
            self._go_on(record)
        else:
            self._come_late(record)

    def no_link(self, offset: int) -> None:
        """The next record of the log is none of a chain."""
        self._found.append(findings.no_link(offset))

    def findings(self) -> list[Finding]:
        """What is wrong with the records among themselves."""
        beside = [findings.inserted(each.number, each.offset) for each in self._beside.values()]
        return [*self._found, *beside, *(findings.removed(*gap) for gap in self._gaps)]

    def _follow(self, record: Seen) -> None:
        before, beside = self._held.get(self._last), self._beside.get(self._last)
        if before is not None and record.previous != before.hash:
            if beside is not None and record.previous == beside.hash:
                # The one that came first was put before the one that is followed.
                self._beside[self._last] = before
                self._hold(beside)
            else:
                self._found.append(findings.changed(self._last, f"record {record.number}"))
        self._go_on(record)

    def _come_late(self, record: Seen) -> None:
        """A number that has been passed: out of its place, or a second one."""
        gap = next((gap for gap in self._gaps if gap[0] <= record.number <= gap[1]), None)
        if gap is not None:
            self._gaps.remove(gap)
            self._gaps += [
                (a, b) for a, b in ((gap[0], record.number - 1), (record.number + 1, gap[1])) if a <= b
            ]
            self._found.append(findings.reordered(record.number, record.offset))
        elif record.number < self.first:
            self._gaps += [(record.number + 1, self.first - 1)] if record.number + 1 < self.first else []
            self.first, self.before_first = record.number, record.previous
            self._found.append(findings.reordered(record.number, record.offset))
        else:
            self._come_twice(record)
            return
        if record.number in self._wanted:
            self.hashes[record.number] = record.hash

    def _come_twice(self, record: Seen) -> None:
        followed = self._beside.get(record.number - 1)
        if followed is not None and record.previous == followed.hash:
            del self._beside[followed.number]
            self._found.append(findings.fork(followed.number, followed.offset))
            self._branch_off(record)
        else:
            self._beside[record.number] = record

    def _branch_off(self, record: Seen) -> None:
        self._forked.add(record.hash)
        self._branch = record.number
        if record.number in self._wanted:
            self.hashes.setdefault(record.number, record.hash)

    def _go_on(self, record: Seen) -> None:
        self._last = record.number
        self._hold(record)
        if len(self._held) > _HELD:
            self._held.popitem(last=False)

    def _hold(self, record: Seen) -> None:
        self._held[record.number] = record
        if record.number in self._wanted:
            self.hashes[record.number] = record.hash
