"""What the locks say of every package and jar: version, sums, who asks for it, and its licence from NOTICES.md."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parents[1]
LOCK: Final = ROOT / "requirements.lock"
IMAGE_LOCK: Final = ROOT / "requirements-image.lock"
JARS_LOCK: Final = ROOT / "streams/broker/jars.lock"
NOTICES: Final = ROOT / "NOTICES.md"
OURS: Final = "asb-risk-middleware"
"""How a lock names this distribution where it says who asks for a package."""

_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ASKED_BY: Final = re.compile(r"\s+#\s+(?:via )?([a-z0-9][a-z0-9-]*)")
_NOTICE: Final = re.compile(r"^\| (?!package |jar )(\S+) \| (.+) \|$", re.MULTILINE)


class BadLock(Exception):
    """A lock or the notices lack something; the message says what, and where to add it."""


class Package(NamedTuple):
    """One package of a lock. `asked_by`: what needs it, this distribution among them."""

    name: str
    version: str
    is_for_every_platform: bool
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]


def packages(lock: str) -> tuple[Package, ...]:
    """The packages of a lock as uv writes it. Raises BadLock for one that no SHA-256 pins."""
    found = tuple(_package(block) for block in _blocks(lock))
    if loose := [package.name for package in found if not package.hashes]:
        msg = f"no SHA-256 pins {', '.join(loose)}; write the locks with: make lock"
        raise BadLock(msg)
    return found


def _blocks(lock: str) -> Iterator[list[str]]:
    """The lines of each requirement: itself, its sums, who asks for it."""
    block: list[str] = []
    for line in lock.splitlines():
        if line[:1].isalnum():
            if block:
                yield block
            block = []
        if block or line[:1].isalnum():
            block.append(line)
    if block:
        yield block


def _package(block: list[str]) -> Package:
    wanted = Requirement(block[0].partition("--hash")[0].rstrip(" \\"))
    pins = list(wanted.specifier)
    if [pin.operator for pin in pins] != ["=="]:
        msg = f"{wanted} is not pinned to one version; write the locks with: make lock"
        raise BadLock(msg)
    return Package(
        wanted.name,
        pins[0].version,
        wanted.marker is None,
        tuple(_HASH.findall("\n".join(block))),
        tuple(found[1] for line in block if (found := _ASKED_BY.match(line)) and found[1] != "via"),
    )


def licences(notices: str) -> Mapping[str, str]:
    """Package, or group:artifact of a jar, to its licence as NOTICES.md names it."""
    return dict(_NOTICE.findall(notices))


def require_licences(named: Mapping[str, str], used: set[str]) -> None:
    """Raises BadLock when something used has no licence in the notices, or the notices name what is not used."""
    if missing := sorted(used - named.keys()):
        msg = f"NOTICES.md names no licence of {', '.join(missing)}"
        raise BadLock(msg)
    if stale := sorted(named.keys() - used):
        msg = f"NOTICES.md names {', '.join(stale)}, which no lock holds any more"
        raise BadLock(msg)
