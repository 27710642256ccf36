"""A broker process known by its pid file: is it ours, does it live, end it.

A pid alone may have passed to another program since it was written. Ours is the one whose command line names
our `server.properties`; nothing else is ever signalled.
"""

import os
import signal
import time
from pathlib import Path

POLL_S = 0.05
STARTING_S = 1.0


def running_pid(pid_file: Path, properties: Path) -> int | None:
    """The pid of the live broker that the file names, or None."""
    try:
        pid = int(pid_file.read_text(encoding="utf-8"))
        command = _command_line(Path(f"/proc/{pid}"))
    except (OSError, ValueError):
        return None
    return pid if str(properties).encode() in command.split(b"\0") else None


def _command_line(process: Path) -> bytes:
    """A process has no command line for a moment while it starts, and for ever once it is a zombie."""
    deadline = time.monotonic() + STARTING_S
    while not (command := (process / "cmdline").read_bytes()) and time.monotonic() < deadline:
        state = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        if state == "Z":
            break
        time.sleep(POLL_S)
    return command


def end(pid_file: Path, properties: Path, patience_s: float) -> bool:
    """Shut the broker down and wait; kill it when it outlasts the patience. False: none was running."""
    pid = running_pid(pid_file, properties)
    if pid is None:
        return False
    _signal(pid, signal.SIGTERM)
    if not _gone(pid_file, properties, patience_s):
        _signal(pid, signal.SIGKILL)
        _gone(pid_file, properties, patience_s)
    return True


def kill(pid_file: Path, properties: Path, patience_s: float) -> None:
    """End the broker as a power cut would."""
    pid = running_pid(pid_file, properties)
    if pid is not None:
        _signal(pid, signal.SIGKILL)
        _gone(pid_file, properties, patience_s)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _gone(pid_file: Path, properties: Path, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while running_pid(pid_file, properties) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True
