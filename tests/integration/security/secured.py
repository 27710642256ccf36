"""A real Kafka that asks who is there: TLS, SCRAM and the authorizer, with an account for every principal."""

import secrets
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from connectors.broker import Broker
from streams.broker.embedded import EmbeddedKafka
from streams.broker.properties import HOST, Ports

ADMINISTRATOR = "administrator"


class Secured(NamedTuple):
    """The cluster, and where each principal's password is."""

    bootstrap: str
    folder: Path

    def broker(self, principal: str) -> Broker:
        """The cluster as the principal reaches it."""
        return Broker.from_environment(self.bootstrap, self.environment(principal))

    def environment(self, principal: str) -> dict[str, str]:
        return {
            "ASB_KAFKA_SECURITY": "SASL_SSL",
            "ASB_KAFKA_CA_FILE": str(self.folder / "ca.pem"),
            "ASB_KAFKA_USER": principal,
            "ASB_KAFKA_PASSWORD_FILE": str(self.folder / f"{principal}.password"),
        }


@contextmanager
def secured_kafka(folder: Path, principals: Iterable[str]) -> Iterator[Secured]:
    """Run it for the length of the block; nobody but the administrator may do anything yet."""
    passwords = {name: secrets.token_urlsafe(18) for name in (ADMINISTRATOR, *principals)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, password in passwords.items():
        (folder / f"{name}.password").write_text(password, "utf-8")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    (folder / "server.pem").write_bytes(_pem_for_java(authority.issue_cert(HOST)))
    ports, secured = Ports.free(), _free_port()
    properties = _properties(ports, secured, folder / "server.pem")
    with EmbeddedKafka(folder / "kafka", properties=properties, accounts=passwords):
        yield Secured(f"{HOST}:{secured}", folder)


def _pem_for_java(certificate: trustme.LeafCert) -> bytes:
    """Key and chain in one file, the key as PKCS #8: the only form that Kafka reads."""
    key = load_pem_private_key(certificate.private_key_pem.bytes(), password=None)
    chain = [blob.bytes() for blob in certificate.cert_chain_pems]
    return b"".join([key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), *chain])


def _properties(ports: Ports, secured: int, certificate: Path) -> dict[str, str]:
    """The broker's own listeners stay on loopback without a password; clients come in by `SECURED`."""
    listeners = ",".join(
        (
            f"PLAINTEXT://{HOST}:{ports.client}",
            f"CONTROLLER://{HOST}:{ports.controller}",
            f"SECURED://{HOST}:{secured}",
        )
    )
    listener = "listener.name.secured"
    return {
        "listeners": listeners,
        "advertised.listeners": listeners,
        "controller.quorum.bootstrap.servers": f"{HOST}:{ports.controller}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL",
        "inter.broker.listener.name": "PLAINTEXT",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        f"{listener}.scram-sha-512.sasl.jaas.config": (
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        ),
        f"{listener}.ssl.keystore.type": "PEM",
        f"{listener}.ssl.keystore.location": str(certificate),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:ANONYMOUS;User:{ADMINISTRATOR}",
    }


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port
