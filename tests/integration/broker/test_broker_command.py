"""`asb broker`: its JSON, its exit statuses and what it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from streams.broker.embedded import EmbeddedKafka
from streams.broker.settings import BrokerSettings
from streams.cli.exit_codes import ExitCode

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).parents[3]


def asb(here: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "KAFKA_BOOTSTRAP"}
    return subprocess.run(
        [sys.executable, "-m", "streams", "broker", *arguments],
        cwd=here,
        env={**environment, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def test_a_broker_s_life_by_the_command_line(tmp_path: Path):
    absent = asb(tmp_path, "status", "--json")
    started = asb(tmp_path, "start", "--json")
    try:
        running = asb(tmp_path, "status", "--json")
        address = (tmp_path / ".asb" / "broker" / "bootstrap").read_text()
    finally:
        stopped = asb(tmp_path, "stop", "--json")
    stopped_again = asb(tmp_path, "stop")
    kept = (tmp_path / ".asb" / "broker" / "data").exists()
    reset = asb(tmp_path, "reset", "--json")

    folder = str(tmp_path / ".asb" / "broker")
    nothing = {"running": False, "answers": False, "bootstrap": None, "pid": None, "folder": folder}
    assert (absent.returncode, told(absent)) == (ExitCode.NO_BROKER, nothing)
    assert (started.returncode, running.returncode) == (0, 0)
    assert told(started) == told(running)
    assert told(running) == {
        "running": True,
        "answers": True,
        "bootstrap": address.strip(),
        "pid": told(running)["pid"],
        "folder": folder,
    }
    assert (stopped.returncode, told(stopped)) == (0, nothing)
    assert (stopped_again.returncode, stopped_again.stdout) == (0, "No Kafka ran in .asb/broker.\n")
    assert kept
    assert (reset.returncode, told(reset)) == (0, nothing)
    assert not (tmp_path / ".asb" / "broker").exists()


def test_a_folder_that_is_no_broker_s_is_never_deleted(tmp_path: Path):
    (tmp_path / "letter").write_text("precious")

    done = asb(tmp_path, "reset", "--dir", ".")

    assert done.returncode == ExitCode.NOT_MET
    assert done.stderr == "Error: . was not made by asb broker start; nothing was deleted\n"
    assert (tmp_path / "letter").read_text() == "precious"


def test_with_a_cluster_named_none_is_started(tmp_path: Path):
    done = asb(tmp_path, "start", KAFKA_BOOTSTRAP="kafka.example:9092")

    assert done.returncode == ExitCode.NOT_MET
    assert "KAFKA_BOOTSTRAP names kafka.example:9092" in done.stderr
    assert not (tmp_path / ".asb").exists()


def test_jars_that_are_nowhere_to_be_had_are_one_sentence(tmp_path: Path):
    nowhere = {"ASB_JAR_CACHE": str(tmp_path / "jars"), "ASB_MAVEN_URL": "http://127.0.0.1:1/maven"}

    done = asb(tmp_path, "fetch", **nowhere)

    assert done.returncode == ExitCode.NOT_MET
    assert "Traceback" not in done.stderr
    assert "check the connection and the proxy" in done.stderr


def test_a_corrupted_jar_is_refused_and_thrown_away_only_on_command(tmp_path: Path):
    cache = tmp_path / "jars"
    good = BrokerSettings.from_environment().jar_cache
    cache.mkdir()
    for jar in good.glob("*.jar"):
        (cache / jar.name).symlink_to(jar)
    victim = cache / "log4j-api-2.24.3.jar"
    victim.unlink()
    victim.write_bytes(b"not a jar")

    refused = asb(tmp_path, "fetch", ASB_JAR_CACHE=str(cache))
    again = asb(tmp_path, "start", ASB_JAR_CACHE=str(cache))

    assert refused.returncode == again.returncode == ExitCode.NOT_MET
    assert "log4j-api-2.24.3.jar is refused" in refused.stderr
    assert "asb broker reset --jars" in again.stderr
    assert victim.read_bytes() == b"not a jar"
    assert not EmbeddedKafka(tmp_path / ".asb" / "broker").status().running
