"""X8: what ages out changes nothing that is told, then or later: the same story with and without ageing.

Nobody tells anything of what is gone: what is told of it begins anew (`test_x8_incidents_age_out`).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from schemas.incoming import Person
from schemas.rows import CaseRow, ObligationRow, PolicyRow, Row
from schemas.words import Answer, CaseStatus, Letter, ObligationStatus, Question, Role
from streams import row_codec
from tests.given.casefile import person
from tests.given.casework import answered, assessed, duty_declined
from tests.given.core import Core
from tests.given.high_risk import declared
from tests.given.messages import (
    accepted,
    closed,
    incident,
    letter_override,
    opened_in_sentinel,
    tag_override,
)
from tests.given.retention import NOT_ASB, policies, short_core
from tests.given.rights import lifted, restricted, subject
from tests.given.steps import asked, confirmed

DAY = 24
# Within these days everything that was told is still here, whatever was made of it.
RECENT = NOT_ASB - 5
GRAVE, QUIET = "They threatened her. She is frightened.", "LOUD MUSIC"
TEXTS = ((), (GRAVE,), (QUIET,), ("SHOUTED RACIST ABUSE",))
CODES = ("201", "202", "202", "604")
PLACES = ("999000000071", "999000000072", None)
NAMES: tuple[dict[str, Any], ...] = (
    {"nominal_ref": "N-ANN", "name": "Ann Example", "date_of_birth": "1980-02-03"},
    {"nominal_ref": "N-ANN"},
    {"name": "Ann Example", "date_of_birth": "1980-02-03"},
    {"nominal_ref": "N-BOB"},
    {"phone": "07700 900123"},
)
ROLES = (Role.VICTIM, Role.VICTIM, Role.PERPETRATOR, Role.REPORTER)
DEEDS = (
    "report",
    "report",
    "report",
    "revise",
    "override",
    "decide",
    "open",
    "accept",
    "work",
    "close",
    "decline",
    "restrict",
    "wait",
)


class Step(NamedTuple):
    """What happens, so many days after the step before, and two numbers by which it is picked how."""

    days: int
    deed: str
    one: int
    two: int


histories = st.lists(
    st.builds(
        Step, st.integers(0, 15), st.sampled_from(DEEDS), st.integers(0, 10_000), st.integers(0, 10_000)
    ),
    min_size=10,
    max_size=45,
)


class Story:
    """A story told to two forces, of which one keeps everything for ever."""

    def __init__(self) -> None:
        self.ages, self.keeps = short_core(), short_core(ages=False)
        self.now = 0.0
        self.reports: list[tuple[str, float]] = []
        self.revisions: dict[str, int] = {}
        self.references: dict[str, float | None] = {}

    def tell(self, *messages: BaseModel) -> None:
        for core in (self.ages, self.keeps):
            core.tell(*messages)

    def happens(self, step: Step) -> None:
        self.now += step.days * DAY + 1
        getattr(self, f"_{step.deed}")(step.one, step.two)

    def end(self) -> None:
        """Long enough for everything to go that may, with a last report of everybody."""
        self._decline(0, 0)
        for reference in list(self.references):
            self._closed(reference, is_closed=True)
        self._wait(0, 0)
        for days in (80, 30, 80):
            self.now += days * DAY
            self._report(1, 4)
            self._decide(0, 0)
            self._decline(0, 0)

    def _wait(self, one: int, two: int) -> None:
        del one, two
        self.now += 20 * DAY
        for core in (self.ages, self.keeps):
            core.move_to(self.now)

    def _report(self, one: int, two: int) -> None:
        recent = self._recent()
        ident = f"SK-{len(self.reports)}"
        header: dict[str, Any] = {}
        if recent and one % 7 == 0:
            header["links"] = (recent[two % len(recent)],)
        if recent and one % 11 == 0:
            header["duplicate_of"] = recent[two % len(recent)]
        self.tell(self._log(ident, self.now, one, two, **header))
        self.reports.append((ident, self.now))

    def _log(self, ident: str, reported: float, one: int, two: int, **header: Any) -> BaseModel:
        revision = self.revisions[ident] = self.revisions.get(ident, 0) + 1
        people = tuple(
            Person(role=ROLES[(one + each) % len(ROLES)], **NAMES[(two + each) % len(NAMES)])
            for each in range(one % 3)
        )
        return incident(
            ident,
            reported,
            *TEXTS[two % len(TEXTS)],
            recorded=self.now,
            revision=revision,
            uprn=PLACES[one % len(PLACES)],
            opening_code=CODES[two % len(CODES)],
            people=people,
            **header,
        )

    def _revise(self, one: int, two: int) -> None:
        if recent := self._recent():
            ident = recent[one % len(recent)]
            self.tell(self._log(ident, dict(self.reports)[ident], one, two))

    def _override(self, one: int, two: int) -> None:
        if recent := self._recent():
            self.tell(tag_override(recent[one % len(recent)], asb=False, hours=self.now))

    def _decide(self, one: int, two: int) -> None:
        """An officer decides every letter of the latest incidents: nobody is asked about them any more."""
        del two
        for ident in self._recent():
            for letter in Letter:
                answer = Answer.YES if one % 5 == 0 and letter is Letter.HATE else Answer.NO
                self.tell(letter_override(ident, letter, answer, self.now))

    def _open(self, one: int, two: int) -> None:
        reference, recent = f"SEN-{len(self.references)}", self._recent()
        named = {key: value for key, value in NAMES[one % len(NAMES)].items() if key != "phone"}
        self.tell(
            opened_in_sentinel(
                reference,
                self.now,
                incident_ids=recent[two % len(recent) :][:1] if recent else (),
                people=(person("P-1", **named), person("P-2", Role.PERPETRATOR, nominal_ref="N-BOB")),
            )
        )
        self.references[reference] = None

    def _accept(self, one: int, two: int) -> None:
        del one, two
        waiting = [row for row in _rows(self.keeps, CaseRow) if row.status is CaseStatus.REQUESTED]
        if waiting:
            reference = f"SEN-{len(self.references)}"
            self.tell(accepted(waiting[-1].case_id, reference, self.now))
            self.references[reference] = None

    def _work(self, one: int, two: int) -> None:
        reference = self._known(one)
        if reference is None:
            return
        said = (
            answered(Question.VULNERABLE, Answer.YES, self.now, int(self.now), reference=reference),
            answered(Question.VULNERABLE, Answer.UNKNOWN, self.now, int(self.now), reference=reference),
            assessed(reference, hours=self.now, revision=int(self.now)),
            declared(reference, hours=self.now, revision=int(self.now), high=bool(one % 2)),
        )
        self.tell(said[two % len(said)])
        for step in asked(self.keeps.published[-20:]):
            self.tell(confirmed(step["step_id"], self.now))

    def _close(self, one: int, two: int) -> None:
        reference = self._known(one)
        if reference is not None:
            self._closed(reference, is_closed=two % 4 != 0)

    def _closed(self, reference: str, *, is_closed: bool) -> None:
        if self._is_here(reference):
            self.tell(closed(reference, self.now, int(self.now), is_closed=is_closed))
            self.references[reference] = self.now if is_closed else None

    def _decline(self, one: int, two: int) -> None:
        del one, two
        rows = [row for row in _rows(self.keeps, ObligationRow) if row.status is ObligationStatus.OPEN]
        self.tell(*(duty_declined(row.obligation_id, self.now) for row in rows))

    def _restrict(self, one: int, two: int) -> None:
        """Whom somebody restricts is restricted in all that is here: so only while nothing has gone."""
        act: Callable[..., BaseModel] = lifted if two % 2 else restricted
        if act is restricted and self.anything_gone():
            return
        self.tell(act(subject(nominal_ref=("N-ANN", "N-BOB")[one % 2]), self.now, int(self.now)))

    def anything_gone(self) -> bool:
        return sum(1 for _ in self.ages.rows()) != sum(1 for _ in self.keeps.rows())

    def _recent(self) -> tuple[str, ...]:
        return tuple(ident for ident, at in self.reports if self.now - at < RECENT * DAY)

    def _known(self, number: int) -> str | None:
        here = [reference for reference in self.references if self._is_here(reference)]
        return here[number % len(here)] if here else None

    def _is_here(self, reference: str) -> bool:
        since = self.references[reference]
        return since is None or self.now - since < RECENT * DAY


def _rows(core: Core, of: type[Any]) -> list[Any]:
    return [row for _, row in core.rows() if isinstance(row, of)]


def _named(core: Core, *, ages: bool) -> Callable[[bytes], bytes]:
    """The policies of the two forces by the same name."""
    hashes = [policy.sha256.encode() for policy in policies(ages=ages)]

    def named(data: bytes) -> bytes:
        for number, sha256 in enumerate(hashes):
            data = data.replace(sha256, f"policy-{number}".ljust(64, "-").encode())
        return data

    return named


def published(core: Core, *, ages: bool) -> list[tuple[str, str, str, Any]]:
    named = _named(core, ages=ages)
    return [
        (event.topic, event.type, event.key, named(repr(event.data).encode())) for event in core.published
    ]


def rows(core: Core, *, ages: bool) -> dict[bytes, bytes]:
    """What is known, apart from until when."""
    named = _named(core, ages=ages)
    return {
        key: named(row_codec.encode(_timeless(row)))
        for key, row in core.rows()
        if not isinstance(row, PolicyRow)
    }


def _timeless(row: Row) -> Row:
    """A row without its time, and without digests of what names a policy by its hash; whether it has any is left."""
    found = {name: bool(value) for name, value in _fields(row) if name.endswith("digest")}
    times = {name: None for name, _ in _fields(row) if name == "kept_until"}
    return msgspec.structs.replace(row, **times, **{name: b"\1" * has for name, has in found.items()})


def _fields(row: Row) -> Iterator[tuple[str, Any]]:
    yield from ((field.name, getattr(row, field.name)) for field in msgspec.structs.fields(row))


def differing(ages: list[Any], keeps: list[Any]) -> Iterator[tuple[Any, Any]]:
    yield from ((one, other) for one, other in zip(ages, keeps, strict=False) if one != other)


def different_rows(story: Story) -> list[tuple[bytes, bytes | None]]:
    left, kept = rows(story.ages, ages=True), rows(story.keeps, ages=False)
    return [(key, data) for key, data in left.items() if kept.get(key) != data]


@settings(max_examples=40, deadline=None)
@given(histories)
def test_x8_what_is_published_is_the_same_as_if_nothing_had_gone_and_so_is_what_is_left(
    history: list[Step],
) -> None:
    story = Story()

    for step in history:
        story.happens(step)
    story.end()

    told, told_by_keeper = published(story.ages, ages=True), published(story.keeps, ages=False)
    assert next(differing(told, told_by_keeper), None) is None
    assert len(told) == len(told_by_keeper)
    assert different_rows(story) == []
    assert story.anything_gone()
