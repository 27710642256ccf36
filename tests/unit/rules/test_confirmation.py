"""X6: a step is asked about once, once more for each contest, and words count whatever order they come in."""

from collections.abc import Iterable
from typing import Any

import pytest

from schemas.envelope import timestamp
from schemas.forces import Registry
from schemas.outgoing import Subject
from schemas.rows import CaseRow, Row
from schemas.words import CaseOrigin, CaseStatus, StepKind, SubjectKind, WithdrawalReason
from streams.domain import AsbDomain
from streams.engine.table import Table
from streams.rules import confirmation
from streams.rules.confirmation import Step
from streams.rules.ledger import Cause, Ledger, Published
from tests.given.core import FORCE, INSTALLATION, SECRET
from tests.given.messages import at
from tests.given.steps import confirmed, contested, refused

STEP = Step(
    "S-1", StepKind.MARKER, Subject(kind=SubjectKind.VICTIM, ref="N-1"), False, "Put it on.", "High risk."
)
ASKED, DECIDED, CONTESTED, TAKEN_BACK = (
    "ConfirmationAsked",
    "StepDecided",
    "StepContested",
    "ConfirmationWithdrawn",
)


class Desk:
    """One case and what is settled about its steps, cause by cause."""

    def __init__(self) -> None:
        domain = AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET)
        self._domain, self._table = domain, Table[Row](domain)
        self._causes = 0
        self._ledger().put_case(CaseRow("C-1", CaseOrigin.OURS, CaseStatus.ACCEPTED, reference="SEN-1"))

    def settle(self, *wanted: Step, **reasons: WithdrawalReason) -> list[str]:
        """The types of what is published when the case has these steps."""
        return [each.envelope.type for each in self.settled(*wanted, **reasons)]

    def settled(self, *wanted: Step, **reasons: WithdrawalReason) -> list[Published]:
        ledger = self._ledger()
        confirmation.settle(
            ledger, "C-1", "SEN-1", {StepKind.MARKER}, wanted, WithdrawalReason.LAPSED, reasons or None
        )
        return ledger.close()

    def say(self, *words: Any) -> None:
        for told in words:
            rank = (told.revision, timestamp(told.recorded_at), told.instruction_id)
            confirmation.take(self._ledger(), told, rank)

    def decision(self) -> bool | None:
        found = confirmation.decision(self._ledger(), "S-1")
        return found.confirmed if found is not None else None

    def waits(self) -> bool:
        return [row.step_id for row in confirmation.waiting(self._ledger(), "C-1")] == ["S-1"]

    def _ledger(self) -> Ledger:
        self._causes += 1
        ledger = self._domain.looking(FORCE, at(self._causes), self._table)
        return Ledger(
            self._table, FORCE, Cause(f"c-{self._causes}", at(self._causes)), ledger.policies, SECRET
        )


def told_in_all(desk: Desk, words: Iterable[Any]) -> list[str]:
    """What is published in all when each word comes by itself and the step stands throughout."""
    found = desk.settle(STEP)
    for word in words:
        desk.say(word)
        found += desk.settle(STEP)
    return found


def test_a_step_is_asked_about_once_and_decided_once():
    desk = Desk()

    told = told_in_all(desk, [confirmed("S-1", 50), confirmed("S-1", 50)])

    assert told == [ASKED, DECIDED]
    assert (desk.decision(), desk.waits()) == (True, False)


def test_a_contest_asks_once_more_and_changes_nothing_by_itself():
    desk = Desk()

    told = told_in_all(desk, [confirmed("S-1", 50), contested("S-1", 60)])

    assert told == [ASKED, DECIDED, CONTESTED, ASKED]
    assert (desk.decision(), desk.waits()) == (True, True)


def test_contested_twice_before_it_is_decided_again_asks_once():
    told = told_in_all(Desk(), [confirmed("S-1", 50), contested("S-1", 60), contested("S-1", 61)])

    assert told == [ASKED, DECIDED, CONTESTED, ASKED, CONTESTED]


def test_contested_again_after_it_was_decided_again_asks_again():
    desk = Desk()

    told = told_in_all(
        desk, [confirmed("S-1", 50), contested("S-1", 60), refused("S-1", 70), contested("S-1", 80)]
    )

    assert told == [ASKED, DECIDED, CONTESTED, ASKED, DECIDED, CONTESTED, ASKED]
    assert (desk.decision(), desk.waits()) == (False, True)


def test_a_contest_before_anybody_decided_is_told_and_is_answered_by_the_decision():
    desk = Desk()

    told = told_in_all(desk, [contested("S-1", 40), confirmed("S-1", 50)])

    assert told == [ASKED, CONTESTED, DECIDED]
    assert not desk.waits()


@pytest.mark.parametrize(
    "words",
    [
        (confirmed("S-1", 50), refused("S-1", 55), contested("S-1", 60)),
        (contested("S-1", 60), confirmed("S-1", 50), refused("S-1", 55)),
        (refused("S-1", 55), contested("S-1", 60), confirmed("S-1", 50)),
    ],
)
def test_the_same_words_come_to_the_same_in_any_order(words):
    desk = Desk()

    told_in_all(desk, words)

    assert (desk.decision(), desk.waits()) == (False, True)


def test_a_word_that_came_before_the_step_is_told_when_the_step_is_known_and_nobody_is_asked():
    desk = Desk()
    desk.say(confirmed("S-1", 50))

    told = desk.settle(STEP)

    assert told == [DECIDED]
    assert not desk.waits()


def test_a_step_that_is_over_takes_the_request_back_by_name_and_says_why():
    desk = Desk()
    [asked] = desk.settled(STEP)

    [taken_back] = desk.settled(**{"S-1": WithdrawalReason.MOVED})

    assert taken_back.event.model_dump(include={"reason", "corrects"}) == {
        "reason": WithdrawalReason.MOVED,
        "corrects": asked.envelope.id,
    }
    assert not desk.waits()


def test_a_step_that_stands_again_is_asked_about_again_unless_somebody_has_decided():
    desk = Desk()
    desk.settle(STEP)
    desk.settle()

    assert desk.settle(STEP) == [ASKED]
    desk.say(confirmed("S-1", 50))
    assert desk.settle(STEP) == [DECIDED]
    assert desk.settle() == []
    assert desk.settle(STEP) == []
    assert desk.decision() is True


def test_what_is_said_while_the_step_is_over_counts_when_it_stands_again():
    desk = Desk()
    desk.settle(STEP)
    desk.say(confirmed("S-1", 50))
    desk.settle(STEP)
    desk.settle()

    desk.say(contested("S-1", 60))

    assert desk.settle(STEP) == [CONTESTED, ASKED]
