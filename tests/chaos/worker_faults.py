"""What may happen to workers."""

from collections.abc import Callable
from functools import partial
from typing import Final

from tests.chaos.fleet import Worker, until
from tests.chaos.scene import PATIENCE_S, WORKERS, Effects, Scene, happens

LEAVES_WITHIN_S: Final = 15.0
SLEEPERS: Final = 3
BELIEVED_FOR_S: Final = 10.0
REFUSED_WITHIN_S: Final = 15.0


def killed_in_a_transaction(scene: Scene) -> Effects:
    """kill -9 between sending and committing."""
    victim = until(
        lambda: _first(scene, Worker.kill_in_transaction), PATIENCE_S, "a transaction", every=0.001
    )
    inside = victim.in_transaction("sent")
    scene.replace(victim)
    return {"inside a transaction": inside}


def killed_while_loading(scene: Scene) -> Effects:
    """kill -9 of one that reads its rows: as one joins, desks move and are loaded."""
    scene.fleet.start()
    victim = until(lambda: _first(scene, Worker.is_loading), PATIENCE_S, "a load", every=0.001)
    victim.kill()
    loading = victim.is_loading()
    scene.replace(victim)
    return {"inside a load": loading}


def killed_anywhere(scene: Scene) -> Effects:
    """kill -9 of whoever has a desk."""
    victim = scene.someone()
    victim.kill()
    scene.replace(victim)
    return {"of a worker with a desk": 1}


def asked_to_stop(scene: Scene) -> Effects:
    """SIGTERM; another is started."""
    code, seconds = scene.fleet.stop(scene.someone())
    scene.fleet.start()
    return {f"ended with 0 within {LEAVES_WITHIN_S:.0f} s": code == 0 and seconds < LEAVES_WITHIN_S}


def asleep_past_the_session(scene: Scene) -> Effects:
    """SIGSTOP where it is about to commit, SIGCONT once another has its desk.

    Again where its commit had just gone out: then there was nothing left to fence.
    """
    slept, fenced, back = 0, False, False
    while not fenced and slept < SLEEPERS:
        fenced, back = _sleep(scene)
        slept += 1
    return {"slept": slept, "the zombie was fenced": fenced, "it was back in the group": back}


def joined_and_left(scene: Scene) -> Effects:
    """A third worker, perhaps a fourth, and then as many fewer."""
    joined = scene.chance.randint(1, 2)
    for worker in [scene.fleet.start() for _ in range(joined)]:
        until(partial(_is_assigned, worker), PATIENCE_S, "the worker joins")
    scene.goes_on()
    left = 0
    while len(scene.fleet.workers) > WORKERS:
        code, _ = scene.fleet.stop(scene.chance.choice(scene.fleet.workers))
        left += code == 0
        scene.goes_on()
    return {"joined": joined, "left with 0": left}


def clock_jumped(scene: Scene) -> Effects:
    """Days ahead, which is not believed; or a minute, which is, and none later may be believed than that."""
    worker = scene.someone()
    before = worker.seen.read_on().marks["refused ticks"]

    def is_refused() -> bool:
        return worker.seen.read_on().marks["refused ticks"] > before

    worker.set_clock_ahead(scene.chance.choice(scene.plan.clock_jumps_s))
    happens(is_refused, BELIEVED_FOR_S)
    worker.set_clock_ahead(0)
    happens(is_refused, REFUSED_WITHIN_S)
    return {"ticks refused": worker.seen.marks["refused ticks"] - before}


def _sleep(scene: Scene) -> tuple[bool, bool]:
    """Whether the sleeper was fenced, and whether it came back into the group."""
    until(lambda: len(_at_desks(scene)) > 1, PATIENCE_S, "two workers at desks")
    sleeper = until(
        lambda: _first(scene, Worker.freeze_in_transaction), PATIENCE_S, "a transaction", every=0.001
    )
    [desk, *_] = sleeper.seen.in_transaction("sent")
    before = {other: other.seen.opened[desk] for other in scene.fleet.workers if other is not sleeper}
    until(lambda: _has_opened(desk, before), PATIENCE_S, f"desk {desk} is opened by another")
    marks = sleeper.seen.marks.copy()
    sleeper.wake()
    # What it had in hand ends before it joins again.
    back = happens(lambda: sleeper.seen.read_on().marks["assigned"] > marks["assigned"])
    return sleeper.seen.marks["fenced"] > marks["fenced"], back


def _first(scene: Scene, condition: Callable[[Worker], bool]) -> Worker | None:
    return next((worker for worker in scene.fleet.workers if condition(worker)), None)


def _at_desks(scene: Scene) -> list[Worker]:
    return [worker for worker in scene.fleet.workers if worker.seen.open_desks()]


def _has_opened(desk: str, before: dict[Worker, int]) -> bool:
    return any(worker.seen.read_on().opened[desk] > times for worker, times in before.items())


def _is_assigned(worker: Worker) -> bool:
    return worker.seen.read_on().marks["assigned"] > 0
