"""A worker and commands in a folder of their own: everything that they write but to Kafka is below it."""

import contextlib
import os
import subprocess
import sys
import traceback
import urllib.error
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from streams.cli import asb
from tests.integration.alarms.watched import free_port
from tests.integration.rejections.running import ROOT, Running

PAGES = ("livez", "readyz", "metrics")


class Run(Running):
    """`written` is the folder: in `out` the log, the pages and what the commands printed; they run in `work`."""

    def __init__(self, bootstrap: str, folder: Path, worker: str) -> None:
        self.written = folder / "written"
        self.out, self.work = self.written / "out", self.written / "work"
        for each in (self.out, self.work, self.written / "tmp"):
            each.mkdir(parents=True)
        super().__init__(bootstrap, folder, worker)
        self.log = self.out / "worker.log"
        self._settings = folder
        self._port = free_port()
        self._environment = {
            **os.environ,
            "KAFKA_BOOTSTRAP": bootstrap,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self.written / "tmp"),
            "ASB_INSTALLATION": self.name,
            "ASB_REGISTRY": str(folder / "forces.yaml"),
            "ASB_SECRET_FILE": str(folder / "secret"),
        }

    def start(self, *options: str) -> None:
        command = [sys.executable, "-m", self._module, "worker", "--web-port", str(self._port), *options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.work, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )

    def keep_pages(self, moment: str) -> None:
        """Keep what the worker shows at a moment of the story."""
        for page in PAGES:
            (self.out / f"{moment}-{page}.txt").write_bytes(self._page(page))

    def asb(self, *arguments: str) -> str:
        """Run a command and keep what it printed, a traceback included; that is returned too."""
        with contextlib.chdir(self.work):
            done = CliRunner(env=self._environment).invoke(asb, list(arguments))
        crash = done.exc_info if done.exc_info and not isinstance(done.exception, SystemExit | None) else None
        printed = done.output + "".join(traceback.format_exception(*crash) if crash else ())
        number = len(list(self.out.glob("asb-*")))
        (self.out / f"asb-{number:02}-{arguments[0]}.txt").write_text(printed, "utf-8")
        return printed

    def _page(self, name: str) -> bytes:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/{name}", timeout=10) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as answer:
            return bytes(answer.read())
