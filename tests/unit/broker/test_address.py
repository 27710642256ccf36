"""Which Kafka a command uses, and how soon it says that none is there."""

import socket
import time
from pathlib import Path

import pytest

from streams.broker.address import ADDRESS_FILE, find_bootstrap, require_broker
from streams.broker.errors import NoBroker


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ADDRESS_FILE).write_text("127.0.0.1:41001\n")
    return tmp_path


def test_the_address_on_the_command_line_wins(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "kafka.example:9092")

    assert find_bootstrap("127.0.0.1:41003", folder) == "127.0.0.1:41003"


def test_then_that_of_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "kafka.example:9092")

    assert find_bootstrap(None, folder) == "kafka.example:9092"


def test_then_that_of_the_folder_s_own_broker(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)

    assert find_bootstrap(None, folder) == "127.0.0.1:41001"


def test_and_when_there_is_none_how_to_start_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)

    with pytest.raises(NoBroker, match="asb broker start"):
        find_bootstrap(None, tmp_path)


def test_a_listener_that_is_no_kafka_is_found_out_in_time():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"127.0.0.1:{mute.getsockname()[1]}"
        begun = time.monotonic()

        with pytest.raises(NoBroker, match=f"Something listens at {address}, but .* check that it is Kafka"):
            require_broker(address, seconds=1)

    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("address", ["127.0.0.1:1", "no-such-host.example:9092", ":"])
def test_nothing_at_the_address_is_found_out_in_time(address: str):
    begun = time.monotonic()

    with pytest.raises(NoBroker, match="No Kafka at"):
        require_broker(address, seconds=1)

    assert time.monotonic() - begun < 3
