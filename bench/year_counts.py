"""What a year's messages say of duties and reminders, counted, with what must never happen.

Nothing here asks the rules: it goes by what was published and told alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from bench.invariants import Published
from bench.invariants.broken import broken
from connectors.city.event import CityEvent
from schemas.incoming import CaseAccepted, CaseOpenedInSentinel, PersonAdded, PersonMerged, QuestionAnswered
from schemas.words import Answer, GapKind, ObligationKind

Data = dict[str, Any]

_GAP_OF: Final = {
    ObligationKind.RISK_ASSESSMENT: {GapKind.NO_ASSESSMENT},
    ObligationKind.UNANSWERED_QUESTION: {GapKind.UNKNOWN_ANSWER, GapKind.YES_WITHOUT_TEXT},
    ObligationKind.SAFEGUARDING_FORM: {GapKind.NO_SAFEGUARDING_FORM},
    ObligationKind.ACTION_PLAN: {GapKind.NO_ACTION_PLAN},
    ObligationKind.REVIEW: {GapKind.REVIEW_OVERDUE},
    ObligationKind.PARTNER_CONTACT: {GapKind.NO_PARTNER_CONTACT},
}


class Spell(NamedTuple):
    """A time in which a duty was open; `ended` None: it still is."""

    kind: ObligationKind
    case_id: str
    opened: datetime
    due: datetime
    ended: datetime | None


class Reminder(NamedTuple):
    at: datetime
    kind: ObligationKind
    rung: int


class Counts:
    """Feed it everything in order; raises Broken when a reminder is early, told twice or after the answer."""

    def __init__(self) -> None:
        self.spells: list[Spell] = []
        self.reminders: list[Reminder] = []
        # When a case was accepted or opened in Sentinel, and first assessed.
        self.cases: dict[str, datetime] = {}
        self.assessed: dict[str, datetime] = {}
        self.rejected: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._open: dict[str, Spell] = {}
        self._rungs: set[tuple[str, int]] = set()
        self._answers: dict[tuple[str, str, str], Answer] = {}
        self._nominals: dict[tuple[str, str], str] = {}
        self._references: dict[str, str] = {}
        # Of whom there were two records: which of their answers counts is not for this to say.
        self._merged: set[tuple[str, str]] = set()
        self._gaps: set[tuple[str, str]] = set()
        self._gaps_at: datetime | None = None

    def told(self, event: CityEvent) -> None:
        """What an officer recorded."""
        match event.message:
            case CaseAccepted() as fact:
                self.cases.setdefault(fact.case_id, fact.accepted_at)
                self._references[fact.case_id] = fact.reference
            case PersonAdded() as fact if fact.person.nominal_ref:
                self._nominals[fact.reference, fact.person.nominal_ref] = fact.person.person_ref
            case CaseOpenedInSentinel() as fact:
                for person in fact.people:
                    self._nominals[fact.reference, person.nominal_ref or ""] = person.person_ref
            case PersonMerged(into=str(into)) as fact:
                self._merged.add((fact.reference, into))
            case QuestionAnswered() as fact:
                known = fact.answer is not Answer.YES or fact.text
                answer = fact.answer if known else Answer.UNKNOWN
                self._answers[fact.reference, fact.person_ref, fact.question] = answer
            case _:
                pass

    def published(self, published: Iterable[Published], now: datetime) -> None:
        """What the worker made of it, when its clock said `now`."""
        for one in published:
            if take := _TAKES.get(one.type):
                take(self, one.data, max(one.at, now))

    def finished(self) -> list[Spell]:
        """Every spell, those that are still open last."""
        return [*self.spells, *self._open.values()]

    def unlisted(self) -> list[Spell]:
        """Gaps that stood at the last weekly report and are not in it."""
        at = self._gaps_at
        if at is None:
            return []
        return [
            spell
            for spell in self.finished()
            if spell.kind in _GAP_OF and spell.opened <= at and spell.due <= at
            and (spell.ended is None or spell.ended > at)
            and not any((gap, spell.case_id) in self._gaps for gap in _GAP_OF[spell.kind])
        ]  # fmt: skip

    def adopted(self, data: Data, at: datetime) -> None:
        self.cases.setdefault(data["case_id"], at)
        self._references[data["case_id"]] = data["reference"]

    def risk_assessed(self, data: Data, at: datetime) -> None:
        self.assessed.setdefault(data["case_id"], at)

    def opened(self, data: Data, at: datetime) -> None:
        subject = data["case_id"] or data["incident_id"]
        due = datetime.fromisoformat(data["due_at"])
        self._open[data["obligation_id"]] = Spell(ObligationKind(data["kind"]), subject, at, due, None)

    def ended(self, data: Data, at: datetime) -> None:
        spell = self._open.pop(data["obligation_id"], None)
        if spell is None:
            broken("a duty ended that was not open", data)
        self.spells.append(spell._replace(ended=at))

    def reminded(self, data: Data, at: datetime) -> None:
        ident, kind = data["obligation_id"], ObligationKind(data["kind"])
        rungs = {(ident, rung) for rung in data["stands_for"]}
        if rungs & self._rungs:
            broken("a rung was told twice", data)
        if at < datetime.fromisoformat(data["due_at"]):
            broken("a reminder came early", data)
        if ident not in self._open:
            broken("a reminder came of a duty that is over", data)
        if kind is ObligationKind.UNANSWERED_QUESTION and self._is_answered(data):
            broken("a reminder came after the answer", data)
        self._rungs |= rungs
        self.reminders.append(Reminder(at, kind, data["rung"]))

    def handed_back(self, data: Data, _at: datetime) -> None:
        self.refused[data["reason"]] += 1

    def reported(self, data: Data, _at: datetime) -> None:
        as_at = datetime.fromisoformat(data["as_at"])
        if as_at != self._gaps_at:
            self._gaps, self._gaps_at = set(), as_at
        self._gaps |= {(gap["gap"], gap["case_id"]) for gap in data["gaps"] if gap["case_id"]}

    def _is_answered(self, data: Data) -> bool:
        reference, person = self._references.get(data["case_id"], ""), data["about"]["person_ref"]
        own = self._nominals.get((reference, person), person)
        if (reference, own) in self._merged:
            return False
        answer = self._answers.get((reference, own, data["about"]["question"]), Answer.UNKNOWN)
        return answer is not Answer.UNKNOWN


_TAKES: Final[dict[str, Callable[[Counts, Data, datetime], None]]] = {
    "CaseAdopted": Counts.adopted,
    "RiskAssessed": Counts.risk_assessed,
    "ObligationOpened": Counts.opened,
    "ObligationDone": Counts.ended,
    "ObligationDeclined": Counts.ended,
    "ObligationWithdrawn": Counts.ended,
    "ReminderFellDue": Counts.reminded,
    "AnswerRefused": Counts.handed_back,
    "ComplianceReported": Counts.reported,
}
