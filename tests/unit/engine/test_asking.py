"""What many desks ask the broker at once is asked together."""

import asyncio
from collections.abc import Mapping

import pytest
from faust.types import TP

from streams.engine.asking import Together

FIRST, SECOND, THIRD = TP("in", 1), TP("in", 2), TP("in", 3)


class SlowBroker:
    """Answers with the number of the partition; `asked` are the questions."""

    def __init__(self, fails: int = 0) -> None:
        self.asked: list[list[TP]] = []
        self.fails = fails

    async def ask(self, tps: list[TP]) -> Mapping[TP, int]:
        self.asked.append(tps)
        await asyncio.sleep(0.01)
        if len(self.asked) <= self.fails:
            raise ConnectionError
        return {tp: tp.partition for tp in tps}


def test_what_is_asked_while_another_question_is_on_its_way_becomes_one_question():
    async def story(broker: SlowBroker) -> list[Mapping[TP, int]]:
        together = Together(broker.ask)
        first = asyncio.create_task(together.about([FIRST]))
        await asyncio.sleep(0.001)
        others = [asyncio.create_task(together.about([each])) for each in (SECOND, THIRD, SECOND)]
        return await asyncio.gather(first, *others)

    answers = asyncio.run(story(broker := SlowBroker()))

    assert answers == [{FIRST: 1}, {SECOND: 2}, {THIRD: 3}, {SECOND: 2}]
    assert broker.asked == [[FIRST], [SECOND, THIRD]]


def test_a_desk_that_gives_up_does_not_take_the_answer_from_another():
    async def story(broker: SlowBroker) -> Mapping[TP, int]:
        together = Together(broker.ask)
        leaves = asyncio.create_task(together.about([FIRST]))
        stays = asyncio.create_task(together.about([SECOND]))
        await asyncio.sleep(0.001)
        leaves.cancel()
        return await stays

    assert asyncio.run(story(SlowBroker())) == {SECOND: 2}


def test_after_a_question_that_failed_the_next_is_asked_as_if_it_had_not_been():
    async def story(broker: SlowBroker) -> Mapping[TP, int]:
        together = Together(broker.ask)
        with pytest.raises(ConnectionError):
            await together.about([FIRST])
        return await together.about([FIRST])

    assert asyncio.run(story(SlowBroker(fails=1))) == {FIRST: 1}
