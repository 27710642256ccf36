"""Questions to the broker that many desks ask at once, asked together.

The consumer's thread answers two at a time, and behind a fetch that waits for records each takes half a second: a
worker that takes over twenty partitions would open the last of them five seconds after the first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from faust.types import TP


class Together:
    """Asks one question at a time. What is asked meanwhile becomes one question, the next."""

    def __init__(self, ask: Callable[[list[TP]], Awaitable[Mapping[TP, int]]]) -> None:
        self._ask = ask
        self._turn = asyncio.Lock()
        self._wanted: set[TP] = set()
        self._next: asyncio.Task[Mapping[TP, int]] | None = None

    async def about(self, tps: Iterable[TP]) -> Mapping[TP, int]:
        """The answer for each of these. Whoever asked together with others fails with them, too."""
        wanted = list(tps)
        self._wanted.update(wanted)
        if self._next is None:
            self._next = asyncio.create_task(self._ask_next(), name="asking together")
            self._next.add_done_callback(_was_heard)
        # A desk that gives up does not take the answer from the others.
        found = await asyncio.shield(self._next)
        return {tp: found[tp] for tp in wanted}

    async def _ask_next(self) -> Mapping[TP, int]:
        async with self._turn:
            self._next = None
            wanted, self._wanted = self._wanted, set()
            return await self._ask(sorted(wanted))


def _was_heard(asked: "asyncio.Task[Mapping[TP, int]]") -> None:
    """Nobody may be left who waits for it: an error is not complained about then."""
    if not asked.cancelled():
        asked.exception()
