"""Recomputes from the inputs what a toy installation must have published, and compares.

Run as a process of its own, with another client than the engine's: `python -m tests.chaos.checker BOOTSTRAP
NAME PARTITIONS INPUT…`. Prints counts as JSON; exits 1 unless nothing is lost, doubled or wrong.

Twice over. What does not depend on the order between topics (each event's output, rejections, timers, counts by
key) is worked out here from the inputs alone, with nothing of the engine's. And everything, byte for byte and in
order, is decided again by the rules in memory, in the order that the journal tells.
"""

import json
import sys
from collections import Counter, defaultdict
from typing import Any

from tests.chaos.redeciding import differences
from tests.chaos.topics import read_partitions
from tests.unit.engine.toy import Counting


class Expected:
    """What the inputs, read committed, ask for."""

    def __init__(self) -> None:
        self.counted: dict[int, tuple[int, str, str, int]] = {}
        self.keys: Counter[tuple[int, str]] = Counter()
        self.rejected: Counter[tuple[int, bytes | None, bytes | None, bytes]] = Counter()
        self.failed = 0
        self.fired: Counter[tuple[int, str, int]] = Counter()
        self.records: Counter[tuple[str, int]] = Counter()

    def add(self, record: Any) -> None:
        topic, partition = record.topic(), record.partition()
        self.records[topic, partition] += 1
        event = _event(record.value())
        reason = _reason(event)
        if reason:
            self.rejected[partition, record.key(), record.value(), reason] += 1
            self.failed += reason == b"rule-failed"
            return
        key = event["key"]
        self.counted[event["id"]] = (partition, key, topic, record.offset())
        self.keys[partition, key] += 1
        if event.get("due"):
            self.fired[partition, key, event["due"]] += 1


def check(bootstrap: str, name: str, partitions: int, inputs: tuple[str, ...]) -> dict[str, int]:
    """Partition after partition: what is an event of one and an output of another is wrong here and lost there."""
    domain = Counting(name, inputs)
    found = Counter(inputs=0, lost=0, doubled=0, wrong=0)
    for partition in range(partitions):
        records = read_partitions(bootstrap, domain.topics, [partition])
        _check_partition(domain, records, found)
        found["wrong"] += differences(domain, records)
    return dict(found)


def _check_partition(domain: Counting, records: dict[str, list[Any]], found: Counter[str]) -> None:
    expected = Expected()
    for topic in domain.inputs:
        for record in records[topic]:
            expected.add(record)
    found["inputs"] += expected.records.total()
    _check_counts(records[domain.counts_topic], expected, found)
    _check_rejected(records[domain.rejected_topic], expected, found)
    _check_alarms(records[domain.alarms_topic], expected, found)
    _check_state(records[domain.state_topic], expected, found)
    _check_journal(records[domain.journal_topic], expected, found)


def _check_counts(records: list[Any], expected: Expected, found: Counter[str]) -> None:
    seen: Counter[int] = Counter()
    last_n: Counter[tuple[int, str]] = Counter()
    last_offset: dict[tuple[int, str, str], int] = {}
    for record in records:
        body = json.loads(record.value())
        seen[body["id"]] += 1
        if body["id"] not in expected.counted:
            found["wrong"] += 1
            continue
        partition, key, topic, offset = expected.counted[body["id"]]
        place = (record.partition(), body["key"])
        in_order = last_offset.get((*place, topic), -1) < offset
        if place != (partition, key) or body["n"] != last_n[place] + 1 or not in_order:
            found["wrong"] += 1
        last_n[place] = body["n"]
        last_offset[*place, topic] = offset
    found["lost"] += len(expected.counted.keys() - seen.keys())
    found["doubled"] += seen.total() - len(seen)
    found["outputs"] += len(records)


def _check_rejected(records: list[Any], expected: Expected, found: Counter[str]) -> None:
    seen = Counter(
        (record.partition(), record.key(), record.value(), dict(record.headers() or ())["reason"])
        for record in records
    )
    _compare(seen, expected.rejected, found)
    found["rejected"] += len(records)


def _check_alarms(records: list[Any], expected: Expected, found: Counter[str]) -> None:
    seen: Counter[tuple[int, str, int]] = Counter()
    failed = 0
    for record in records:
        if record.value() == b"failed":
            failed += 1
        else:
            body = json.loads(record.value())
            seen[record.partition(), body["fired"], body["due"]] += 1
    _compare(seen, expected.fired, found)
    found["wrong"] += abs(failed - expected.failed)
    found["fired"] += seen.total()


def _check_state(records: list[Any], expected: Expected, found: Counter[str]) -> None:
    rows = {(record.partition(), record.key()): record.value() for record in records}
    counts = {
        (partition, key.decode()): json.loads(value)[0]
        for (partition, key), value in rows.items()
        if value is not None and not key.startswith((b"engine|", b"failed|"))
    }
    found["wrong"] += sum(counts.get(key) != n for key, n in expected.keys.items())
    found["wrong"] += len(counts.keys() - expected.keys.keys())
    found["rows"] += len(counts)


def _check_journal(records: list[Any], expected: Expected, found: Counter[str]) -> None:
    sequences: Counter[int] = Counter()
    last: dict[tuple[str, int], int] = defaultdict(lambda: -1)
    handled: Counter[tuple[str, int]] = Counter()
    for record in records:
        partition, entry = record.partition(), json.loads(record.value())
        found["wrong"] += entry["sequence"] != sequences[partition] + 1
        sequences[partition] = entry["sequence"]
        for step in entry["steps"]:
            if "run" in step:
                topic, first, final, number = step["run"]
                found["wrong"] += first <= last[topic, partition]
                last[topic, partition] = final
                handled[topic, partition] += number
    found["wrong"] += sum(handled[place] != number for place, number in expected.records.items())
    found["transactions"] += len(records)


def _compare(seen: Counter[Any], expected: Counter[Any], found: Counter[str]) -> None:
    for thing in seen.keys() | expected.keys():
        found["lost"] += max(expected[thing] - seen[thing], 0)
        if expected[thing]:
            found["doubled"] += max(seen[thing] - expected[thing], 0)
        else:
            found["wrong"] += seen[thing]


def _event(value: bytes | None) -> dict[str, Any]:
    try:
        return json.loads(value or b"")
    except ValueError:
        return {}


def _reason(event: dict[str, Any]) -> bytes:
    if not event:
        return b"not-json"
    if "boom" in event:
        return b"rule-failed"
    return str(event.get("refuse", "")).encode()


if __name__ == "__main__":
    outcome = check(sys.argv[1], sys.argv[2], int(sys.argv[3]), tuple(sys.argv[4:]))
    print(json.dumps(outcome))  # noqa: T201
    sys.exit(any(outcome[trouble] for trouble in ("lost", "doubled", "wrong")))
