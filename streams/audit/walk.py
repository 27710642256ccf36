"""Is the chain as it was written? One pass over the records, in the order of the log (X7).

Pure. However long the chain is, only its last record is held: what stands far from its place is reported as out of
order and not compared any further.
"""

from collections.abc import Iterable
from typing import NamedTuple

from streams.audit import findings
from streams.audit.findings import Finding


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
        # The last record that is followed, and its number.
        self._before: Seen | None = None
        self._last = 0
        # What the first record says of the one before it.
        self.before_first = ""
        # The hashes of the records that were asked for.
        self.hashes: dict[int, str] = {}
        self._wanted = frozenset(wanted)
        self._found: list[Finding] = []
        self._gaps: list[tuple[int, int]] = []
        # The record before a gap that has just been come to, and records that stood before their place.
        self._leapt_from: Seen | None = None
        self._ahead: dict[int, Seen] = {}
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
        if self._before is None:
            self._start(record)
        elif self.first == self._last and record.number < self.first:
            # All there was is one record that stood ahead of the others.
            self._ahead[self.first] = self._before
            self._start(record)
        elif record.previous in self._forked:
            self._branch_off(record)
        else:
            self._go_back_before(record, self._before)
            self._take_in_before(record.number)
            self._place(record)

    def end(self) -> None:
        """There is no more."""
        self._take_in_before(max(self._ahead, default=0) + 1)

    def no_link(self, offset: int) -> None:
        """The next record of the log is none of a chain."""
        self._found.append(findings.no_link(offset))

    def findings(self) -> list[Finding]:
        """What is wrong with the records among themselves."""
        added = (*self._ahead.values(), *self._beside.values())
        beside = [findings.inserted(each.number, each.offset) for each in added]
        return [*self._found, *beside, *(findings.removed(*gap) for gap in self._gaps)]

    def _start(self, record: Seen) -> None:
        self.first, self.before_first = record.number, record.previous
        self._go_on(record)

    def _go_back_before(self, record: Seen, ahead: Seen) -> None:
        """One record stood far ahead, and here the chain goes on as if it had not: it is that one that is wrong."""
        before, self._leapt_from = self._leapt_from, None
        if before is not None and _follows(record, before):
            self._gaps.pop()
            self._ahead[ahead.number] = ahead
            self._before, self._last = before, before.number

    def _take_in_before(self, number: int) -> None:
        """What stood ahead, in its place: the chain goes on from it."""
        while self._last + 1 < number and (found := self._ahead.get(self._last + 1)) is not None:
            if self._before is None or not _follows(found, self._before):
                return
            del self._ahead[found.number]
            self._found.append(findings.reordered(found.number, found.offset))
            self._go_on(found)

    def _place(self, record: Seen) -> None:
        if record.number == self._last + 1:
            self._follow(record)
        elif record.number > self._last:
            self._gaps.append((self._last + 1, record.number - 1))
            self._leapt_from = self._before
            self._go_on(record)
        else:
            self._come_late(record)

    def _follow(self, record: Seen) -> None:
        before, beside = self._before, self._beside.get(self._last)
        if before is not None and record.previous != before.hash:
            if beside is not None and record.previous == beside.hash:
                # The one that came first was put before the one that is followed.
                self._beside[self._last] = before
                self._want(beside)
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
        self._want(record)

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
        self._before, self._last = record, record.number
        self._want(record)

    def _want(self, record: Seen) -> None:
        if record.number in self._wanted:
            self.hashes[record.number] = record.hash


def _follows(record: Seen, before: Seen) -> bool:
    return record.number == before.number + 1 and record.previous == before.hash
