"""When a desk may tick: read far enough, later than the last time, and by a clock that can be believed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from streams.engine.brokertime import BrokerTime, Moment
from streams.engine.settings import EngineSettings
from streams.engine.ticking import Note, Ticking
from tests.unit.engine.test_intake import IN, OTHER, Shelf, opened

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SKEW = 300.0


class Stamp:
    """A ledger that is asked for the broker's time."""

    def __init__(self, told: datetime | None) -> None:
        self.told = told
        self.asked = 0

    async def ask_broker_time(self, topic: str) -> int | None:
        self.asked += 1
        return None if self.told is None else int(self.told.timestamp() * 1000)


def noted(broker_time: BrokerTime | None = None, wall: datetime = NOON, ends: int = 0) -> Ticking:
    ticking = Ticking(EngineSettings(clock_skew=SKEW), "journal", broker_time or BrokerTime())
    ticking.take(Note(Moment(wall, Moment.now().monotonic), {IN: ends, OTHER: 0}))
    return ticking


def may_fire(ticking: Ticking, stamp: Stamp, last: datetime | None = None) -> bool:
    return asyncio.run(ticking.may_fire(last, stamp))


def test_a_note_waits_until_the_inputs_are_read_as_far_as_they_went():
    intake = opened(Shelf())
    ticking = noted(ends=5)

    assert not ticking.is_ready(intake)
    intake.handled({"in": 5})

    assert ticking.is_ready(intake)


def test_an_older_note_is_kept_while_it_waits():
    ticking = noted()

    ticking.take(Note(Moment(NOON + timedelta(hours=1), 0), {}))

    assert ticking.at == NOON


@pytest.mark.parametrize(
    ("ahead", "fires"), [(-SKEW, True), (-SKEW - 5, False), (SKEW - 5, True), (SKEW + 5, False)]
)
def test_a_wall_clock_far_from_the_brokers_fires_nothing(ahead, fires):
    stamp = Stamp(told=NOON)

    assert may_fire(noted(wall=NOON + timedelta(seconds=ahead)), stamp) is fires


def test_the_broker_is_asked_once_and_then_carried_on():
    broker_time, stamp = BrokerTime(), Stamp(told=NOON)

    assert may_fire(noted(broker_time), stamp)
    assert may_fire(noted(broker_time, NOON + timedelta(seconds=60)), stamp)

    assert stamp.asked == 1


def test_the_broker_is_asked_again_before_a_time_is_refused():
    broker_time = BrokerTime()
    broker_time.tell(int((NOON - timedelta(days=1)).timestamp() * 1000))  # the machine slept for a day

    assert may_fire(noted(broker_time), Stamp(told=NOON))


def test_without_broker_time_the_wall_clock_is_used():
    assert may_fire(noted(), Stamp(told=None))


@pytest.mark.parametrize(("last", "fires"), [(-1, True), (0, False), (1, False)])
def test_the_time_of_ticks_strictly_rises(last, fires):
    assert may_fire(noted(), Stamp(told=NOON), last=NOON + timedelta(seconds=last)) is fires


def test_what_a_tick_left_over_fires_at_the_same_time():
    ticking = noted()
    ticking.fired(more=True)

    assert may_fire(ticking, Stamp(told=NOON), last=NOON)
