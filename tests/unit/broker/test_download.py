"""Fetching the jars from a repository that is whole, altered, cut short, ill or gone."""

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from streams.broker.download import ATTEMPTS, fetch_jars, maven_central
from streams.broker.errors import JarRefused, JarsUnavailable
from streams.broker.jars import Jar

CONTENT = bytes(range(256)) * 1024
JAR = Jar("org.example", "codec", "1.0", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))

Answer = Callable[[BaseHTTPRequestHandler, int], None]


class Repository:
    """A Maven repository on loopback whose answer a test chooses; counts what it was asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.answer: Answer = whole
        repository = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                repository.asked[self.path] += 1
                repository.answer(self, repository.asked[self.path])

            def log_message(self, format: str, *args: object) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/maven"


def whole(request: BaseHTTPRequestHandler, _: int) -> None:
    send(request, CONTENT, len(CONTENT))


def altered(request: BaseHTTPRequestHandler, _: int) -> None:
    send(request, CONTENT[:-1] + b"?", len(CONTENT))


def cut_short(request: BaseHTTPRequestHandler, _: int) -> None:
    send(request, CONTENT[:1000], len(CONTENT))


def ill_at_first(request: BaseHTTPRequestHandler, asked: int) -> None:
    if asked == 1:
        request.send_error(503)
    else:
        whole(request, asked)


def gone(request: BaseHTTPRequestHandler, _: int) -> None:
    request.send_error(404)


def send(request: BaseHTTPRequestHandler, body: bytes, length: int) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(length))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def repository() -> Iterator[Repository]:
    serving = Repository()
    thread = threading.Thread(target=serving.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.server.shutdown()
    serving.server.server_close()
    thread.join()


def test_a_jar_that_the_cache_lacks_is_fetched_by_its_coordinates(repository: Repository, tmp_path: Path):
    arrived: list[int] = []

    fetched = fetch_jars(tmp_path / "new", repository.url, jars=(JAR,), progress=arrived.append)

    assert fetched == (JAR,)
    assert (tmp_path / "new" / "codec-1.0.jar").read_bytes() == CONTENT
    assert repository.asked == {"/maven/org/example/codec/1.0/codec-1.0.jar": 1}
    assert sum(arrived) == JAR.size


def test_with_a_full_cache_nothing_is_asked(repository: Repository, tmp_path: Path):
    (tmp_path / JAR.file_name).write_bytes(CONTENT)

    assert fetch_jars(tmp_path, repository.url, jars=(JAR,)) == ()
    assert not repository.asked


def test_an_altered_jar_is_refused_at_once_and_not_kept(repository: Repository, tmp_path: Path):
    repository.answer = altered

    with pytest.raises(JarRefused, match=f"codec-1.0.jar .*{JAR.sha256}"):
        fetch_jars(tmp_path, repository.url, jars=(JAR,), back_off_s=0)

    assert list(tmp_path.iterdir()) == []
    assert repository.asked.total() == 1


def test_a_jar_cut_short_every_time_is_never_found_under_its_name(repository: Repository, tmp_path: Path):
    repository.answer = cut_short
    arrived: list[int] = []

    with pytest.raises(JarsUnavailable, match=r"codec-1.0.jar .*ASB_MAVEN_URL"):
        fetch_jars(tmp_path, repository.url, jars=(JAR,), progress=arrived.append, back_off_s=0)

    assert list(tmp_path.iterdir()) == []
    assert repository.asked.total() == ATTEMPTS
    assert sum(arrived) == 0


def test_a_repository_that_recovers_is_asked_again(repository: Repository, tmp_path: Path):
    repository.answer = ill_at_first

    assert fetch_jars(tmp_path, repository.url, jars=(JAR,), back_off_s=0) == (JAR,)
    assert repository.asked.total() == 2


def test_a_jar_that_the_repository_does_not_hold_is_not_asked_for_again(
    repository: Repository, tmp_path: Path
):
    repository.answer = gone

    with pytest.raises(JarsUnavailable, match="404"):
        fetch_jars(tmp_path, repository.url, jars=(JAR,), back_off_s=0)

    assert repository.asked.total() == 1


def test_a_repository_that_does_not_answer_is_told_with_what_to_do(repository: Repository, tmp_path: Path):
    with pytest.raises(JarsUnavailable, match="check the connection and the proxy"):
        fetch_jars(tmp_path, "http://127.0.0.1:1/maven", jars=(JAR,), back_off_s=0)


def test_maven_central_is_reached_over_https():
    assert maven_central().startswith("https://")
