"""Programs of one installation on the secured cluster, each as the principal that it would be in service."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import yaml

from tests.integration.security.conftest import INSTALLATION
from tests.integration.security.secured import Secured

ROOT: Final = Path(__file__).parents[3]
FORCES: Final = ("E23000099", "E23000097")


def environment(secured: Secured, principal: str, registry: Path) -> dict[str, str]:
    """What a program is told: where the cluster is, who it is, and whose topics it uses."""
    return {
        **os.environ,
        "KAFKA_BOOTSTRAP": secured.bootstrap,
        "ASB_INSTALLATION": INSTALLATION,
        "ASB_REGISTRY": str(registry),
        "ASB_SECRET_FILE": str(registry.with_name("secret")),
        "PYTHONUNBUFFERED": "1",
        **secured.environment(principal),
    }


def write_registry(folder: Path) -> Path:
    file = folder / "forces.yaml"
    file.write_text(
        yaml.safe_dump([{"force": force, "partition": at} for at, force in enumerate(FORCES)]), "utf-8"
    )
    return file


def asb(told: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of `asb` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "streams", *words],
        cwd=ROOT,
        env=dict(told),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def worker(secured: Secured, folder: Path) -> Iterator[Path]:
    """A worker runs for the length of the block; yields its log."""
    (folder / "secret").write_bytes(b"s" * 64)
    told = environment(secured, f"{INSTALLATION}-worker", write_registry(folder))
    log = folder / "worker.log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "streams", "worker", "--data-dir", str(folder / "data")],
            cwd=ROOT,
            env=told,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield log
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)
