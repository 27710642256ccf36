"""Stories through a real Kafka and one real worker, all at once, each in a force of its own.

What a story asserts must hold of what was read from the topics; and every byte of it must be what the rules
publish in memory when they are told the same. The files beside this one say which stories (`STORIES`) and take
these two tests; a story more is a partition more of every topic, so they are told in several installations.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from confluent_kafka import Message as KafkaMessage

from schemas import topics
from streams.engine.domain import Message
from streams.engine.journal import Run, decode
from streams.policies.bundle import load_bundle
from tests.chaos.topics import read_all
from tests.given.policies import in_folder
from tests.given.until import until
from tests.integration.rejections.running import Running
from tests.integration.stories.collected import Story
from tests.integration.stories.kafka_core import KafkaCore, Reading

TICK_S = "900"


class Told(NamedTuple):
    """A story as it went on Kafka: what its assertions said, and everything in its partition afterwards."""

    core: KafkaCore
    failure: BaseException | None
    records: dict[str, list[KafkaMessage]]


def told_on_kafka(
    kafka: str, folder: Path, stories: Sequence[Story], policies_in: Callable[[Path], Path] = in_folder
) -> dict[Story, Told]:
    """Every story, told at the same time to one worker that was stopped when all had ended.

    `policies_in` writes the policies that decide to a new folder.
    """
    forces = tuple(f"E23{number:06}" for number in range(900_001, 900_001 + len(stories)))
    with Running(kafka, folder, forces=forces) as here:
        policies = policies_in(folder / "policies")
        here.start("--clock", "events", "--tick", TICK_S, "--policies", str(policies))
        until(lambda: has_opened(here), 120, f"the worker has all its desks open; see {here.log}", every=0.5)
        with Reading(kafka, here) as reading:
            builtin = load_bundle(policies)
            cores = [KafkaCore(here, reading, partition, builtin) for partition in range(len(forces))]
            failures = list(_tell_all(stories, cores))
        assert here.stop() == 0
        names = [here.topic(topic) for topic in topics.TOPICS if topic not in topics.INPUTS]
        records = read_all(kafka, names, len(forces))
    return {
        story: Told(core, failure, _in_partition(records, partition))
        for partition, (story, core, failure) in enumerate(zip(stories, cores, failures, strict=True))
    }


def has_opened(here: Running) -> bool:
    return here.log.read_text("utf-8").count("desk opened") >= len(here.forces)


def _tell_all(stories: Sequence[Story], cores: Iterable[KafkaCore]) -> Iterator[BaseException | None]:
    failures: dict[Story, BaseException] = {}

    def tell(story: Story, core: KafkaCore) -> None:
        try:
            story.tell(core=core)
        except BaseException as failure:  # pytest's own failures are not Exceptions
            failures[story] = failure

    threads = [
        threading.Thread(target=tell, args=each, daemon=True) for each in zip(stories, cores, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (failures.get(story) for story in stories)


def _in_partition(records: dict[str, list[KafkaMessage]], partition: int) -> dict[str, list[KafkaMessage]]:
    return {
        topic: [each for each in found if each.partition() == partition] for topic, found in records.items()
    }


def test_a_story_holds_of_what_is_read_from_kafka(story: Story, told: dict[Story, Told]):
    failure = told[story].failure

    if failure is not None:
        raise failure


def test_a_story_publishes_on_kafka_the_bytes_that_it_publishes_in_memory(
    story: Story, told: dict[Story, Told]
):
    core, _, records = told[story]
    in_memory = core.in_memory

    published = {
        topic: [(each.key(), each.value(), tuple(each.headers() or ())) for each in found]
        for topic, found in records.items()
        if found and topic in {*core.domain.outputs, core.domain.rejected_topic}
    }

    assert in_memory.told
    assert handled(records[core.domain.journal_topic]) == [
        (each.topic, each.offset) for each in in_memory.told
    ]
    assert published == by_topic(in_memory.messages)
    assert dict(core.table.rows()) == dict(in_memory.table.rows())


def handled(entries: list[KafkaMessage]) -> list[tuple[str, int]]:
    """The inputs in the order in which the worker's journal says that it handled them."""
    runs = [step for each in entries for step in decode(each.value()).steps if isinstance(step, Run)]
    return [(run.topic, offset) for run in runs for offset in range(run.first, run.last + 1)]


def by_topic(messages: Iterable[Message]) -> dict[str, list[tuple[object, ...]]]:
    found = defaultdict(list)
    for message in messages:
        found[message.topic].append((message.key, message.value, message.headers))
    return dict(found)
