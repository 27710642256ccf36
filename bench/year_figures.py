"""The figures of a year: how much was outstanding by month and week, over what the messages say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from bench.year_counts import Counts, Spell
from bench.year_risk import RiskCounts
from bench.year_run import Script
from schemas.words import ObligationKind
from streams.rules.in_force import LONDON

# The weekly check is on Monday morning (R21).
CHECK_AT: Final = time(7)
# The practice counted the reports from 1 March to 22 June 2018 that were unassessed then.
COUNTED_FROM: Final = (3, 1)
COUNTED_TO: Final = (6, 22)

Span = tuple[datetime, datetime]


class Outstanding(NamedTuple):
    """On average over time, in mean cases or questions."""

    unassessed: float
    overdue: float
    unanswered: float


class Month(NamedTuple):
    first: date
    cases: int
    outstanding: Outstanding
    reminders: int


class Week(NamedTuple):
    """As the weekly check finds it."""

    at: datetime
    cases: int
    overdue: int
    unanswered: int
    reminders: int


class Never(NamedTuple):
    """Cases whose assessment had fallen due and that had none, of all cases."""

    cases: int
    of: int


class Figures:
    """Of one year and behaviour."""

    def __init__(self, script: Script, counts: Counts, risk: RiskCounts) -> None:
        self._script, self._counts = script, counts
        self.risk = risk
        spells = counts.finished()
        assessments = [one for one in spells if one.kind is ObligationKind.RISK_ASSESSMENT]
        self._unassessed = _by_case(assessments, script.ends, lambda one: one.opened)
        self._overdue = _by_case(assessments, script.ends, lambda one: max(one.opened, one.due))
        questions = (one for one in spells if one.kind is ObligationKind.UNANSWERED_QUESTION)
        self._unanswered = [(one.opened, one.ended or script.ends) for one in questions]
        self._due = _first_due(assessments)

    def whole(self) -> Outstanding:
        return self._outstanding(self._script.begins, self._script.ends)

    def months(self) -> list[Month]:
        found = []
        for first, after in _months(self._script):
            since, until = _midnight(first), min(_midnight(after), self._script.ends)
            reminders = sum(since <= one.at < until for one in self._counts.reminders)
            found.append(Month(first, self._opened(since, until), self._outstanding(since, until), reminders))
        return found

    def weeks(self) -> list[Week]:
        return [self._week(at) for at in _checks(self._script)]

    def reminders(self) -> dict[tuple[ObligationKind, int], int]:
        """How many were sent of each kind and rung."""
        found: dict[tuple[ObligationKind, int], int] = defaultdict(int)
        for one in self._counts.reminders:
            if one.at >= self._script.begins:
                found[one.kind, one.rung] += 1
        return dict(found)

    def never(self) -> Never:
        """Of the year's cases, those that nobody had assessed by its end."""
        return self._never(self._script.begins, self._script.ends)

    def never_in_spring(self) -> Never | None:
        """Of the cases of 1 March to 22 June, those that nobody had assessed by then; None: not in the year."""
        year = self._script.start.year
        since = _midnight(date(year, *COUNTED_FROM))
        until = _midnight(date(year, *COUNTED_TO) + timedelta(days=1))
        within = since >= self._script.begins and until <= self._script.ends
        return self._never(since, until) if within else None

    def _never(self, since: datetime, until: datetime) -> Never:
        cases = [case for case, at in self._counts.cases.items() if since <= at < until]
        never = [
            case
            for case in cases
            if self._due.get(case, until) < until and self._counts.assessed.get(case, until) >= until
        ]
        return Never(len(never), len(cases))

    def _opened(self, since: datetime, until: datetime) -> int:
        return sum(since <= at < until for at in self._counts.cases.values())

    def _outstanding(self, since: datetime, until: datetime) -> Outstanding:
        kinds = (self._unassessed, self._overdue, self._unanswered)
        return Outstanding(*(_average(spans, since, until) for spans in kinds))

    def _week(self, at: datetime) -> Week:
        last = at - timedelta(days=7)
        return Week(
            at=at,
            cases=self._opened(last, at),
            overdue=_standing(self._overdue, at),
            unanswered=_standing(self._unanswered, at),
            reminders=sum(last <= one.at < at for one in self._counts.reminders),
        )


def _by_case(spells: Iterable[Spell], ends: datetime, since: Callable[[Spell], datetime]) -> list[Span]:
    """When a case had any such duty: of several at one time it counts once."""
    by_case: dict[str, list[Span]] = defaultdict(list)
    for spell in spells:
        by_case[spell.case_id].append((since(spell), spell.ended or ends))
    return [span for spans in by_case.values() for span in _joined(spans)]


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    known: Span | None = None
    for since, until in sorted(span for span in spans if span[0] < span[1]):
        if known is not None and since <= known[1]:
            known = known[0], max(known[1], until)
            continue
        if known is not None:
            yield known
        known = since, until
    if known is not None:
        yield known


def _first_due(spells: Iterable[Spell]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for spell in spells:
        found[spell.case_id] = min(spell.due, found.get(spell.case_id, spell.due))
    return found


def _average(spans: Sequence[Span], since: datetime, until: datetime) -> float:
    nothing = timedelta()
    within = (max(nothing, min(to, until) - max(at, since)) for at, to in spans)
    return sum(within, nothing) / (until - since)


def _standing(spans: Sequence[Span], at: datetime) -> int:
    return sum(since <= at < until for since, until in spans)


def _checks(script: Script) -> Iterator[datetime]:
    day = script.start + timedelta(days=-script.start.weekday() % 7)
    while (at := datetime.combine(day, CHECK_AT, LONDON)) < script.ends:
        yield at
        day += timedelta(days=7)


def _months(script: Script) -> Iterator[tuple[date, date]]:
    first = script.start
    while _midnight(first) < script.ends:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, after
        first = after


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
