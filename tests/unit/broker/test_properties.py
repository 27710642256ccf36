"""The embedded broker's settings."""

import socket
from pathlib import Path

from streams.broker.properties import Ports, ports_of, read_properties, server_properties, write_properties

PORTS = Ports(client=41001, controller=41002)


def test_no_topic_is_made_by_mistake_and_times_are_the_broker_s(tmp_path: Path):
    properties = server_properties(PORTS, tmp_path, {})

    assert properties["auto.create.topics.enable"] == "false"
    assert properties["log.message.timestamp.type"] == "LogAppendTime"


def test_the_broker_listens_on_loopback_only(tmp_path: Path):
    listeners = server_properties(PORTS, tmp_path, {})["listeners"].split(",")

    assert [listener.split("://")[1].split(":")[0] for listener in listeners] == ["127.0.0.1", "127.0.0.1"]


def test_properties_are_read_back_as_written(tmp_path: Path):
    properties = server_properties(PORTS, tmp_path, {"super.users": "User:admin;User:CN=a,O=b"})

    write_properties(tmp_path / "server.properties", properties)

    assert read_properties(tmp_path / "server.properties") == properties


def test_the_ports_are_found_again_under_listeners_of_other_names(tmp_path: Path):
    listeners = "SASL_PLAINTEXT://127.0.0.1:41001,CONTROLLER://127.0.0.1:41002"
    properties = server_properties(Ports.free(), tmp_path, {"listeners": listeners})

    assert ports_of(properties) == PORTS


def test_a_port_that_something_listens_on_is_not_free():
    ports = Ports.free()

    with socket.create_server(("127.0.0.1", ports.controller)):
        taken = ports.are_free()

    assert not taken
    assert ports.are_free()
