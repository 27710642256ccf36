"""One run: events flow, and while they do everything goes wrong that may, in an order drawn from a seed."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.chaos.broker_faults import (
    broker_killed,
    broker_slow,
    broker_stopped,
    connections_cut,
    disk_full,
    writes_refused,
)
from tests.chaos.cluster import Cluster
from tests.chaos.feeding import Feeder
from tests.chaos.fleet import Fleet, until
from tests.chaos.handled import Handled
from tests.chaos.plan import Plan
from tests.chaos.report import Report
from tests.chaos.scene import WORKERS, Fault, Scene
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.chaos.worker_faults import (
    asked_to_stop,
    asleep_past_the_session,
    clock_jumped,
    joined_and_left,
    killed_anywhere,
    killed_in_a_transaction,
    killed_while_loading,
)
from tests.unit.engine.toy import Counting

FAULTS: Final[tuple[Fault, ...]] = (
    killed_in_a_transaction,
    killed_while_loading,
    killed_anywhere,
    asked_to_stop,
    asleep_past_the_session,
    joined_and_left,
    clock_jumped,
    broker_stopped,
    broker_killed,
    disk_full,
    broker_slow,
    connections_cut,
    writes_refused,
)
CATCHES_UP_S: Final = 300.0
BATCH: Final = 200
"""So small that what waits after a fault is many batches, each made while the one before is being committed."""
LINGER_S: Final = 0.05
COMPACTED_SOON: Final = {"segment.bytes": "1048576", "min.cleanable.dirty.ratio": "0.01"}

Say = Callable[[str], None]


def run(plan: Plan, seed: int, folder: Path, say: Say, module: str = "tests.chaos.worker") -> Report:
    """Try an installation as planned. Raises AssertionError when it does not get over a fault."""
    report, began = Report(seed), time.monotonic()
    domain = Counting(own_name(f"chaos{seed}"), plan.inputs)
    with Cluster(folder / "kafka", plan.session_s) as cluster:
        make_topics(cluster.direct, domain, plan.partitions, COMPACTED_SOON)
        with (
            _fleet(cluster, domain, plan, folder, module) as fleet,
            closing(Handled(cluster.direct, domain.journal_topic, plan.partitions)) as handled,
        ):
            scene = Scene(cluster, fleet, handled, random.Random(seed), plan, domain.counts_topic)
            _feed_amid_faults(scene, domain, report, say)
            _catch_up(scene, domain, report, say)
            fleet.stop_all()
    report.took_s = time.monotonic() - began
    return report


def _fleet(cluster: Cluster, domain: Counting, plan: Plan, folder: Path, module: str) -> Fleet:
    return Fleet(
        cluster.bootstrap,
        domain.name,
        folder,
        module,
        inputs=plan.inputs,
        batch_records=BATCH,
        linger=LINGER_S,
        session_timeout=plan.session_s,
        heartbeat=plan.session_s / 6,
    )


def _feed_amid_faults(scene: Scene, domain: Counting, report: Report, say: Say) -> None:
    plan, fleet = scene.plan, scene.fleet
    feeder = Feeder(
        scene.cluster.direct,
        domain.inputs,
        plan.partitions,
        events=plan.events,
        per_second=plan.per_second,
        seed=report.seed,
        open_ended=True,
    )
    for _ in range(WORKERS):
        fleet.start()
    feeder.start()
    scene.goes_on()
    began = time.monotonic()
    for number, fault in enumerate(_in_random_order(scene.chance)):
        if number >= plan.rounds * len(FAULTS) and feeder.delivered >= plan.events:
            break
        assert feeder.failure is None, feeder.failure
        time.sleep(scene.chance.uniform(*plan.pause_s))
        say(f"{time.monotonic() - began:7.1f} s  {feeder.delivered:>9,} fed  {_name(fault)}")
        report.add(_name(fault), fault(scene))
        for fallen in fleet.replace_the_fallen():
            report.note_fallen(fallen)
        scene.goes_on()
    feeder.finish()
    report.fed, report.aborted, report.fed_s = feeder.delivered, feeder.aborted, time.monotonic() - began
    report.workers = fleet.started


def _catch_up(scene: Scene, domain: Counting, report: Report, say: Say) -> None:
    """Wait until everything is handled, then ask the checker."""
    plan, cluster, fed = scene.plan, scene.cluster, report.fed
    say("no more faults: when all is handled, it is checked")
    until(lambda: scene.handled.read_on() >= fed, CATCHES_UP_S, "everything is handled")
    report.found = settled_verdict(cluster.direct, domain.name, plan.partitions, plan.inputs)
    report.compacted = cluster.compacted_to(domain.state_topic)


def _in_random_order(chance: random.Random) -> Iterator[Fault]:
    """All of them in one order, all in another, and so on."""
    while True:
        yield from chance.sample(FAULTS, len(FAULTS))


def _name(fault: Fault) -> str:
    return fault.__name__.replace("_", " ")
