"""One run: events flow, and while they do everything goes wrong that may, in an order drawn from a seed."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.chaos.cluster import Cluster
from tests.chaos.feed import Feed
from tests.chaos.feeding import WAITS_AT_MOST_S
from tests.chaos.fleet import Fleet, until
from tests.chaos.handled import Handled
from tests.chaos.plan import Plan
from tests.chaos.report import Report
from tests.chaos.scene import WORKERS, Fault, Scene
from tests.chaos.subject import Subject

CATCHES_UP_S: Final = 900.0
BATCH: Final = 200
"""So small that what waits after a fault is many batches, each made while the one before is being committed."""
LINGER_S: Final = 0.05
LAST_TIMERS_S: Final = WAITS_AT_MOST_S + 2.0

Say = Callable[[str], None]


def run(plan: Plan, faults: Sequence[Fault], subject: Subject, seed: int, folder: Path, say: Say) -> Report:
    """Try an installation as planned. Raises AssertionError when it does not get over a fault."""
    report, began = Report(seed), time.monotonic()
    with Cluster(folder / "kafka", plan.session_s) as cluster:
        subject.make_topics(cluster.direct)
        with (
            _fleet(cluster, subject, plan, folder) as fleet,
            closing(Handled(cluster.direct, subject.domain.journal_topic, plan.partitions)) as handled,
        ):
            scene = Scene(cluster, fleet, handled, random.Random(seed), plan, subject.refusable)
            _feed_amid(faults, scene, subject.feed(cluster.direct, seed), report, say)
            say("no more faults: when all is handled, it is checked")
            until(lambda: handled.read_on() >= report.fed, CATCHES_UP_S, "everything is handled")
            time.sleep(LAST_TIMERS_S)  # and whatever is handled twice may still come
            report.found = subject.verdict(cluster.direct)
            if plan.compacts:
                report.compacted = cluster.compacted_to(subject.domain.state_topic)
    report.took_s = time.monotonic() - began
    return report


def _fleet(cluster: Cluster, subject: Subject, plan: Plan, folder: Path) -> Fleet:
    return Fleet(
        cluster.bootstrap,
        folder=folder,
        module=subject.module,
        batch_records=BATCH,
        linger=LINGER_S,
        session_timeout=plan.session_s,
        heartbeat=plan.session_s / 6,
        **subject.options,
    )


def _feed_amid(faults: Sequence[Fault], scene: Scene, feed: Feed, report: Report, say: Say) -> None:
    plan, fleet = scene.plan, scene.fleet
    for _ in range(WORKERS):
        fleet.start()
    feed.start()
    scene.goes_on()
    began = time.monotonic()
    for number, fault in enumerate(_in_random_order(faults, scene.chance)):
        if number >= plan.rounds * len(faults) and feed.delivered >= plan.events:
            break
        assert feed.failure is None, feed.failure
        time.sleep(scene.chance.uniform(*plan.pause_s))
        say(f"{time.monotonic() - began:7.1f} s  {feed.delivered:>9,} fed  {_name(fault)}")
        report.add(_name(fault), fault(scene))
        for fallen in fleet.replace_the_fallen():
            report.note_fallen(fallen)
        scene.goes_on()
    feed.finish()
    report.fed, report.aborted, report.fed_s = feed.delivered, feed.aborted, time.monotonic() - began
    report.workers = fleet.started


def _in_random_order(faults: Sequence[Fault], chance: random.Random) -> Iterator[Fault]:
    """All of them in one order, all in another, and so on."""
    while True:
        yield from chance.sample(faults, len(faults))


def _name(fault: Fault) -> str:
    return fault.__name__.replace("_", " ")
