"""Replays a toy installation from its journal and compares: `python -m tests.chaos.replayer '{"name": …}'`.

Prints the differences, one per topic and partition at most, and how much was compared. `flip` alters one byte of
the recorded message of that number on partition 0 of the counts topic, to see that it is noticed.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from streams.engine.domain import Message
from streams.engine.recorded import Recorded
from streams.engine.replay import Replay, compare, compare_rows
from tests.unit.engine.toy import Counting


def main(options: dict[str, Any]) -> dict[str, Any]:
    domain = Counting(options["name"], tuple(options["inputs"]))
    found: dict[str, Any] = {"differences": [], "messages": 0, "rows": 0}
    for partition in range(options["partitions"]):
        with Recorded(options["bootstrap"], partition) as recorded:
            compare_partition(domain, recorded, options, found)
        options.pop("flip", None)
    return found


def compare_partition(
    domain: Counting, recorded: Recorded, options: dict[str, Any], found: dict[str, Any]
) -> None:
    replay = Replay(domain, recorded.fetch, options["batch_records"])
    replayed = [each for batch in replay.run(recorded.journal(domain.journal_topic)) for each in batch]
    for topic in (domain.counts_topic, domain.alarms_topic, domain.rejected_topic):
        then = recorded.published(topic)
        if topic == domain.counts_topic and "flip" in options:
            then = flipped(then, options["flip"])
        now = [each for each in replayed if each.topic == topic]
        found["messages"] += len(now)
        found["differences"] += [difference for difference in [compare(topic, then, now)] if difference]
    rows = recorded.rows(domain.state_topic)
    found["rows"] += len(rows)
    difference = compare_rows(domain.state_topic, rows, dict(replay.table.rows()))
    found["differences"] += [difference] if difference else []


def flipped(messages: Iterator[Message], which: int) -> Iterator[Message]:
    for number, message in enumerate(messages):
        if number == which:
            value = bytearray(message.value or b"")
            value[-1] ^= 1
            yield message._replace(value=bytes(value))
        else:
            yield message


if __name__ == "__main__":
    outcome = main(json.loads(sys.argv[1]))
    print(json.dumps(outcome))  # noqa: T201
    sys.exit(bool(outcome["differences"]))
