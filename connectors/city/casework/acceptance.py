"""Sentinel's answer to case requests: accepted after a while, some only when reminded of, some never (R7)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from connectors.city.casework import life
from connectors.city.casework.case_file import CaseFile
from connectors.city.casework.diary import Diary
from connectors.city.chance import chance
from connectors.city.event import Recorded, fact_id
from schemas.incoming import CaseAccepted
from schemas.outgoing import CaseOpened, CasePerson

NEVER_ACCEPTED: Final = 0.03
# Nobody accepts sooner: what the city withdraws before acceptance it withdraws within this time.
ACCEPTED_AFTER: Final = timedelta(hours=3)
MEAN_WAIT: Final = timedelta(hours=8)
LONGEST_WAIT: Final = timedelta(hours=72)

_Request = tuple[str, int]


def reference_of(case_id: str, request: int) -> str:
    """The reference that Sentinel gives a case it is asked for."""
    return f"SKE/{case_id.replace('-', '')[:12].upper()}/{request}"


class Requests:
    """The requests that Sentinel was sent, until it accepts them."""

    def __init__(self, seed: int, diary: Diary, accepted: Callable[[str, CaseFile], None]) -> None:
        """`accepted` is told the case id and the new file of what was accepted."""
        self._seed, self._diary, self._accepted = seed, diary, accepted
        self._heard: set[_Request] = set()
        self._open: dict[_Request, CaseOpened] = {}
        self._accepts_at: dict[_Request, datetime] = {}

    def asked(self, message: CaseOpened, at: datetime) -> None:
        """A case is asked for; the same request twice is one."""
        request = (message.case_id, message.request)
        if request in self._heard:
            return
        self._heard.add(request)
        self._open[request] = message
        numbers = chance(self._seed, "sentinel", *request)
        if numbers.random() >= NEVER_ACCEPTED:
            wait = timedelta(seconds=int(numbers.expovariate(1 / MEAN_WAIT.total_seconds())))
            self._mean_to_accept(request, at + min(ACCEPTED_AFTER + wait, LONGEST_WAIT))

    def withdrawn(self, request: _Request, at: datetime) -> None:
        """A request withdrawn before it was accepted is not accepted any more."""
        if self._accepts_at.get(request, at) >= at:
            self._open.pop(request, None)

    def reminded(self, case_id: str, at: datetime) -> None:
        """Somebody looks for the request and accepts it."""
        for request in [one for one in self._open if one[0] == case_id]:
            self._mean_to_accept(request, at)

    def _mean_to_accept(self, request: _Request, at: datetime) -> None:
        self._accepts_at[request] = at
        self._diary.put(at, f"accept|{request}", partial(self._accept, request))

    def _accept(self, request: _Request, at: datetime) -> Iterable[Recorded]:
        message = self._open.pop(request, None)
        if message is None:
            return
        reference = reference_of(*request)
        yield CaseAccepted(
            fact_id=fact_id(self._seed, "CaseAccepted", reference, 1),
            recorded_at=at,
            revision=1,
            case_id=message.case_id,
            reference=reference,
            accepted_at=at,
        )
        file = CaseFile(self._seed, self._diary, reference, at)
        if message.place:
            file.uprn, file.beat = message.place.uprn, message.place.beat
        life.begin(file, in_one_order(message.people))
        self._accepted(message.case_id, file)


def in_one_order(people: Iterable[CasePerson]) -> list[CasePerson]:
    return sorted(people, key=lambda person: (person.role, person.person_ref, person.name or ""))
