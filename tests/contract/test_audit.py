"""`make audit`: what a vulnerability service answers is told, and no answer is never taken for a good one."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).parents[2]
IN_IDNA = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1"],
    "affected": [
        {
            "package": {"name": "idna", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


@contextmanager
def service(answer: Callable[[str], dict[str, Any] | None]) -> Iterator[str]:
    """OSV on loopback: `answer` says what it tells of a package; None: it fails."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = answer(asked["package"]["name"])
            body = json.dumps(told).encode()
            self.send_response(200 if told is not None else 503)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


def audit(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "setup.audit", "--osv-url", url, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_package_is_asked_about_and_none_with_a_known_vulnerability_is_well():
    asked: list[str] = []

    with service(lambda name: asked.append(name) or {}) as url:
        said = audit(url)

    assert said.returncode == 0
    assert said.stdout == f"audit: {len(asked)} locked packages, 0 with a known vulnerability\n"
    assert {"aiokafka", "faust-streaming", "pytest"} <= set(asked)


def test_a_vulnerability_is_told_with_where_it_is_put_right_unless_it_was_accepted():
    with service(lambda name: {"vulns": [IN_IDNA]} if name == "idna" else {}) as url:
        found, accepted = audit(url), audit(url, "--ignore-vuln", "CVE-2026-1")

    assert found.returncode == 1
    assert "PYSEC-2026-1 CVE-2026-1, put right in 99.1\n" in found.stdout
    assert accepted.returncode == 0


def test_where_nobody_answers_it_says_in_one_sentence_that_it_was_not_done():
    with service(lambda name: {}) as gone:
        pass

    said = audit(gone)

    assert said.returncode == 3
    assert said.stdout.startswith(
        "audit: not done, nothing is known either way; where the network is: make audit ("
    )
    assert (said.stdout.count("\n"), said.stderr) == (1, "")


def test_a_service_that_fails_for_one_package_has_not_audited_the_others_either():
    with service(lambda name: None if name == "yarl" else {}) as url:
        said = audit(url)

    assert said.returncode == 3
    assert said.stdout.startswith("audit: not done")
