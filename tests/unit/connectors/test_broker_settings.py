"""How clients reach Kafka: the environment says it, and a mistake is named by its variable."""

import ssl
from pathlib import Path
from traceback import format_exception

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from connectors.broker import BadBrokerSettings, Broker, Password
from streams.engine.settings import EngineSettings


def test_without_variables_a_client_speaks_plaintext():
    broker = Broker.from_environment("a:1,b:2", {})

    assert broker.client_options() == {"bootstrap_servers": ["a:1", "b:2"], "security_protocol": "PLAINTEXT"}


def scram(secret: Path) -> dict[str, str]:
    return {
        "ASB_KAFKA_SECURITY": "SASL_PLAINTEXT",
        "ASB_KAFKA_USER": "worker",
        "ASB_KAFKA_PASSWORD_FILE": str(secret),
    }


def test_a_password_is_read_from_its_file_when_a_client_is_made(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("open sesame\n")

    broker = Broker.from_environment("a:1", scram(secret))

    options = broker.client_options()
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("worker", "open sesame")
    assert "sesame" not in repr(broker)


def test_a_password_is_told_nowhere_that_a_client_or_a_worker_shows_its_settings(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("open sesame\n")

    options = Broker.from_environment("a:1", scram(secret)).client_options()

    shown = f"{options} {options!r} {[*options.values()]} {EngineSettings(security=options)}"
    assert "sesame" not in shown
    assert "'sasl_plain_password': '********'" in shown


def test_a_password_that_is_not_told_is_the_same_to_whoever_sends_it():
    password = Password("open sesame")

    assert password == "open sesame"  # pragma: allowlist secret
    assert "\0".join(["worker", password]).encode() == b"worker\0open sesame"


@pytest.mark.parametrize("content", [b"", b" \n", b"sesame\xff\xfe"])
def test_a_file_that_holds_no_password_is_named_and_not_quoted(tmp_path, content):
    secret = tmp_path / "password"
    secret.write_bytes(content)

    with pytest.raises(BadBrokerSettings) as refused:
        Broker.from_environment("a:1", scram(secret)).client_options()

    told = "".join(format_exception(refused.value, chain=True))
    assert f"ASB_KAFKA_PASSWORD_FILE names {secret}, which holds no password" in told
    assert "sesame" not in told
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ASB_KAFKA_SECURITY": "TLS"}, "ASB_KAFKA_SECURITY is 'TLS'"),
        ({"ASB_KAFKA_MECHANISM": "GSSAPI"}, "ASB_KAFKA_MECHANISM is 'GSSAPI'"),
        ({"ASB_KAFKA_SECURITY": "SASL_SSL"}, "needs ASB_KAFKA_USER"),
        ({"ASB_KAFKA_SECURITY": "SASL_SSL", "ASB_KAFKA_USER": "w"}, "ASB_KAFKA_PASSWORD_FILE"),
    ],
)
def test_a_wrong_or_missing_variable_is_named(environment, sentence):
    with pytest.raises(BadBrokerSettings, match=sentence):
        Broker.from_environment("a:1", environment)


@pytest.mark.parametrize("variable", ["ASB_KAFKA_CA_FILE", "ASB_KAFKA_CERTIFICATE_FILE"])
def test_a_certificate_file_that_is_not_there_is_told(tmp_path, variable):
    environment = {"ASB_KAFKA_SECURITY": "SSL", variable: str(tmp_path / "none.pem")}

    with pytest.raises(BadBrokerSettings, match="cannot be used"):
        Broker.from_environment("a:1", environment).client_options()


def test_a_key_with_a_passphrase_is_refused_and_nobody_is_asked_for_it(tmp_path):
    plain = trustme.CA().issue_cert("asb.example").private_key_and_cert_chain_pem.bytes()
    key = load_pem_private_key(plain, password=None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"sesame"))
    chain = plain[plain.index(b"-----BEGIN CERTIFICATE-----") :]
    for name, content in (("plain.pem", plain), ("locked.pem", locked + chain)):
        (tmp_path / name).write_bytes(content)

    def options(name: str) -> dict[str, object]:
        environment = {"ASB_KAFKA_SECURITY": "SSL", "ASB_KAFKA_CERTIFICATE_FILE": str(tmp_path / name)}
        return Broker.from_environment("a:1", environment).client_options()

    assert "ssl_context" in options("plain.pem")
    with pytest.raises(BadBrokerSettings, match="cannot be used"):
        options("locked.pem")


def test_a_broker_must_prove_its_name_and_speak_a_tls_that_is_not_broken():
    context = Broker.from_environment("a:1", {"ASB_KAFKA_SECURITY": "SSL"}).client_options()["ssl_context"]

    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
