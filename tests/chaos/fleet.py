"""Workers as processes of their own: started, killed, stopped, and watched through the engine's own log."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
QUICK = {"tick_interval": 1.0, "log_format": "text", "log_transactions": True, "back_off_most": 1.0}
TRANSACTION = re.compile(r"transaction (begun|sent|committed) partition=(\d+) sequence=(\d+)")
DESK = re.compile(r"desk (opening|opened) partition=(\d+)")


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
        options = {**options, "data_dir": str(folder / f"data-{number}")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, json.dumps(options)],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def says(self, words: str) -> bool:
        return words in self.text()

    def in_transaction(self, stage: str = "begun|sent") -> bool:
        """Whether the last that the log says of some partition's transactions is that one was begun or sent."""
        last = {partition: what for what, partition, _ in TRANSACTION.findall(self.text())}
        return any(re.fullmatch(stage, what) for what in last.values())

    def is_loading(self) -> bool:
        last = {partition: what for what, partition in DESK.findall(self.text())}
        return "opening" in last.values()

    def kill_in_transaction(self) -> bool:
        """Kill it between sending and committing. It is frozen first to see whether it still was there; False:
        it was not, and lives on."""
        if not self.in_transaction("sent"):
            return False
        self.process.send_signal(signal.SIGSTOP)
        if self.in_transaction("sent"):
            self.kill()
            return True
        self.process.send_signal(signal.SIGCONT)
        return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

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
        self._started = 0

    def start(self, **options: Any) -> Worker:
        self._started += 1
        worker = Worker(self._started, {**self._options, **options}, self._folder, self._module)
        self.workers.append(worker)
        return worker

    def kill(self, worker: Worker) -> None:
        worker.kill()
        self.workers.remove(worker)

    def stop(self, worker: Worker) -> tuple[int, float]:
        self.workers.remove(worker)
        return worker.stop()

    def stop_all(self) -> None:
        for worker in list(self.workers):
            self.stop(worker)

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
