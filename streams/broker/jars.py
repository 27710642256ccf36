"""The jars of the embedded Kafka: what the lock names, and whether the cache holds exactly that.

Every jar is hashed each time before it is used (45 files, 44 MB: some 50 ms), so a jar that changed in the
cache is refused, not run.
"""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from streams.broker.errors import JarRefused, JarsUnavailable


@dataclass(frozen=True)
class Jar:
    """One line of the lock."""

    group: str
    artifact: str
    version: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    @property
    def repository_path(self) -> str:
        """Where a Maven repository keeps it, relative to the repository's root."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file_name}"


def locked_jars() -> tuple[Jar, ...]:
    """The jars that `jars.lock` names, in its order."""
    lock = files("streams.broker").joinpath("jars.lock").read_text(encoding="utf-8")
    return tuple(_jar(line) for line in lock.splitlines() if line and not line.startswith("#"))


def _jar(line: str) -> Jar:
    sha256, size, coordinates = line.split()
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, sha256, int(size))


def missing_jars(cache: Path, jars: tuple[Jar, ...]) -> tuple[Jar, ...]:
    """Those of the jars that the cache does not hold at all."""
    return tuple(jar for jar in jars if not (cache / jar.file_name).is_file())


def checked_jars(cache: Path, jars: tuple[Jar, ...] | None = None) -> tuple[Path, ...]:
    """The paths of the locked jars in the cache, each proved against its SHA-256.

    Raises:
        JarsUnavailable: a jar is not in the cache.
        JarRefused: a jar in the cache is not the locked one.
    """
    jars = locked_jars() if jars is None else jars
    if missing := missing_jars(cache, jars):
        raise JarsUnavailable(
            f"{len(missing)} of {len(jars)} Kafka jars are not in {cache} "
            f"(the first: {missing[0].file_name}); fetch them with: asb broker fetch"
        )
    return tuple(_checked(cache / jar.file_name, jar) for jar in jars)


def _checked(path: Path, jar: Jar) -> Path:
    found = sha256_of(path)
    if found != jar.sha256:
        raise JarRefused(
            f"{path} is refused: its SHA-256 is {found}, the lock says {jar.sha256}; "
            "throw the cached jars away and fetch them again with: asb broker reset --jars"
        )
    return path


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
