"""What a run did and what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.chaos.fleet import Worker

TROUBLES = ("lost", "doubled", "wrong")


@dataclass
class Report:
    """`times` says how often each fault was done, `effects` what it brought about, `found` what the checker says."""

    seed: int
    times: Counter[str] = field(default_factory=Counter)
    effects: dict[str, Counter[str]] = field(default_factory=dict)
    found: Mapping[str, int] = field(default_factory=dict)
    fed: int = 0
    aborted: int = 0
    compacted: int | None = None
    """How many offsets of the rows' topic lie below where it was compacted to; None: it was not to be."""
    workers: int = 0
    fallen: list[str] = field(default_factory=list)
    """Workers that had been at work and ended without being told to."""
    never_began: int = 0
    """Workers that ended while they started, because the broker went away just then."""
    fed_s: float = 0.0
    took_s: float = 0.0

    def add(self, fault: str, effects: Mapping[str, int]) -> None:
        self.times[fault] += 1
        self.effects.setdefault(fault, Counter()).update({name: int(n) for name, n in effects.items()})

    def note_fallen(self, worker: Worker) -> None:
        if worker.seen.read_on().marks["assigned"]:
            self.fallen.append(f"worker {worker.number} ended by itself with {worker.process.returncode}")
        else:
            self.never_began += 1

    def failures(self) -> list[str]:
        """Why the run proves nothing, or proves a fault; empty if all is well."""
        without = [
            f"{fault}: {name}" for fault, had in self.effects.items() for name, n in had.items() if not n
        ]
        return [
            *(f"{self.found[trouble]} {trouble}" for trouble in TROUBLES if self.found[trouble]),
            *(f"without effect: {each}" for each in without),
            *self.fallen,
            *([f"{self.fed} fed, {self.found['inputs']} found"] if self.fed != self.found["inputs"] else []),
            *(["no rows were compacted"] if self.compacted == 0 else []),
            *(f"none {what}" for what in ("rejected", "fired") if not self.found[what]),
        ]

    def lines(self) -> list[str]:
        found = self.found
        return [
            "| fault | times | seen |",
            "|---|---|---|",
            *(f"| {fault} | {n} | {_listed(self.effects[fault])} |" for fault, n in self.times.items()),
            "",
            f"seed {self.seed}: {found['inputs']:,} events in {self.fed_s:,.0f} s, {self.took_s:,.0f} s in all; "
            f"{self.times.total()} faults, {self.workers} workers ({self.never_began} started again as they began), "
            f"{found['transactions']:,} transactions",
            f"{found['outputs']:,} outputs, {found['rejected']:,} rejections, {found['fired']:,} timers, "
            f"{found['rows']:,} rows, {self.aborted:,} aborted inputs, "
            f"rows compacted below {self.compacted or 0:,} offsets",
            f"lost {found['lost']} / doubled {found['doubled']} / wrong {found['wrong']}",
            *(f"FAILED: {why}" for why in self.failures()),
        ]


def _listed(effects: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {n:,}" for name, n in effects.items())
