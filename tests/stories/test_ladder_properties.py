"""R15, R14, R7: whatever happens to a case and whenever the clock ticks, each rung is told once, when it is due.

What is due is worked out here by hand from the history, day by day; the system is told the same history.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from schemas.words import Answer, Question
from tests.given.casefile import person
from tests.given.casework import answered, assessed, go_live, person_left
from tests.given.core import Core
from tests.given.messages import at, closed, opened_in_sentinel, person_added

LONDON = ZoneInfo("Europe/London")
# Days from the beginning, by the practice.
DAYS = (4, 7, 10, 14, *range(21, 2_000, 7))
ANNA = person("P-1", name="Anna Example")
VULNERABLE = Question.VULNERABLE

TICK = "tick"
DEEDS = ("yes", "no", "unknown", "yes without text", "close", "open", "leave", "return", "assess")


class Step(NamedTuple):
    """What happens, so many hours after the step before."""

    hours: int
    deed: str


# Every other step lets the clock tick: without an outage few rungs come between two ticks, after one many.
deeds = st.builds(Step, st.integers(1, 400), st.sampled_from(DEEDS))
ticks = st.builds(Step, st.integers(1, 400), st.just(TICK))
histories = st.lists(st.one_of(ticks, deeds), min_size=6, max_size=30).map(
    lambda steps: [Step(1, "assess"), *steps]
)


class Due:
    """The rungs that are told of one person's question, worked out by hand."""

    def __init__(self, live_from: float | None = None) -> None:
        self.live_from = at(live_from) if live_from is not None else None
        self.on_case = self.case_open = True
        self.created: float | None = None
        self.unknown_since: float | None = None
        self.answered = self.ever_answered = False
        # By where a ladder begins: the last rung that was told or passed.
        self.passed: dict[float, int] = {}
        self.told: list[tuple[datetime, list[int]]] = []

    def begins(self) -> float | None:
        """Where the ladder begins that is open now."""
        if not (self.on_case and self.case_open) or self.answered:
            return None
        return self.unknown_since if self.ever_answered else self.created

    def happens(self, deed: str, now: float) -> None:
        before = self.begins()
        match deed:
            case "assess":
                self.created = now if self.created is None else self.created
            case "yes" | "no":
                self.answered = self.ever_answered = True
            case "unknown" | "yes without text":
                self.unknown_since = now if self.answered else self.unknown_since
                self.answered = False
            case "close" | "open":
                self.case_open = deed == "open"
            case "leave" | "return":
                self.on_case = deed == "return"
        begins = self.begins()
        if begins is not None and begins != before and begins in self.passed:
            # It goes on from now: what came while it was over is passed.
            self.passed[begins] = max(self.passed[begins], len(_come(begins, now)))
        if begins is not None:
            self.passed.setdefault(begins, 0)

    def ticks(self, now: float) -> None:
        begins = self.begins()
        if begins is None:
            return
        come = _come(begins, now)
        told = [
            number
            for number, moment in enumerate(come, 1)
            if number > self.passed[begins] and (self.live_from is None or moment >= self.live_from)
        ]
        self.passed[begins] = max(self.passed[begins], len(come))
        if told:
            self.told.append((come[told[-1] - 1], told))


def _come(begins: float, now: float) -> list[datetime]:
    """The moments of the rungs that have come, in local days."""
    begun = at(begins).astimezone(LONDON)
    moments = (begun + timedelta(days=days) for days in DAYS)
    return [moment.astimezone(UTC) for moment in moments if moment.astimezone(UTC) <= at(now)]


def message_of(deed: str, now: float, revision: int) -> BaseModel:
    told: dict[str, Callable[[], BaseModel]] = {
        "yes": lambda: answered(VULNERABLE, Answer.YES, now, revision),
        "no": lambda: answered(VULNERABLE, Answer.NO, now, revision),
        "unknown": lambda: answered(VULNERABLE, Answer.UNKNOWN, now, revision),
        "yes without text": lambda: answered(VULNERABLE, Answer.YES, now, revision, text=" "),
        "assess": lambda: assessed(hours=now, revision=revision),
        "close": lambda: closed("SEN-1", now, revision),
        "open": lambda: closed("SEN-1", now, revision, is_closed=False),
        "leave": lambda: person_left("SEN-1", "P-1", now, revision),
        "return": lambda: person_added("SEN-1", "P-1", now, revision, name="Anna Example"),
    }
    return told[deed]()


def told_of(events: list[Any]) -> list[tuple[datetime, list[int]]]:
    """The reminders of the question: when the last rung was due, and the rungs each stands for."""
    return [
        (datetime.fromisoformat(event.data["due_at"]), event.data["stands_for"])
        for event in events
        if event.type == "ReminderFellDue" and (event.data["about"] or {}).get("question") == VULNERABLE
    ]


@settings(max_examples=150)
@given(histories, st.one_of(st.none(), st.integers(0, 2_000)))
def test_r15_every_history_is_reminded_of_exactly_what_is_due(
    history: list[Step], live_from: int | None
) -> None:
    core, due, now = Core(), Due(live_from), 1.0
    core.tell(opened_in_sentinel("SEN-1", 0, people=(ANNA,)))
    if live_from is not None:
        core.tell(go_live(live_from, hours=1))

    for revision, step in enumerate(history, start=2):
        now += step.hours
        if step.deed == TICK:
            told = told_of(core.tick(at(now)))
            due.ticks(now)
            # Never early, and never what was not known to be due.
            assert all(moment <= at(now) for moment, _ in told)
        else:
            told = told_of(core.tell(message_of(step.deed, now, revision)))
            due.happens(step.deed, now)
            assert told == []

    assert told_of(core.published) == due.told


@settings(max_examples=60)
@given(histories)
def test_r15_no_rung_of_a_duty_is_told_twice_and_none_after_it_is_over(history: list[Step]) -> None:
    core, now = Core(), 1.0
    core.tell(opened_in_sentinel("SEN-1", 0, people=(ANNA,)))

    for revision, step in enumerate(history, start=2):
        now += step.hours
        if step.deed == TICK:
            core.tick(at(now))
        else:
            core.tell(message_of(step.deed, now, revision))

    open_now: set[str] = set()
    seen: set[tuple[str, int]] = set()
    for event in core.published:
        ident = event.data.get("obligation_id") if event.data else None
        if event.type == "ObligationOpened":
            open_now.add(ident)
        elif event.type in ("ObligationDone", "ObligationWithdrawn", "ObligationDeclined"):
            open_now.remove(ident)
        elif event.type == "ReminderFellDue":
            assert ident in open_now
            rungs = {(ident, rung) for rung in event.data["stands_for"]}
            assert not rungs & seen
            seen |= rungs


@settings(max_examples=60)
@given(histories)
def test_r15_told_twice_and_ticked_twice_is_once(history: list[Step]) -> None:
    core, now = Core(), 1.0
    core.tell(opened_in_sentinel("SEN-1", 0, people=(ANNA,)))

    for revision, step in enumerate(history, start=2):
        now += step.hours
        if step.deed == TICK:
            core.tick(at(now))
            again = core.tick(at(now))
        else:
            message = message_of(step.deed, now, revision)
            core.tell(message, ce_id=f"id-{revision}")
            again = core.tell(message, ce_id=f"id-{revision}")
        assert again == []
