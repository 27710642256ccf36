"""Fetch the locked jars from Maven Central, or a mirror of it, into the cache.

Eight at a time over HTTPS. A jar arrives in a file of another name and gets its own only when its SHA-256 is
the locked one: a half or altered file is never found under a jar's name. Proxies and certificates follow the
usual variables (`HTTPS_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`).
"""

import os
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from streams.broker.errors import JarRefused, JarsUnavailable
from streams.broker.jars import Jar, locked_jars, missing_jars, sha256_of

AT_ONCE = 8
ATTEMPTS = 3
TIMEOUT_S = 30
CHUNK = 1 << 16

Progress = Callable[[int], None]
"""Told the number of bytes that arrived since it was last told; a jar tried again takes its bytes back."""


def fetch_jars(
    cache: Path,
    repository: str,
    *,
    jars: tuple[Jar, ...] | None = None,
    progress: Progress = lambda _: None,
    back_off_s: float = 1.0,
) -> tuple[Jar, ...]:
    """Fetch the jars that the cache lacks and return them.

    Raises:
        JarsUnavailable: the repository does not answer, or not with the jar.
        JarRefused: what it sent is not the locked jar.
    """
    missing = missing_jars(cache, locked_jars() if jars is None else jars)
    if not missing:
        return ()
    cache.mkdir(parents=True, exist_ok=True)
    source = _Repository(repository.rstrip("/"), _certificates(), progress, back_off_s)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        arriving = [pool.submit(source.fetch, jar, cache) for jar in missing]
        try:
            for fetched in arriving:
                fetched.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return missing


def maven_central() -> str:
    """The base address of Maven Central, as the Maven client library knows it."""
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL)


def _certificates() -> ssl.SSLContext:
    """The machine's trust store, and certifi's for a machine without one, unless the user named his own."""
    trust = ssl.create_default_context()
    if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        import certifi

        trust.load_verify_locations(certifi.where())
    return trust


@dataclass(frozen=True)
class _Repository:
    """A Maven repository as this download sees it."""

    url: str
    trust: ssl.SSLContext
    progress: Progress
    back_off_s: float

    def fetch(self, jar: Jar, cache: Path) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._fetch_once(jar, cache)
                break
            except (OSError, HTTPException) as error:
                for_good = isinstance(error, HTTPError) and error.code < 500
                if for_good or attempt == ATTEMPTS:
                    raise JarsUnavailable(
                        f"Cannot fetch {jar.file_name} from {self.url}: {error}; check the connection and "
                        "the proxy, or name a mirror of Maven Central in ASB_MAVEN_URL"
                    ) from error
                time.sleep(self.back_off_s * attempt)

    def _fetch_once(self, jar: Jar, cache: Path) -> None:
        handle, part = tempfile.mkstemp(prefix=f".{jar.file_name}.", suffix=".part", dir=cache)
        arrived = 0
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in self._chunks(jar):
                    file.write(chunk)
                    arrived += len(chunk)
                    self.progress(len(chunk))
            self._prove(Path(part), jar, arrived)
            Path(part).chmod(0o644)
            Path(part).replace(cache / jar.file_name)
        except BaseException:
            self.progress(-arrived)
            Path(part).unlink(missing_ok=True)
            raise

    def _chunks(self, jar: Jar) -> Iterator[bytes]:
        url = f"{self.url}/{jar.repository_path}"
        with urlopen(url, timeout=TIMEOUT_S, context=self.trust) as answer:
            while chunk := answer.read(CHUNK):
                yield chunk

    def _prove(self, part: Path, jar: Jar, arrived: int) -> None:
        if arrived < jar.size:
            raise HTTPException(f"the connection closed after {arrived} of {jar.size} bytes")
        if (found := sha256_of(part)) != jar.sha256:
            raise JarRefused(
                f"{jar.file_name} from {self.url} is refused: its SHA-256 is {found}, the lock says "
                f"{jar.sha256}; nothing was kept, ask whoever runs the repository or the proxy in between"
            )
