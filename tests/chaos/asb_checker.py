"""Decides again what an installation of the ASB domain was told, and compares every byte of what it published.

Run as a process of its own, with another client than the engine's: `python -m tests.chaos.asb_checker BOOTSTRAP
INSTALLATION PARTITIONS`. Prints counts as JSON; exits 1 unless nothing is lost, doubled or wrong.
"""

import json
import sys
from collections import Counter
from typing import Any

from schemas.forces import Registry
from streams.domain import AsbDomain
from streams.engine.journal import Run, Tick, decode
from streams.engine.position import POSITION_KEY
from tests.chaos.asb_subject import forces
from tests.chaos.redeciding import differences
from tests.chaos.topics import read_partitions
from tests.given.core import SECRET


def check(bootstrap: str, installation: str, partitions: int) -> dict[str, int]:
    domain = AsbDomain(installation, Registry(forces(partitions)), SECRET)
    kept = (domain.state_topic, domain.journal_topic, domain.rejected_topic)
    found = Counter(inputs=0, lost=0, doubled=0, wrong=0)
    for partition in range(partitions):
        records = read_partitions(bootstrap, (*domain.inputs, *domain.outputs, *kept), [partition])
        _check_journal(domain, records, found)
        found["wrong"] += differences(domain, records)
        found["outputs"] += sum(len(records[topic]) for topic in domain.outputs)
        found["rejected"] += len(records[domain.rejected_topic])
        found["rows"] += len({each.key() for each in records[domain.state_topic]} - {POSITION_KEY})
    return dict(found)


def _check_journal(domain: AsbDomain, records: dict[str, list[Any]], found: Counter[str]) -> None:
    """Every committed record of the inputs stands in one run of the journal, and nothing else does."""
    handled: Counter[tuple[str, int]] = Counter()
    told = {(each.topic(), each.offset()) for topic in domain.inputs for each in records[topic]}
    for number, record in enumerate(records[domain.journal_topic], start=1):
        entry = decode(record.value())
        found["wrong"] += entry.sequence != number
        for step in entry.steps:
            if isinstance(step, Run):
                run = [(step.topic, offset) for offset in range(step.first, step.last + 1)]
                of_it = [place for place in run if place in told]
                found["wrong"] += len(of_it) != step.records
                handled.update(of_it)
            elif isinstance(step, Tick):
                found["fired"] += step.items
    found["inputs"] += len(told)
    found["lost"] += len(told - handled.keys())
    found["doubled"] += handled.total() - len(handled)
    found["transactions"] += len(records[domain.journal_topic])


if __name__ == "__main__":
    outcome = check(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    print(json.dumps(outcome))  # noqa: T201
    sys.exit(any(outcome[trouble] for trouble in ("lost", "doubled", "wrong")))
