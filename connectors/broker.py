"""How a client reaches Kafka: the one place of addresses and security, for kafka-python and aiokafka alike.

Read from the environment only when `Broker.from_environment` is called:

| variable | means |
|---|---|
| ASB_KAFKA_SECURITY | PLAINTEXT (default), SSL, SASL_PLAINTEXT or SASL_SSL |
| ASB_KAFKA_CA_FILE | certificate authority of the cluster (PEM); else the system's |
| ASB_KAFKA_CERTIFICATE_FILE, ASB_KAFKA_KEY_FILE | the client's own certificate and key (PEM, no passphrase) |
| ASB_KAFKA_MECHANISM | PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 (default) |
| ASB_KAFKA_USER, ASB_KAFKA_PASSWORD_FILE | the principal, and the file that holds its password |
"""

import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

PROTOCOLS: Final = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
MECHANISMS: Final = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")


class BadBrokerSettings(Exception):
    """An environment variable is missing or wrong; the message names it."""


class KafkaFailed(Exception):
    """Kafka does not answer or refuses what was asked; the message says what, in one sentence."""


class Password(str):
    """A password that is not told where a client's settings are: kafka-python logs them when it debugs."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'********'"


class Broker(NamedTuple):
    """A cluster's address and how to be let in. Holds the names of secret files, never the secrets."""

    bootstrap: str
    protocol: str = "PLAINTEXT"
    ca_file: str | None = None
    certificate_file: str | None = None
    key_file: str | None = None
    mechanism: str = "SCRAM-SHA-512"
    user: str | None = None
    password_file: str | None = None

    @classmethod
    def from_environment(cls, bootstrap: str, environment: Mapping[str, str] = os.environ) -> "Broker":
        """The cluster at `bootstrap` (host:port, several divided by commas) with the security that is set.

        Raises BadBrokerSettings for a protocol or mechanism that is not known or lacks what it needs.
        """
        broker = cls(
            bootstrap,
            _one_of(environment, "ASB_KAFKA_SECURITY", PROTOCOLS, "PLAINTEXT"),
            environment.get("ASB_KAFKA_CA_FILE") or None,
            environment.get("ASB_KAFKA_CERTIFICATE_FILE") or None,
            environment.get("ASB_KAFKA_KEY_FILE") or None,
            _one_of(environment, "ASB_KAFKA_MECHANISM", MECHANISMS, "SCRAM-SHA-512"),
            environment.get("ASB_KAFKA_USER") or None,
            environment.get("ASB_KAFKA_PASSWORD_FILE") or None,
        )
        if broker.protocol.startswith("SASL") and not (broker.user and broker.password_file):
            msg = f"{broker.protocol} needs ASB_KAFKA_USER and ASB_KAFKA_PASSWORD_FILE"
            raise BadBrokerSettings(msg)
        return broker

    def client_options(self) -> dict[str, Any]:
        """Keyword arguments that kafka-python's and aiokafka's clients both take.

        Raises BadBrokerSettings when a file that is named cannot be read, or holds no password.
        """
        options: dict[str, Any] = {
            "bootstrap_servers": self.bootstrap.split(","),
            "security_protocol": self.protocol,
        }
        try:
            if self.protocol.endswith("SSL"):
                options["ssl_context"] = self._ssl_context()
            if self.protocol.startswith("SASL"):
                options["sasl_mechanism"] = self.mechanism
                options["sasl_plain_username"] = self.user
                options["sasl_plain_password"] = self._password()
        except (OSError, ssl.SSLError) as error:
            msg = f"a file that ASB_KAFKA_* names cannot be used: {error}"
            raise BadBrokerSettings(msg) from error
        return options

    def _password(self) -> Password:
        try:
            found = Path(self.password_file or "").read_text("utf-8").strip()
        except UnicodeDecodeError:  # not passed on: it holds the bytes that were read
            found = ""
        if not found:
            msg = f"ASB_KAFKA_PASSWORD_FILE names {self.password_file}, which holds no password in UTF-8"
            raise BadBrokerSettings(msg)
        return Password(found)

    def _ssl_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.certificate_file:
            # Else OpenSSL would ask at the terminal for the passphrase of a key that has one, and wait.
            context.load_cert_chain(self.certificate_file, self.key_file, password="")
        return context


def _one_of(environment: Mapping[str, str], name: str, known: tuple[str, ...], default: str) -> str:
    found = environment.get(name) or default
    if found not in known:
        msg = f"{name} is {found!r}, it must be one of {', '.join(known)}"
        raise BadBrokerSettings(msg)
    return found
