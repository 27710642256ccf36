"""Fetch the locked jars from Maven Central, or a mirror of it, into the cache.

Eight at a time over HTTPS. A jar is hashed while it arrives in a file of another name and gets its own name
only when the sum is the locked one: a half or altered file is never found under a jar's name. Proxies and
certificates follow the usual variables (`HTTPS_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`).
"""

import hashlib
import os
import ssl
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from streams.broker.errors import JarRefused, JarsUnavailable
from streams.broker.jars import Jar, locked_jars, missing_jars

AT_ONCE = 8
ATTEMPTS = 3
BACK_OFF_S = 1.0
TIMEOUT_S = 30
CHUNK = 1 << 16

Progress = Callable[[int], None]
"""Told the number of bytes that arrived since it was last told; a jar tried again takes its bytes back."""


def fetch_jars(
    cache: Path, repository: str, *, jars: tuple[Jar, ...] | None = None, progress: Progress = lambda _: None
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
    trust = _certificates()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        arriving = [pool.submit(_fetch, jar, cache, repository, trust, progress) for jar in missing]
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


def _fetch(jar: Jar, cache: Path, repository: str, trust: ssl.SSLContext, progress: Progress) -> None:
    url = f"{repository.rstrip('/')}/{jar.repository_path}"
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _fetch_once(url, jar, cache, trust, progress)
            break
        except (OSError, HTTPException) as error:
            gone = isinstance(error, HTTPError) and error.code < 500
            if gone or attempt == ATTEMPTS:
                raise JarsUnavailable(
                    f"Cannot fetch {jar.file_name} from {repository}: {error}; check the connection and the "
                    "proxy, or name a mirror of Maven Central in ASB_MAVEN_URL"
                ) from error
            time.sleep(BACK_OFF_S * attempt)


def _fetch_once(url: str, jar: Jar, cache: Path, trust: ssl.SSLContext, progress: Progress) -> None:
    digest, arrived = hashlib.sha256(), 0
    handle, part = tempfile.mkstemp(prefix=f".{jar.file_name}.", suffix=".part", dir=cache)
    try:
        with os.fdopen(handle, "wb") as file, urlopen(url, timeout=TIMEOUT_S, context=trust) as answer:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                digest.update(chunk)
                arrived += len(chunk)
                progress(len(chunk))
        if arrived < jar.size:
            raise HTTPException(f"the connection closed after {arrived} of {jar.size} bytes")
        if digest.hexdigest() != jar.sha256:
            raise JarRefused(
                f"{jar.file_name} from {url} is refused: its SHA-256 is {digest.hexdigest()}, the lock says "
                f"{jar.sha256}; nothing was kept, ask whoever runs the repository or the proxy in between"
            )
        Path(part).chmod(0o644)
        Path(part).replace(cache / jar.file_name)
    except BaseException:
        progress(-arrived)
        Path(part).unlink(missing_ok=True)
        raise
