"""`asb worker`: the exit codes of a worker that cannot begin. A worker at work is in tests/integration/engine."""

import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.kafka


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text("s" * 64, "utf-8")
    return str(path)


def test_a_worker_that_never_reached_a_kafka_gives_up_after_wait_with_exit_5(asb_process, tmp_path, secret):
    began = time.monotonic()

    left = asb_process(
        "worker",
        "--wait",
        "2",
        "--secret-file",
        secret,
        "--data-dir",
        str(tmp_path),
        KAFKA_BOOTSTRAP="127.0.0.1:1",
    )

    assert left.exit_code == 5
    assert "Traceback" not in left.err
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("option", "content", "sentence"),
    [
        ("--secret-file", None, "cannot read the secret"),
        ("--secret-file", "short", "is too short: at least 32 bytes are needed"),
        ("--policies", "name: x\n", ".yaml: "),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_exit_2(
    asb_process, tmp_path, secret, option, content, sentence
):
    folder = tmp_path / "files"
    folder.mkdir()
    path = folder / "codes.yaml"
    if content is not None:
        path.write_text(content, "utf-8")
    given = str(folder) if option == "--policies" else str(path)

    left = asb_process("worker", option, given, "--data-dir", str(tmp_path), ASB_SECRET_FILE=secret)

    assert left.exit_code == 2
    assert sentence in left.err
    assert "Traceback" not in left.err
