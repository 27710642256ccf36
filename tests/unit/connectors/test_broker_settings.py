"""How clients reach Kafka: the environment says it, and a mistake is named by its variable."""

import pytest

from connectors.broker import BadBrokerSettings, Broker


def test_without_variables_a_client_speaks_plaintext():
    broker = Broker.from_environment("a:1,b:2", {})

    assert broker.client_options() == {"bootstrap_servers": ["a:1", "b:2"], "security_protocol": "PLAINTEXT"}


def test_a_password_is_read_from_its_file_when_a_client_is_made(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("open sesame\n")
    environment = {
        "ASB_KAFKA_SECURITY": "SASL_PLAINTEXT",
        "ASB_KAFKA_USER": "worker",
        "ASB_KAFKA_PASSWORD_FILE": str(secret),
    }

    broker = Broker.from_environment("a:1", environment)

    options = broker.client_options()
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("worker", "open sesame")
    assert "sesame" not in repr(broker)


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
