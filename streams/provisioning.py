"""Make the topics of an installation as `schemas/topics.py` lists them, and say where the cluster differs.

Every topic has one partition per force of the registry (design: one force = one partition). A registry that
grew adds partitions; nothing is ever deleted or made smaller.
"""

import time
from collections.abc import Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Final, NamedTuple, Self

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource
from kafka.errors import KafkaError

from connectors.broker import Broker, KafkaFailed
from schemas.topics import TOPICS, Topic, in_installation
from streams import topic_retention

TIMEOUT_MS: Final = 5_000
SETTLE_S: Final = 10.0
SETTLE_POLL_S: Final = 0.1


class ProvisioningFailed(KafkaFailed):
    """The cluster does not answer or refuses; the message says what."""


class Wanted(NamedTuple):
    """How an installation's topics should be. Replication settings that are None are the cluster's own."""

    installation: str
    partitions: int
    replication_factor: int | None = None
    min_insync: int | None = None
    # Days by topic name, where the installation keeps something for another time than the list says.
    kept: Mapping[str, int] = MappingProxyType({})

    def name(self, topic: Topic) -> str:
        return in_installation(self.installation, topic)

    def configs(self, topic: Topic) -> dict[str, str]:
        """The topic's settings on the cluster."""
        configs = {
            **topic_retention.settings(topic, topic_retention.days_of(topic, self.kept)),
            "max.message.bytes": str(topic.max_bytes),
            # The broker's clock, so that retention goes by arrival whatever a producer says.
            "message.timestamp.type": "LogAppendTime",
        }
        if self.min_insync is not None:
            configs["min.insync.replicas"] = str(self.min_insync)
        return configs


class Difference(NamedTuple):
    """One thing on the cluster that is not as wanted."""

    topic: str
    setting: str
    wanted: str
    found: str

    @property
    def missing(self) -> bool:
        """Whether the topic itself is what is not there."""
        return self.setting == "topic"

    @property
    def mendable(self) -> bool:
        """Whether `apply` can put it right without losing anything."""
        if self.setting == "partitions":
            return int(self.found) < int(self.wanted)
        return self.setting != "replication.factor"


class Provisioner:
    """Compares and makes topics through kafka-python's admin client. A context manager."""

    def __init__(self, broker: Broker, wanted: Wanted) -> None:
        """Connect; raises ProvisioningFailed when no broker answers within five seconds."""
        self._wanted = wanted
        try:
            self._admin = KafkaAdminClient(**broker.client_options(), bootstrap_timeout_ms=TIMEOUT_MS)
        except KafkaError as error:
            msg = f"no Kafka at {broker.bootstrap}: {type(error).__name__}"
            raise ProvisioningFailed(msg) from error

    def differences(self) -> tuple[Difference, ...]:
        """Everything on the cluster that is not as wanted, in the order of the topic list."""
        try:
            return tuple(self._differences())
        except KafkaError as error:
            raise ProvisioningFailed(str(error)) from error

    def _differences(self) -> Iterator[Difference]:
        found = self._admin.describe_topics([self._wanted.name(topic) for topic in TOPICS])
        sizes = {each["name"]: each["partitions"] for each in found if not each["error_code"]}
        configs = self._configs(list(sizes))
        for topic in TOPICS:
            name = self._wanted.name(topic)
            if name not in sizes:
                yield Difference(name, "topic", "exists", "missing")
                continue
            yield from self._unequal_sizes(name, sizes[name])
            for setting, value in self._wanted.configs(topic).items():
                if (there := configs[name][setting]["value"]) != value:
                    yield Difference(name, setting, value, str(there))

    def _configs(self, names: list[str]) -> dict[str, Any]:
        if not names:
            return {}
        described = self._admin.describe_configs(
            [ConfigResource("TOPIC", name) for name in names], config_filter="all"
        )
        return dict(described["topic"])

    def _unequal_sizes(self, name: str, partitions: list[dict[str, Any]]) -> Iterator[Difference]:
        if len(partitions) != self._wanted.partitions:
            yield Difference(name, "partitions", str(self._wanted.partitions), str(len(partitions)))
        replicas = min(len(each["replica_nodes"]) for each in partitions)
        if self._wanted.replication_factor not in (None, replicas):
            yield Difference(name, "replication.factor", str(self._wanted.replication_factor), str(replicas))

    def apply(self) -> tuple[Difference, ...]:
        """Put right what can be, and wait until it shows; returns what was put right.

        What is left shows in `differences`.
        """
        mended = tuple(each for each in self.differences() if each.mendable)
        try:
            self._create({each.topic for each in mended if each.missing})
            self._grow({each.topic for each in mended if each.setting == "partitions"})
            self._set([each for each in mended if each.setting not in ("topic", "partitions")])
            self._settle()
        except KafkaError as error:
            raise ProvisioningFailed(str(error)) from error
        return mended

    def _settle(self) -> None:
        """Wait until the cluster shows what it was told: a broker answers before it has learnt of a change."""
        deadline = time.monotonic() + SETTLE_S
        while any(each.mendable for each in self._differences()):
            if time.monotonic() > deadline:
                return
            time.sleep(SETTLE_POLL_S)

    def _create(self, names: set[str]) -> None:
        new = {
            self._wanted.name(topic): {
                "num_partitions": self._wanted.partitions,
                "replication_factor": self._wanted.replication_factor or -1,
                "configs": self._wanted.configs(topic),
            }
            for topic in TOPICS
            if self._wanted.name(topic) in names
        }
        if new:
            self._admin.create_topics(new, wait_for_metadata=True)

    def _grow(self, names: set[str]) -> None:
        if names:
            self._admin.create_partitions(dict.fromkeys(sorted(names), self._wanted.partitions))
            self._admin.wait_for_topics(sorted(names))

    def _set(self, differences: list[Difference]) -> None:
        by_topic: dict[str, dict[str, str]] = {}
        for each in differences:
            by_topic.setdefault(each.topic, {})[each.setting] = each.wanted
        if not by_topic:
            return
        answers = self._admin.alter_configs(
            [ConfigResource("TOPIC", name, configs) for name, configs in by_topic.items()]
        )
        for name, answer in answers["topic"].items():
            if answer != "OK":
                msg = f"{name}: {answer}"
                raise ProvisioningFailed(msg)

    def close(self) -> None:
        self._admin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
