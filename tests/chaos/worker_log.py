"""What a worker's log says, read on from where it was read to: a long run's log is never read twice."""

import re
from collections import Counter
from pathlib import Path

TRANSACTION = re.compile(r"\btransaction (begun|sent|committed)\b.*?\bpartition\W+(\d+)")
DESK = re.compile(r"\bdesk (opening|opened|waiting)\b.*?\bpartition\W+(\d+)")
MARKS = {
    "fenced": re.compile(r"\bdesk waiting\b.*(ProducerFenced|InvalidProducerEpoch)"),
    "failed transactions": re.compile(r"\bdesk waiting\b"),
    "assigned": re.compile(r"\bassigned\b.*\bpartitions\b"),
    "refused ticks": re.compile(r"\btick refused\b"),
    "gaps": re.compile(r"\b(gap|records went missing)\b"),
}


class WorkerLog:
    """`marks` counts the lines of each kind of `MARKS`; `opened` how often each partition's desk was opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.marks: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        self._transactions: dict[str, str] = {}
        self._desks: dict[str, str] = {}
        self._read_to = 0

    def text(self) -> str:
        """All of it."""
        return self.path.read_text(encoding="utf-8", errors="replace")

    def read_on(self) -> "WorkerLog":
        with self.path.open("rb") as file:
            file.seek(self._read_to)
            whole, end, _ = file.read().rpartition(b"\n")
        self._read_to += len(whole) + len(end)
        for line in whole.decode("utf-8", errors="replace").splitlines():
            self._take(line)
        return self

    def in_transaction(self, stage: str) -> set[str]:
        """Partitions of whose last transaction the log says last that it was `stage` (`begun|sent`)."""
        self.read_on()
        return {partition for partition, what in self._transactions.items() if re.fullmatch(stage, what)}

    def is_loading(self) -> bool:
        self.read_on()
        return "opening" in self._desks.values()

    def open_desks(self) -> set[str]:
        self.read_on()
        return {partition for partition, what in self._desks.items() if what == "opened"}

    def _take(self, line: str) -> None:
        if found := TRANSACTION.search(line):
            what, partition = found.groups()
            self._transactions[partition] = what
            return  # nearly all lines
        if found := DESK.search(line):
            what, partition = found.groups()
            self._desks[partition] = what
            self.opened[partition] += what == "opened"
            self._transactions.pop(partition, None)  # whatever was open is over
        self.marks.update(name for name, pattern in MARKS.items() if pattern.search(line))
