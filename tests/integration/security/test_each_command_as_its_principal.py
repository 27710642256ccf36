"""Design, Security: every way to the cluster speaks TLS and SCRAM, and each command needs the rights it has, no more.

The cluster lets nobody in without both, so that a client which were given no settings could not have answered.
"""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from kafka import KafkaProducer

from connectors.publisher import Publisher
from schemas.forces import Registry
from schemas.topics import INCIDENTS, in_installation
from tests.given.messages import incident
from tests.given.until import until
from tests.integration.security.conftest import INSTALLATION, NEXT_DOOR
from tests.integration.security.running import FORCES, asb, environment, worker
from tests.integration.security.secured import ADMINISTRATOR, Secured

pytestmark = pytest.mark.kafka

As = Callable[..., CompletedProcess[str]]
HERE = ("--force", FORCES[0])
BY = (*HERE, "--officer", "OP 12", "--reason", "Seen.")
SOMEBODY = ("--subject", str(Path(__file__).with_name("somebody.json")))
CSV = str(Path(__file__).parents[3] / "data" / "lancashire-asb-2022-sample.tab")


@pytest.fixture(scope="module")
def run_as(secured: Secured, tmp_path_factory: pytest.TempPathFactory) -> As:
    """`run_as("operator", "tail", "tags")`; a worker has decided on incidents, rejected a message, and rests."""
    folder = tmp_path_factory.mktemp("principals")

    def run(party: str, *words: str) -> CompletedProcess[str]:
        who = party if party == ADMINISTRATOR else f"{INSTALLATION}-{party}"
        return asb(environment(secured, who, folder / "forces.yaml"), *words)

    with worker(secured, folder):
        _report(secured)
        city = run(ADMINISTRATOR, "city", "run", "--days", "1", "--per-day", "2", "--in-step")
        assert city.returncode == 0, city.stderr
        until(lambda: "bad-" in run("operator", "rejected", "list", "--json").stdout, 60, "one is rejected")
    return run


def _report(secured: Secured) -> None:
    storm = secured.broker(f"{INSTALLATION}-storm-connector")
    with Publisher(storm, INSTALLATION, Registry(FORCES)) as publisher:
        publisher.publish(FORCES[0], incident("SK-9", 0, "They threatened her. She is frightened."))
    raw = KafkaProducer(**storm.client_options())
    headers = [("ce_specversion", b"1.0"), ("ce_subject", b"broken")]
    raw.send(in_installation(INSTALLATION, INCIDENTS), b"{", key=b"broken", partition=0, headers=headers)
    raw.flush()
    raw.close()


@pytest.mark.parametrize(
    ("party", "words", "said"),
    [
        ("operator", ("tail", "decisions", "--until-end"), "DecisionMade"),
        ("operator", ("explain", "SK-9"), "Case-manage"),
        ("operator", ("replay", "--check"), "every byte the same"),
        ("operator", ("audit", "verify"), "as it was written"),
        ("auditor", ("audit", "list", "--verb", "collection"), "operations."),
        ("operator", ("erase", "--id", "R-1", *BY, *SOMEBODY), "Nothing is erased yet"),
        ("operator", ("restrict", "--id", "R-1", *BY, *SOMEBODY), "stands until it is lifted"),
        ("operator", ("export", *BY[:4], *SOMEBODY), '"logs"'),
        ("operator", ("go-live", *HERE, "--officer", "OP 12", "--from", "2026-12-01"), "1 Dec 2026"),
        ("provisioner", ("topics", "check"), "as they should be"),
        ("provisioner", ("acl", "check"), "nothing else"),
        ("storm-connector", ("import", "incidents", CSV, "--mapping", "police-uk", *HERE), "incidents"),
        ("resubmitter", ("rejected", "replay", *BY), "1 messages replayed"),
        (ADMINISTRATOR, ("replay", "--into", NEXT_DOOR, *HERE), "every byte the same"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else None,
)
def test_a_command_does_its_work_as_who_may(run_as: As, party: str, words: tuple[str, ...], said: str):
    done = run_as(party, *words)

    assert done.returncode == 0, done.stderr
    assert said in done.stdout


@pytest.mark.parametrize(
    ("party", "words", "why"),
    [
        ("monitor", ("tail", "markers"), "it is not for this user"),
        ("monitor", ("audit", "list"), "it is not for this user"),
        (
            "mail",
            ("go-live", *HERE, "--officer", "OP 12", "--from", "2026-12-01"),
            "TopicAuthorizationFailedError",
        ),
        ("operator", ("rejected", "replay", *BY), "TopicAuthorizationFailedError"),
        ("operator", ("acl", "apply"), "ClusterAuthorizationFailedError"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else None,
)
def test_who_may_not_is_told_in_one_sentence(run_as: As, party: str, words: tuple[str, ...], why: str):
    refused = run_as(party, *words)

    assert refused.returncode == 1
    assert why in refused.stderr
    assert "Traceback" not in refused.stderr
