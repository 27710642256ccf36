"""The contenders: what each is called, promises and needs, and where it shows how far it has come."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import orjson
from confluent_kafka import Message

from bench.cluster import Trouble
from bench.contenders.engine_alone import Counting
from bench.job import Job, read
from schemas.topics import JOURNAL, in_installation
from streams.engine import journal
from streams.engine.position import POSITION_KEY

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True)
class Contender:
    """`module` is run. `topics` are made before it starts. `progress` is the topic that shows how far it has
    come, `reached` the input offset that a record of that topic stands for."""

    name: str
    promise: str
    module: str
    topics: Callable[[Job], Sequence[str]]
    progress: Callable[[Job], str]
    reached: Callable[[Message], int]

    def start(self, job: Job) -> "Running":
        return Running(self, job)


@dataclass(frozen=True)
class Counter(Contender):
    """A contender in the trivial job. `rows` is the topic it keeps its counts in, as `row` reads them."""

    rows: Callable[[Job], str] = lambda job: job.rows
    row: Callable[[bytes, bytes], tuple[str, int] | None] = lambda key, value: (key.decode(), int(value))


class Running:
    """A contender's process, ended when its block is left. What it prints goes to a file of its own."""

    def __init__(self, contender: Contender, job: Job) -> None:
        self.contender, self.job = contender, job
        job.data.mkdir(parents=True, exist_ok=True)
        self._log = job.data / "log.txt"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", contender.module, json.dumps(job._asdict())],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def check(self) -> None:
        """Raises `Trouble`, with the last it said, when the process has ended."""
        if self.process.poll() is not None:
            raise Trouble(f"{self.contender.name} ended by itself; it said last:\n{self.last_words()}")

    def last_words(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])

    def answer(self) -> dict[str, Any]:
        """The line of JSON that a contender prints which measures itself."""
        printed, _ = self.process.communicate()
        if self.process.returncode or not printed:
            raise Trouble(f"{self.contender.name} failed; it said last:\n{self.last_words()}")
        return json.loads(printed)  # type: ignore[no-any-return]

    def cpu_seconds(self) -> float:
        """Processor time the process has used so far, all its threads together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Nothing is kept of a contender's work, so it need not leave tidily.
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def _loop_topics(job: Job) -> Sequence[str]:
    return (job.outputs, job.rows)


def _number(message: Message) -> int:
    return int(read(message.value())["id"])


def _first_of_entry(message: Message) -> int:
    steps = journal.decode(message.value()).steps
    return next(step.first for step in steps if isinstance(step, journal.Run))


def _engine_row(key: bytes, value: bytes) -> tuple[str, int] | None:
    return None if key == POSITION_KEY else (key.decode(), int(value))


def _faust_row(key: bytes, value: bytes) -> tuple[str, int] | None:
    return orjson.loads(key), orjson.loads(value)


ENGINE: Final = Counter(
    "engine",
    "exactly once, with state",
    "bench.contenders.engine_alone",
    lambda job: Counting(job).topics,
    lambda job: job.outputs,
    _number,
    row=_engine_row,
)
FAUST: Final = Counter(
    "Faust agent with a Table",
    "at least once",
    "bench.contenders.faust_agent",
    lambda job: (job.outputs,),
    lambda job: job.outputs,
    _number,
    rows=lambda job: f"{job.name}-counts-changelog",
    row=_faust_row,
)
TRANSACTIONAL: Final = Counter(
    "confluent-kafka loop, a transaction per 1,000",
    "exactly once, state not reloaded",
    "bench.contenders.transactional_loop",
    _loop_topics,
    lambda job: job.outputs,
    _number,
)
BARE: Final = Counter(
    "confluent-kafka loop, no transactions",
    "none",
    "bench.contenders.bare_loop",
    _loop_topics,
    lambda job: job.outputs,
    _number,
)
WORKER: Final = Contender(
    "ASB worker",
    "exactly once, with state",
    "bench.contenders.asb_worker",
    lambda job: (),
    lambda job: in_installation(job.name, JOURNAL),
    _first_of_entry,
)
RULES: Final = Contender(
    "the same rules without Kafka",
    "none",
    "bench.contenders.rules_alone",
    lambda job: (),
    lambda job: "",
    _number,
)

COUNTERS: Final = (ENGINE, FAUST, TRANSACTIONAL, BARE)
