"""The lock of the Kafka jars, and the refusal of any other jar (docs/decisions/0005)."""

import hashlib
import re
from pathlib import Path

import pytest

from streams.broker.errors import JarRefused, JarsUnavailable
from streams.broker.jars import Jar, checked_jars, locked_jars


def a_jar(name: str = "codec", content: bytes = b"jar") -> Jar:
    return Jar("org.example.kafka", name, "1.0", hashlib.sha256(content).hexdigest(), len(content))


def test_the_lock_names_each_jar_of_kafka_once_with_its_sum():
    jars = locked_jars()

    assert len(jars) == len({jar.file_name for jar in jars}) == 45
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in jars)
    assert {"kafka_2.13-4.4.0.jar", "log4j-slf4j-impl-2.24.3.jar"} <= {jar.file_name for jar in jars}


def test_a_jar_lies_in_a_repository_by_its_coordinates():
    assert a_jar().repository_path == "org/example/kafka/codec/1.0/codec-1.0.jar"


def test_jars_that_are_as_locked_are_given_out_in_the_lock_s_order(tmp_path: Path):
    jars = (a_jar("second"), a_jar("first"))
    for jar in jars:
        (tmp_path / jar.file_name).write_bytes(b"jar")

    paths = checked_jars(tmp_path, jars)

    assert [path.name for path in paths] == ["second-1.0.jar", "first-1.0.jar"]


def test_a_corrupted_jar_is_refused_by_name_with_both_sums_and_the_way_out(tmp_path: Path):
    jar = a_jar()
    (tmp_path / jar.file_name).write_bytes(b"jaR")

    with pytest.raises(JarRefused) as refused:
        checked_jars(tmp_path, (jar,))

    found = hashlib.sha256(b"jaR").hexdigest()
    for words in (jar.file_name, jar.sha256, found, "asb broker reset --jars"):
        assert words in str(refused.value)


def test_a_missing_jar_is_told_with_the_command_that_fetches_it(tmp_path: Path):
    with pytest.raises(JarsUnavailable, match=r"1 of 1 .*codec-1\.0\.jar.*asb broker fetch"):
        checked_jars(tmp_path, (a_jar(),))
