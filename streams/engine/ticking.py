"""When a desk may tick: at a time noted with the ends of its inputs, once it has read that far.

So a reminder never fires over an answer that waits in a backlog. The time must be later than that of the tick
before, and believable by the broker's clock.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from faust.types import TP

from streams.engine.brokertime import BrokerTime, Moment
from streams.engine.intake import Intake
from streams.engine.ledger import Ledger
from streams.engine.logs import get_logger
from streams.engine.settings import EngineSettings

log = get_logger(__name__)


class Note(NamedTuple):
    """A moment, and where the inputs ended then."""

    moment: Moment
    ends: Mapping[TP, int]


class Ticking:
    """The note a desk has in hand, if any."""

    def __init__(self, settings: EngineSettings, journal_topic: str, broker_time: BrokerTime) -> None:
        self._most_skew = timedelta(seconds=settings.clock_skew)
        self._journal_topic = journal_topic
        self._broker_time = broker_time
        self._note: Note | None = None
        self._begun = False

    def take(self, note: Note) -> None:
        """Ignored while an older note waits: under a lasting backlog the newest would never be reached."""
        self._note = self._note or note

    def is_ready(self, intake: Intake) -> bool:
        return self._note is not None and intake.has_read(self._note.ends)

    @property
    def at(self) -> datetime:
        """The time to tick at, once it is ready."""
        assert self._note is not None
        return self._note.moment.wall

    async def may_fire(self, last: datetime | None, ledger: Ledger) -> bool:
        """Whether this time may be used, given the last tick's."""
        if self._begun:
            return True
        if last is not None and self.at <= last:
            log.warning("tick refused", at=self.at.isoformat(), why="not later than the last one")
            return False
        if not await self._is_believable(ledger):
            log.error("tick refused", at=self.at.isoformat(), why="the wall clock is not the broker's")
            return False
        return True

    def fired(self, more: bool) -> None:
        """A transaction's worth has fired; if there is more, it fires at the same time."""
        if more:
            self._begun = True
        else:
            self.forget()

    def forget(self) -> None:
        self._note = None
        self._begun = False

    async def _is_believable(self, ledger: Ledger) -> bool:
        assert self._note is not None
        if not self._is_near(self._note.moment):  # unknown, or carried on for too long: ask
            self._broker_time.tell(await ledger.ask_broker_time(self._journal_topic))
        skew = self._broker_time.skew(self._note.moment)
        if skew is None:
            log.warning("wall clock not checked", why="the journal topic carries no broker time")
        return skew is None or skew <= self._most_skew

    def _is_near(self, moment: Moment) -> bool:
        skew = self._broker_time.skew(moment)
        return skew is not None and skew <= self._most_skew
