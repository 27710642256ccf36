"""What may happen to the broker, and between it and the workers."""

import time
from typing import Final

from tests.chaos.scene import Effects, Scene, happens
from tests.chaos.topics import limit_message_size

ROOM_FOR_MARKERS_ONLY: Final = 110
"""Below any record of ours; a transaction marker, which the broker must be able to write, takes 78 bytes."""
ROOM_AGAIN: Final = 1_048_588
SHORTEST_DELAY_S, LONGEST_DELAY_S = 0.05, 0.5


def broker_stopped(scene: Scene) -> Effects:
    """Shut down, and started again after a while."""
    began = time.monotonic()
    scene.cluster.stop()
    time.sleep(scene.plan.away_s)
    scene.cluster.start()
    return {"seconds away": time.monotonic() - began}


def broker_killed(scene: Scene) -> Effects:
    """Ended as by a power cut that the page cache survives, and started again."""
    began = time.monotonic()
    scene.cluster.kill()
    time.sleep(scene.chance.uniform(0, scene.plan.away_s))
    scene.cluster.start()
    return {"seconds away": time.monotonic() - began}


def disk_full(scene: Scene) -> Effects:
    """Appends fail until the broker gives up; then there is room again, and it is started."""
    refused = scene.cluster.refused_by_the_disk()
    scene.cluster.fill_the_disk(scene.chance)
    scene.cluster.wait_for_the_end()
    refused = scene.cluster.refused_by_the_disk() - refused
    time.sleep(scene.chance.uniform(0, scene.plan.away_s / 2))
    scene.cluster.start()
    return {"the broker ended by itself": 1, "writes that its disk refused": refused}


def broker_slow(scene: Scene) -> Effects:
    """Everything that the workers say to it and hear of it is held up."""
    line, before = scene.cluster.line, scene.handled.read_on()
    delayed = line.delayed
    line.delay = scene.chance.uniform(SHORTEST_DELAY_S, LONGEST_DELAY_S)
    time.sleep(scene.plan.slow_s)
    happens(lambda: scene.handled.read_on() > before)
    line.delay = 0.0
    return {"pieces delayed": line.delayed - delayed, "events meanwhile": scene.handled.read_on() - before}


def connections_cut(scene: Scene) -> Effects:
    """All of the workers', at once."""
    return {"connections": scene.cluster.line.cut()}


def writes_refused(scene: Scene) -> Effects:
    """The broker takes no record of one of the topics."""
    before = scene.marked("failed transactions")
    limit_message_size(scene.cluster.direct, scene.refusing_topic, ROOM_FOR_MARKERS_ONLY)
    time.sleep(scene.plan.refusing_s)
    limit_message_size(scene.cluster.direct, scene.refusing_topic, ROOM_AGAIN)
    return {"transactions that failed": scene.marked("failed transactions") - before}
