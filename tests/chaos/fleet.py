"""Workers as processes of their own: started, killed, stopped, and watched through the engine's own log."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.chaos.jumping_clock import let_jump
from tests.chaos.worker_log import WorkerLog

ROOT = Path(__file__).parents[2]
QUICK = {"tick_interval": 1.0, "log_format": "text", "log_transactions": True, "back_off_most": 1.0}


def until(condition: Callable[[], Any], seconds: float, what: str, every: float = 0.1) -> Any:
    """Wait for something to become true; fail with `what` if it does not in time."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(every)
    return found


class Worker:
    """One process. Its log is read from a file."""

    def __init__(self, number: int, options: dict[str, Any], folder: Path, module: str) -> None:
        self.number = number
        self.log = folder / f"worker-{number}.log"
        self.seen = WorkerLog(self.log)
        self._data = folder / f"data-{number}"
        options = {**options, "data_dir": str(self._data)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, json.dumps(options)],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )

    def text(self) -> str:
        return self.seen.text()

    def says(self, words: str) -> bool:
        return words in self.text()

    def last_says(self, words: str) -> bool:
        """Whether the log's last line holds these words."""
        return words in self.text().rstrip().rpartition("\n")[2]

    def in_transaction(self, stage: str = "begun|sent") -> bool:
        """Whether the last that the log says of some partition's transactions is that one was begun or sent."""
        return bool(self.seen.in_transaction(stage))

    def is_loading(self) -> bool:
        return self.seen.is_loading()

    def freeze_in_transaction(self) -> bool:
        """SIGSTOP between sending and committing. False: it was not there when it stood still, and goes on."""
        if not self.in_transaction("sent"):
            return False
        self.process.send_signal(signal.SIGSTOP)
        if self.in_transaction("sent"):
            return True
        self.wake()
        return False

    def kill_in_transaction(self) -> bool:
        """Kill it between sending and committing. False: it was not there, and lives on."""
        frozen = self.freeze_in_transaction()
        if frozen:
            self.kill()
        return frozen

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def set_clock_ahead(self, seconds: int) -> None:
        """Let the clock of this worker's machine jump."""
        let_jump(self._data, seconds)

    def stop(self, patience: float = 30) -> tuple[int, float]:
        """SIGTERM; (exit code, seconds it took)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(patience)
        return code, time.monotonic() - began


class Fleet:
    """The workers of one installation; whatever still runs at the end is killed."""

    def __init__(
        self, bootstrap: str, name: str, folder: Path, module: str = "tests.chaos.worker", **options: Any
    ) -> None:
        self.workers: list[Worker] = []
        self._options = {**QUICK, **options, "bootstrap": bootstrap, "name": name}
        self._folder = folder
        self._module = module
        self._everyone: list[Worker] = []

    @property
    def started(self) -> int:
        """How many there were in all."""
        return len(self._everyone)

    def start(self, **options: Any) -> Worker:
        worker = Worker(self.started + 1, {**self._options, **options}, self._folder, self._module)
        self.workers.append(worker)
        self._everyone.append(worker)
        return worker

    def kill(self, worker: Worker) -> None:
        worker.kill()
        self.workers.remove(worker)

    def stop(self, worker: Worker) -> tuple[int, float]:
        self.workers.remove(worker)
        return worker.stop()

    def replace_the_fallen(self) -> list[Worker]:
        """As a supervisor does: start another for each that has ended by itself. Returns those that had."""
        fallen = [worker for worker in self.workers if worker.process.poll() is not None]
        for worker in fallen:
            self.workers.remove(worker)
            self.start()
        return fallen

    def stop_all(self) -> None:
        for worker in list(self.workers):
            self.stop(worker)

    def marked(self, mark: str) -> int:
        """How often this mark stands in all logs, those of the killed too."""
        return sum(worker.seen.read_on().marks[mark] for worker in self._everyone)

    def logs(self) -> str:
        texts = [path.read_text(errors="replace") for path in sorted(self._folder.glob("worker-*.log"))]
        return "\n".join(texts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.workers:
            worker.kill()
