"""Who may do what on the cluster: least privilege, worked out from the topic list (design: Security).

Each party of the list is a principal under the installation's name (`lei-worker`, `lei-partner-housing`), and may do
what the list says and nothing else. Several installations share a cluster apart: no grant reaches beyond the prefix.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from schemas.topics import INPUTS, REFERRALS, TOPICS, Party, Topic, in_installation
from schemas.words import Partner

# Makes topics and grants; it writes and reads none.
PROVISIONER: Final = "provisioner"
# Hands rejected messages in again (`asb rejected replay`): an operator who also writes what connectors write.
RESUBMITTER: Final = "resubmitter"


class Resource(StrEnum):
    TOPIC = "topic"
    GROUP = "group"
    TRANSACTIONAL_ID = "transactional-id"
    CLUSTER = "cluster"


class Operation(StrEnum):
    """What may be done. On a topic, reading and writing include asking what it looks like."""

    READ = "read"
    WRITE = "write"
    CREATE = "create"
    ALTER = "alter"
    DESCRIBE = "describe"
    DESCRIBE_CONFIGS = "describe-configs"
    ALTER_CONFIGS = "alter-configs"


class Grant(NamedTuple):
    """One thing that a principal may do on a resource; `prefixed`: on all whose names begin so."""

    principal: str
    resource: Resource
    name: str
    operation: Operation
    prefixed: bool = False


def principals(installation: str) -> tuple[str, ...]:
    """Everybody who is granted anything, in the order of the grants."""
    return tuple(dict.fromkeys(grant.principal for grant in grants(installation)))


def grants(installation: str) -> tuple[Grant, ...]:
    """All grants of an installation."""
    return tuple(
        dict.fromkeys(
            (
                *_worker(installation),
                *_others(installation),
                *_looking(installation, Party.OPERATOR),
                *_looking(installation, RESUBMITTER),
                *_handing_in(installation),
                *_provisioner(installation),
            )
        )
    )


def _worker(installation: str) -> Iterator[Grant]:
    """The worker does what the list says, and has one group and its transactions."""
    me, application = f"{installation}-{Party.WORKER}", f"{installation}.asb"
    for topic in TOPICS:
        name = in_installation(installation, topic)
        if Party.WORKER in topic.read_by:
            yield Grant(me, Resource.TOPIC, name, Operation.READ)
        if Party.WORKER in topic.written_by:
            yield Grant(me, Resource.TOPIC, name, Operation.WRITE)
    yield Grant(me, Resource.GROUP, application, Operation.READ)
    # One per force: `lei.asb-0`, `lei.asb-1` ...
    yield Grant(me, Resource.TRANSACTIONAL_ID, f"{application}-", Operation.WRITE, prefixed=True)


def _others(installation: str) -> Iterator[Grant]:
    for topic in TOPICS:
        name = in_installation(installation, topic)
        for operation, parties in ((Operation.WRITE, topic.written_by), (Operation.READ, topic.read_by)):
            for party in parties:
                if party is not Party.WORKER:
                    yield from _of(installation, party, topic, name, operation)


def _looking(installation: str, who: str) -> Iterator[Grant]:
    """The `asb` command looks at everything of its installation: it explains, replays, compares."""
    me = f"{installation}-{who}"
    yield Grant(me, Resource.TOPIC, f"{installation}.", Operation.READ, prefixed=True)
    yield Grant(me, Resource.TOPIC, f"{installation}.", Operation.DESCRIBE_CONFIGS, prefixed=True)


def _handing_in(installation: str) -> Iterator[Grant]:
    """A rejected message goes back to the topic it came from, and an instruction says who did it."""
    for topic in INPUTS:
        name = in_installation(installation, topic)
        yield Grant(f"{installation}-{RESUBMITTER}", Resource.TOPIC, name, Operation.WRITE)


def _of(installation: str, party: Party, topic: Topic, name: str, operation: Operation) -> Iterator[Grant]:
    for me in _principals_of(installation, party, topic):
        yield Grant(me, Resource.TOPIC, name, operation)
        if operation is Operation.READ:
            # Where a connector keeps how far it has read.
            yield Grant(me, Resource.GROUP, me, Operation.READ)


def _principals_of(installation: str, party: Party, topic: Topic) -> Iterator[str]:
    """The party's principal; of the partners each that the topic is for."""
    if party is not Party.PARTNER:
        yield f"{installation}-{party}"
        return
    for partner in Partner:
        if REFERRALS.get(partner) is topic or topic not in REFERRALS.values():
            yield f"{installation}-{party}-{partner}"


def _provisioner(installation: str) -> Iterator[Grant]:
    """`asb topics apply` and `asb acl apply`."""
    me = f"{installation}-{PROVISIONER}"
    for operation in (
        Operation.CREATE,
        Operation.ALTER,
        Operation.DESCRIBE,
        Operation.DESCRIBE_CONFIGS,
        Operation.ALTER_CONFIGS,
    ):
        yield Grant(me, Resource.TOPIC, f"{installation}.", operation, prefixed=True)
    for operation in (Operation.ALTER, Operation.DESCRIBE):
        yield Grant(me, Resource.CLUSTER, "kafka-cluster", operation)
