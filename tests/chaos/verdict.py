"""Asking the checker, in a process of its own, until the installation has caught up."""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTLE_S = 1.0


def verdict(bootstrap: str, name: str, partitions: int, inputs: tuple[str, ...]) -> dict[str, int]:
    asked = subprocess.run(
        [sys.executable, "-m", "tests.chaos.checker", bootstrap, name, str(partitions), *inputs],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if not asked.stdout:
        raise AssertionError(asked.stderr)
    found: dict[str, int] = json.loads(asked.stdout)
    assert asked.returncode == bool(found["lost"] or found["doubled"] or found["wrong"])
    return found


def settled_verdict(
    bootstrap: str, name: str, partitions: int, inputs: tuple[str, ...], patience: float = 60
) -> dict[str, int]:
    """The verdict once nothing is missing any more, or patience has run out."""
    deadline = time.monotonic() + patience
    while verdict(bootstrap, name, partitions, inputs)["lost"] and time.monotonic() < deadline:
        time.sleep(1)
    time.sleep(SETTLE_S)
    return verdict(bootstrap, name, partitions, inputs)
