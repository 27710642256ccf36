"""Asking the checker, in a process of its own, until the installation has caught up."""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKER = "tests.chaos.checker"
SETTLE_S = 1.0


def verdict(bootstrap: str, name: str, partitions: int, inputs: tuple[str, ...]) -> dict[str, int]:
    return _asked(CHECKER, bootstrap, name, str(partitions), *inputs)


def settled_verdict(
    bootstrap: str, name: str, partitions: int, inputs: tuple[str, ...], patience: float = 60
) -> dict[str, int]:
    """The verdict once nothing is missing any more, or patience has run out, and a moment later."""
    whole_verdict(CHECKER, bootstrap, name, str(partitions), *inputs, patience=patience)
    time.sleep(SETTLE_S)
    return verdict(bootstrap, name, partitions, inputs)


def whole_verdict(checker: str, *arguments: str, patience: float = 60) -> dict[str, int]:
    """What a checker finds once nothing is missing any more, or patience has run out."""
    deadline = time.monotonic() + patience
    while (found := _asked(checker, *arguments))["lost"] and time.monotonic() < deadline:
        time.sleep(1)
    return found


def _asked(checker: str, *arguments: str) -> dict[str, int]:
    asked = subprocess.run(
        [sys.executable, "-m", checker, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not asked.stdout:
        raise AssertionError(asked.stderr)
    found: dict[str, int] = json.loads(asked.stdout)
    assert asked.returncode == bool(found["lost"] or found["doubled"] or found["wrong"])
    return found
